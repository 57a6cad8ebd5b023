package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Decapsulator;
import inaba.wire.IpProtocol;
import java.lang.foreign.MemorySegment;

/// Takes the outer header off what an IPComp tunnel has sent uncompressed, as it was not worth it: it is one IP
/// packet in
/// another then (RFC 3173 §2.2).
public final class PlainReceiver implements Decapsulator {
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

    /// An error is believed about what we may have sent.
    @Override
    public boolean sent(MemorySegment quoted) {
        return true;
    }

    /// The protocols that it wants.
    public static int[] protocols() {
        return new int[] {IpProtocol.IPV4, IpProtocol.IPV6};
    }
}
