package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Decapsulator;
import inaba.api.xfrm.SaRow;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.UdpHeader;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;

/// Takes ESP out of UDP, RFC 3948 §3.4. What else comes to the port is key management's.
public final class UdpReceiver implements Decapsulator {
    private static final int PORT = 4500;
    private static final int KEEPALIVE = 0xff;
    private static final int MARKER = 4;

    private final Receiver esp;

    public UdpReceiver(Associations associations, Works works) {
        esp = new Receiver(IpProtocol.ESP, associations, works);
    }

    @Override
    public Verdict decapsulate(Packet packet) {
        var memory = packet.memory();
        long udp = packet.upper();
        if (packet.end() - udp < UdpHeader.BYTES || Layouts.u16(memory, udp + 2) != PORT) {
            return Verdict.Go.PASS;
        }
        long end = udp + new UdpHeader(memory, udp).length();
        long at = udp + UdpHeader.BYTES;
        if (end > packet.end() || end < at) {
            return XfrmDrop.TOO_SHORT;
        }
        if (end - at == 1 && Layouts.u8(memory, at) == KEEPALIVE) {
            return XfrmDrop.KEEPALIVE;
        }
        if (end - at < MARKER || memory.get(Layouts.U32, at) == 0) {
            return Verdict.Go.PASS; // the Non-ESP Marker, §2.2
        }
        return decapsulate(packet, at, end);
    }

    private Verdict decapsulate(Packet packet, long at, long end) {
        if (end - at < UdpHeader.BYTES) {
            return XfrmDrop.TOO_SHORT;
        }
        var association = esp.find(packet.memory(), packet.network(), packet.isIpv4(), at);
        if (association == null) {
            return XfrmDrop.NO_ASSOCIATION;
        }
        if (association.row().encapsulation() == null) {
            return XfrmDrop.IN_ENCAPSULATION;
        }
        packet.end(end);
        var memory = packet.memory();
        int port = Layouts.u16(memory, packet.upper());
        long from = packet.network() + Ipv6Header.SOURCE;
        boolean ipv4 = packet.isIpv4();
        long high = ipv4 ? 0 : Ipv6Address.high(memory, from);
        long low = ipv4
                ? Receiver.MAPPED | Layouts.u32(memory, packet.network() + Ipv4Header.SOURCE)
                : Ipv6Address.low(memory, from);
        var verdict = esp.receive(association, packet);
        if (verdict == Verdict.Go.AGAIN) {
            cameFrom(association.row(), high, low, port);
        }
        return verdict;
    }

    /// RFC 7296 §2.23: only what is genuine and new tells that a NAT has another mapping for the peer. What is new
    /// cannot be told without a replay window.
    private static void cameFrom(SaRow row, long high, long low, int port) {
        var source = row.source();
        var ports = row.encapsulation();
        boolean there = ports != null
                && ports.source() == port
                && (source.low() == low && source.high() == high || isAny(source));
        if (there) {
            row.state().cameFromPeer();
        } else if (row.state().window().size() > 0) {
            row.state().cameFrom(high, low, port);
        }
    }

    private static boolean isAny(Ipv6Address address) {
        return address.isUnspecified() || address.isMapped() && address.toIpv4() == 0;
    }

    /// Errors about UDP are not about what is inside it.
    @Override
    public boolean sent(MemorySegment quoted) {
        return true;
    }
}
