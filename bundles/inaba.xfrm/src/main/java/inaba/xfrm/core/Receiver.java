package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Decapsulator;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Takes protection off what comes in: finds the association by destination, protocol and SPI, RFC 4301 §5.2.
public final class Receiver implements Decapsulator {
    static final long MAPPED = 0xffffL << 32;
    private static final int SEEN = 8;

    private final int protocol;
    private final Associations associations;
    private final Lending<Work> works;

    /// @param protocol ESP, AH or IPComp
    public Receiver(int protocol, Associations associations, Works works) {
        this.protocol = protocol;
        this.associations = associations;
        this.works = works.lending();
    }

    @Override
    public Verdict decapsulate(Packet packet) {
        if (packet.end() - packet.upper() < SEEN) {
            return XfrmDrop.TOO_SHORT;
        }
        var association = find(packet.memory(), packet.network(), packet.isIpv4(), packet.upper());
        if (association == null) {
            return XfrmDrop.NO_ASSOCIATION;
        }
        if (association.row().encapsulation() != null) {
            return XfrmDrop.IN_ENCAPSULATION;
        }
        return receive(association, packet);
    }

    /// A packet of a known association, its header at [Packet#upper].
    Verdict receive(Association association, Packet packet) {
        var work = works.take();
        var verdict = association.unprotect(packet, work);
        works.give(work);
        return verdict == Verdict.Go.DELIVER ? Verdict.Go.AGAIN : verdict;
    }

    @Nullable
    Association find(MemorySegment memory, long network, boolean ipv4, long header) {
        return (Association) lookUp(memory, network, ipv4, header);
    }

    private @Nullable Keyed lookUp(MemorySegment memory, long network, boolean ipv4, long header) {
        int spi =
                switch (protocol) {
                    case IpProtocol.ESP -> memory.get(Layouts.U32, header);
                    case IpProtocol.AH -> memory.get(Layouts.U32, header + 4);
                    default -> Layouts.u16(memory, header + 2);
                };
        long to = network + Ipv6Header.DESTINATION;
        return ipv4
                ? associations.incoming(
                        0, MAPPED | Layouts.u32(memory, network + Ipv4Header.DESTINATION), protocol, spi)
                : associations.incoming(Ipv6Address.high(memory, to), Ipv6Address.low(memory, to), protocol, spi);
    }

    /// An error is believed about what an association of ours sends to its destination.
    @Override
    public boolean sent(MemorySegment quoted) {
        boolean ipv4 = quoted.byteSize() > 0 && Layouts.u8(quoted, 0) >>> 4 == 4;
        if (quoted.byteSize() < (ipv4 ? Ipv4Header.BYTES : Ipv6Header.BYTES)) {
            return false;
        }
        long header = ipv4 ? new Ipv4Header(quoted, 0).headerLength() : Ipv6Header.BYTES;
        return quoted.byteSize() >= header + SEEN && lookUp(quoted, 0, ipv4, header) != null;
    }
}
