package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// An address of ours, RFC 4862 §5.
///
/// @param prefixLength of the subnet, 0 to 128
/// @param dadTries solicitations that Duplicate Address Detection has sent so far: what a successor needs to go on;
///     [#NO_DAD] for an address that is never checked
/// @param preferredUntil instant in nanoseconds, or [Row#FOREVER]
/// @param validUntil instant in nanoseconds, or [Row#FOREVER]
/// @param limits beyond which no router can prolong a temporary address
public record AddressRow(
        int link,
        Ipv6Address address,
        int prefixLength,
        Origin origin,
        boolean anycast,
        State state,
        int dadTries,
        long preferredUntil,
        long validUntil,
        Limits limits,
        String owner)
        implements Row<AddressKey> {
    /// In place of tries: a person wants it used unchecked, or it is anycast (RFC 4862 §5.4).
    public static final int NO_DAD = -1;

    /// Where the address comes from.
    public enum Origin {
        MANUAL,
        LINK_LOCAL,
        SLAAC,
        TEMPORARY
    }

    /// RFC 4862 §2, RFC 4429.
    public enum State {
        /// Only ND answers for it, and only to detect duplicates.
        TENTATIVE,
        OPTIMISTIC,
        PREFERRED,
        DEPRECATED,
        /// Found in use elsewhere: not ours.
        DUPLICATE
    }

    public IpFamily family() {
        return IpFamily.of(address);
    }

    /// The instants, in nanoseconds, at which a temporary address is deprecated and ends at the latest, RFC 8981 §3.4:
    /// CREATION_TIME + TEMP_PREFERRED_LIFETIME - DESYNC_FACTOR, and CREATION_TIME + TEMP_VALID_LIFETIME.
    public record Limits(long preferred, long valid) {
        /// Of all other addresses.
        public static final Limits NONE = new Limits(FOREVER, FOREVER);
    }

    /// An address without [Limits].
    public AddressRow(
            int link,
            Ipv6Address address,
            int prefixLength,
            Origin origin,
            boolean anycast,
            State state,
            int dadTries,
            long preferredUntil,
            long validUntil,
            String owner) {
        this(
                link,
                address,
                prefixLength,
                origin,
                anycast,
                state,
                dadTries,
                preferredUntil,
                validUntil,
                Limits.NONE,
                owner);
    }

    @Override
    public AddressKey key() {
        return new AddressKey(link, address);
    }

    public Prefix subnet() {
        return Prefix.of(address, prefixLength);
    }

    /// May be a source address and receives packets.
    public boolean usable() {
        return state == State.PREFERRED || state == State.DEPRECATED || state == State.OPTIMISTIC;
    }

    /// Duplicate Address Detection is going on: RFC 4862 §5.4, RFC 4429.
    public boolean checked() {
        return state == State.TENTATIVE || state == State.OPTIMISTIC;
    }

    public AddressRow withState(State now) {
        return with(now, dadTries, preferredUntil, validUntil, limits);
    }

    public AddressRow withDadTries(int tries) {
        return with(state, tries, preferredUntil, validUntil, limits);
    }

    public AddressRow withLifetimes(long preferred, long valid) {
        return with(state, dadTries, preferred, valid, limits);
    }

    public AddressRow withLimits(Limits now) {
        return with(state, dadTries, preferredUntil, validUntil, now);
    }

    private AddressRow with(State nowState, int tries, long preferred, long valid, Limits nowLimits) {
        return new AddressRow(
                link, address, prefixLength, origin, anycast, nowState, tries, preferred, valid, nowLimits, owner);
    }
}
