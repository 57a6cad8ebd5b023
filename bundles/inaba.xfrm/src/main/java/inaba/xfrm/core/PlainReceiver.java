package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Decapsulator;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Takes the outer header off what an IPComp tunnel has sent uncompressed, as it was not worth it: it is one IP packet
/// in another then (RFC 3173 §2.2).
public final class PlainReceiver implements Decapsulator {
    private static final long MAPPED = 0xffffL << 32;

    private final Associations associations;
    private final Lending<Work> works;
    private final Lending<Traffic> traffics = new Lending<>(Traffic::new);

    public PlainReceiver(Associations associations, Works works) {
        this.associations = associations;
        this.works = works.lending();
    }

    @Override
    public Verdict decapsulate(Packet packet) {
        var traffic = traffics.take();
        traffic.read(packet);
        var association = associations.compressed(
                traffic.sourceHigh, traffic.sourceLow, traffic.destinationHigh, traffic.destinationLow);
        traffics.give(traffic);
        if (association == null) {
            return Verdict.Go.PASS;
        }
        var work = works.take();
        work.at = packet.upper();
        work.nextHeader = packet.upperProtocol();
        var verdict = TunnelHeader.remove(packet, association.row(), work);
        works.give(work);
        return verdict == Verdict.Go.DELIVER ? Verdict.Go.AGAIN : verdict;
    }

    /// An error is believed about what an IPComp tunnel of ours has sent.
    @Override
    public boolean sent(MemorySegment quoted) {
        if (Ipv6Header.fits(quoted, 0, quoted.byteSize()) && Layouts.u8(quoted, 0) >>> 4 == 6) {
            return associations.compressed(
                            Ipv6Address.high(quoted, Ipv6Header.SOURCE),
                            Ipv6Address.low(quoted, Ipv6Header.SOURCE),
                            Ipv6Address.high(quoted, Ipv6Header.DESTINATION),
                            Ipv6Address.low(quoted, Ipv6Header.DESTINATION))
                    != null;
        }
        return Ipv4Header.fits(quoted, 0, quoted.byteSize())
                && associations.compressed(
                                0,
                                MAPPED | Layouts.u32(quoted, Ipv4Header.SOURCE),
                                0,
                                MAPPED | Layouts.u32(quoted, Ipv4Header.DESTINATION))
                        != null;
    }

    /// The protocols that it wants.
    public static int[] protocols() {
        return new int[] {IpProtocol.IPV4, IpProtocol.IPV6};
    }
}
