package inaba.addrconf.core;

import inaba.api.link.AddressRow;
import inaba.api.table.Row;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a Prefix Information option does to our addresses, RFC 4862 §5.5.3.
///
/// @param kind what to do
/// @param preferredUntil instant in nanoseconds, or [Row#FOREVER]; of ADD and UPDATE
/// @param validUntil instant in nanoseconds, or [Row#FOREVER]; of ADD and UPDATE
public record PrefixRule(Kind kind, long preferredUntil, long validUntil) {
    /// The answers.
    public enum Kind {
        /// d: an address is formed.
        ADD,
        /// e: the lifetimes of the address are set.
        UPDATE,
        /// a
        NOT_AUTONOMOUS,
        /// b
        LINK_LOCAL,
        /// No address of a node can be formed from it: multicast, loopback, mapped.
        NOT_UNICAST,
        /// c
        PREFERRED_LONGER_THAN_VALID,
        /// d: it has no lifetime and we have no address of it.
        NOT_VALID,
        /// d: with the interface identifier it makes no 128 bits.
        LENGTH
    }

    /// The length of interface identifiers on Ethernet, RFC 2464 §4.
    static final int IDENTIFIER_BITS = 64;

    private static final long TWO_HOURS = Duration.ofHours(2).toNanos();
    private static final int ADDRESS_BITS = 128;

    /// What the option says; lifetimes in seconds.
    public record Offer(Prefix prefix, boolean autonomous, long valid, long preferred) {}

    /// @param existing our address configured from the same prefix, or null
    /// @param now nanoseconds
    public static PrefixRule of(Offer offer, @Nullable AddressRow existing, long now) {
        var refused = refused(offer);
        if (refused != null) {
            return new PrefixRule(refused, 0, 0);
        }
        long preferred = until(now, offer.preferred);
        if (existing != null) {
            return new PrefixRule(Kind.UPDATE, preferred, twoHourRule(offer.valid, existing.validUntil(), now));
        }
        if (offer.valid == 0) {
            return new PrefixRule(Kind.NOT_VALID, 0, 0);
        }
        boolean fits = offer.prefix.length() + IDENTIFIER_BITS == ADDRESS_BITS;
        return fits ? new PrefixRule(Kind.ADD, preferred, until(now, offer.valid)) : new PrefixRule(Kind.LENGTH, 0, 0);
    }

    private static @Nullable Kind refused(Offer offer) {
        var address = offer.prefix.address();
        if (!offer.autonomous) {
            return Kind.NOT_AUTONOMOUS;
        }
        if (address.isLinkLocal()) {
            return Kind.LINK_LOCAL;
        }
        if (address.isMulticast() || address.high() == 0) {
            return Kind.NOT_UNICAST;
        }
        return offer.preferred > offer.valid ? Kind.PREFERRED_LONGER_THAN_VALID : null;
    }

    /// §5.5.3 e: an unauthenticated advertisement cannot make an address end within two hours.
    private static long twoHourRule(long validSeconds, long validUntil, long now) {
        long received = until(now, validSeconds);
        if (received > now + TWO_HOURS || received > validUntil) {
            return received; // 1.
        }
        return validUntil <= now + TWO_HOURS ? validUntil : now + TWO_HOURS; // 2., 3.
    }

    private static long until(long now, long seconds) {
        return seconds == NdOption.INFINITY ? Row.FOREVER : now + TimeUnit.SECONDS.toNanos(seconds);
    }
}
