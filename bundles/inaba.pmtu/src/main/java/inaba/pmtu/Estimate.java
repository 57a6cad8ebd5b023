package inaba.pmtu;

import inaba.api.packet.Verdict;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

/// What a Packet Too Big says of a path, RFC 8201 §4.
///
/// @param verdict DELIVER when the estimate goes down to [#mtu], else why not
record Estimate(Verdict verdict, Ipv6Address destination, int mtu) {
    /// Reads a message.
    ///
    /// @param message the ICMPv6 message, from its type to its end
    /// @param ours says whether an address is one of this node
    static Estimate of(MemorySegment message, Predicate<Ipv6Address> ours) {
        if (!ErrorMessage.fits(message)) {
            return refused(PmtuDrop.TOO_SHORT);
        }
        var error = new ErrorMessage(message);
        var quoted = error.quoted();
        if (!Ipv6Header.fits(quoted, 0, quoted.byteSize())) {
            return refused(PmtuDrop.QUOTE_UNREADABLE);
        }
        var header = new Ipv6Header(quoted, 0);
        if (header.version() != 6) {
            return refused(PmtuDrop.QUOTE_UNREADABLE);
        }
        if (!ours.test(header.source())) {
            return refused(PmtuDrop.QUOTE_NOT_OURS);
        }
        if (error.param32() < Ipv6Header.MIN_MTU) {
            return refused(PmtuDrop.BELOW_MINIMUM);
        }
        int mtu = (int) Math.min(error.param32(), Integer.MAX_VALUE);
        return new Estimate(Verdict.Go.DELIVER, header.destination(), mtu);
    }

    private static Estimate refused(PmtuDrop why) {
        return new Estimate(why, Ipv6Address.UNSPECIFIED, 0);
    }
}
