package inaba.ingress.core;

import inaba.api.link.IngressRow;
import inaba.api.link.IngressRow.Reverse;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.ReversePath;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.SpecialPurpose;

/// The filter of one link, ready for the workers: it allocates nothing.
public final class Filter {
    private static final long MAPPED = 0xffffL << 32;

    private final Reverse reverse;
    private final boolean byDefault;
    /// A bit for each [SpecialPurpose] by its ordinal.
    private final int bogons;

    /// Asks where a packet to the source would go.
    public interface Way {
        ReversePath back(Packet packet);
    }

    public Filter(IngressRow row) {
        reverse = row.reverse();
        byDefault = row.byDefault();
        bogons = row.bogons().stream().mapToInt(kind -> 1 << kind.ordinal()).reduce(0, (a, b) -> a | b);
    }

    /// @param packet checked, from its IP header on
    /// @return DELIVER, or why it does not come in
    public Verdict of(Packet packet, Way way) {
        var memory = packet.memory();
        long at = packet.network();
        if (packet.isIpv4()) {
            int source = memory.get(Layouts.U32, at + Ipv4Header.SOURCE);
            var verdict = bogon(0, mapped(source));
            if (verdict == Verdict.Go.DELIVER) {
                verdict = bogon(0, mapped(memory.get(Layouts.U32, at + Ipv4Header.DESTINATION)));
            }
            boolean ofTheLink = source == 0 || Ipv6Address.isIpv4LinkLocal(source);
            return verdict != Verdict.Go.DELIVER || ofTheLink ? verdict : reversed(packet, way);
        }
        long high = Ipv6Address.high(memory, at + Ipv6Header.SOURCE);
        long low = Ipv6Address.low(memory, at + Ipv6Header.SOURCE);
        var verdict = bogon(high, low);
        if (verdict == Verdict.Go.DELIVER) {
            long to = at + Ipv6Header.DESTINATION;
            verdict = bogon(Ipv6Address.high(memory, to), Ipv6Address.low(memory, to));
        }
        boolean ofTheLink = high == 0 && low == 0 || Ipv6Address.isLinkLocal(high);
        return verdict != Verdict.Go.DELIVER || ofTheLink ? verdict : reversed(packet, way);
    }

    private Verdict bogon(long high, long low) {
        if (bogons == 0) {
            return Verdict.Go.DELIVER;
        }
        var purpose = SpecialPurpose.of(high, low);
        return (bogons >>> purpose.ordinal() & 1) == 0 ? Verdict.Go.DELIVER : IngressDrop.of(purpose);
    }

    /// Who has no address yet, or one of the link alone, is on the link: no route says so.
    private Verdict reversed(Packet packet, Way way) {
        if (reverse == Reverse.OFF) {
            return Verdict.Go.DELIVER;
        }
        var back = way.back(packet);
        return switch (back) {
            case NONE -> IngressDrop.NO_WAY_BACK;
            case BACK -> Verdict.Go.DELIVER;
            case BACK_BY_DEFAULT -> byDefault ? Verdict.Go.DELIVER : IngressDrop.ONLY_BY_DEFAULT;
            case ELSEWHERE -> reverse == Reverse.STRICT ? IngressDrop.ANOTHER_WAY_BACK : Verdict.Go.DELIVER;
            case ELSEWHERE_BY_DEFAULT -> {
                if (reverse == Reverse.STRICT) {
                    yield IngressDrop.ANOTHER_WAY_BACK;
                }
                yield byDefault ? Verdict.Go.DELIVER : IngressDrop.ONLY_BY_DEFAULT;
            }
        };
    }

    private static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }
}
