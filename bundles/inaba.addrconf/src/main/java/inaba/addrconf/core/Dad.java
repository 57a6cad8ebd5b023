package inaba.addrconf.core;

/// Duplicate Address Detection of one address: RFC 4862 §5.4 with the nonces of RFC 7527 §4.
///
/// @param sent solicitations sent so far
/// @param planned solicitations to be sent in all
public record Dad(int sent, int planned) {
    /// Solicitations sent after one came back to us, RFC 7527 §4.1: MAX_MULTICAST_SOLICIT of RFC 4861 §10.
    static final int AFTER_LOOP = 3;

    /// What can happen.
    public enum Event {
        /// RetransTimer passed since the last solicitation, or the first is due.
        TIMEOUT,
        /// A solicitation with a nonce of ours came in.
        LOOPED_BACK,
        /// Somebody else checks the same address.
        SOLICITED,
        /// Somebody has the address.
        ADVERTISED
    }

    /// What to do then.
    public enum Action {
        SOLICIT,
        /// It is ours.
        ASSIGN,
        /// It is somebody else's, §5.4.5.
        GIVE_UP,
        WAIT
    }

    /// The state after an event, and what to do.
    public record Step(Dad state, Action action) {}

    /// @param sent what a predecessor sent already
    /// @param transmits DupAddrDetectTransmits, 0 = not checked
    public static Dad begin(int sent, int transmits) {
        return new Dad(sent, Math.max(sent, transmits));
    }

    public Step on(Event event) {
        return switch (event) {
            case TIMEOUT ->
                sent < planned ? new Step(new Dad(sent + 1, planned), Action.SOLICIT) : new Step(this, Action.ASSIGN);
            case LOOPED_BACK -> new Step(new Dad(sent, sent + AFTER_LOOP), Action.WAIT);
            case SOLICITED, ADVERTISED -> new Step(this, Action.GIVE_UP);
        };
    }
}
