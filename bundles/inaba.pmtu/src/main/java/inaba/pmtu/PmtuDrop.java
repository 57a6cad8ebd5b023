package inaba.pmtu;

import inaba.api.packet.DropReason;

/// Why a Packet Too Big changes nothing.
enum PmtuDrop implements DropReason {
    TOO_SHORT("RFC 4443 §3.2"),
    BELOW_MINIMUM("RFC 8201 §4: less than 1280 is discarded"),
    NOT_SMALLER("RFC 8201 §4: the estimate is never raised by a message"),
    QUOTE_UNREADABLE("RFC 4443 §2.4 (c)"),
    QUOTE_NOT_OURS("RFC 8201 §6: the quoted packet has no source of ours"),
    NOT_SENT("RFC 8201 §4: no such packet was sent that could be too big");

    private final String because;

    PmtuDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}
