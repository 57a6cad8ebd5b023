package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// An address of ours, RFC 4862 §5.
///
/// @param prefixLength of the subnet, 0 to 128
/// @param dadTries solicitations that Duplicate Address Detection has sent so far: what a successor needs to go on;
///     [#NO_DAD] for an address that is never checked
/// @param preferredUntil instant in nanoseconds, or [Row#FOREVER]
/// @param validUntil instant in nanoseconds, or [Row#FOREVER]
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

    public AddressRow withState(State now) {
        return new AddressRow(
                link, address, prefixLength, origin, anycast, now, dadTries, preferredUntil, validUntil, owner);
    }

    public AddressRow withDadTries(int tries) {
        return new AddressRow(
                link, address, prefixLength, origin, anycast, state, tries, preferredUntil, validUntil, owner);
    }

    public AddressRow withLifetimes(long preferred, long valid) {
        return new AddressRow(link, address, prefixLength, origin, anycast, state, dadTries, preferred, valid, owner);
    }
}
