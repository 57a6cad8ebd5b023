package inaba.tunnel.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Decapsulator;
import inaba.tunnel.TunnelDrop;
import inaba.tunnel.core.Embedding;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Takes outer headers off packets of configured tunnels, RFC 2003 §3.2, RFC 2473 §3.3, RFC 4213 §3.6, RFC 2784 §2.
/// Others are dropped in silence: a tunnel is open to its own other end only.
public final class Decapsulation implements Decapsulator {
    private static final long MAPPED = 0xffffL << 32;

    private final Peers peers;

    public Decapsulation(Peers peers) {
        this.peers = peers;
    }

    @Override
    public Verdict decapsulate(Packet packet) {
        return packet.upperProtocol() == IpProtocol.GRE
                ? gre(packet)
                : strip(packet, packet.upper(), packet.upperProtocol() == IpProtocol.IPV4, 0);
    }

    @Override
    public boolean sent(MemorySegment quoted) {
        return Quoted.of(quoted, peers.tunnels()) != null;
    }

    private Verdict gre(Packet packet) {
        var memory = packet.memory();
        long at = packet.upper();
        var verdict = Gre.check(packet, at);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        int flags = Gre.flags(memory, at);
        long inner = at + Gre.bytes(flags);
        return switch (Gre.protocol(memory, at)) {
            case EthernetHeader.ETHERTYPE_IPV4 -> strip(packet, inner, true, flags);
            case EthernetHeader.ETHERTYPE_IPV6 -> strip(packet, inner, false, flags);
            default -> TunnelDrop.GRE_PROTOCOL;
        };
    }

    /// @param flags of GRE, else 0
    private Verdict strip(Packet packet, long inner, boolean inner4, int flags) {
        var memory = packet.memory();
        long outer = packet.network();
        boolean outer4 = packet.isIpv4();
        long high = outer4 ? 0 : Ipv6Address.high(memory, outer + Ipv6Header.SOURCE);
        long low =
                outer4 ? mapped(memory, outer + Ipv4Header.SOURCE) : Ipv6Address.low(memory, outer + Ipv6Header.SOURCE);
        long localHigh = outer4 ? 0 : Ipv6Address.high(memory, outer + Ipv6Header.DESTINATION);
        long localLow = outer4
                ? mapped(memory, outer + Ipv4Header.DESTINATION)
                : Ipv6Address.low(memory, outer + Ipv6Header.DESTINATION);
        boolean keyed = (flags & Gre.KEY) != 0;
        int key = keyed ? Gre.key(memory, packet.upper(), flags) : 0;
        var tunnel = peers.find(outer4, packet.upperProtocol(), high, low, localHigh, localLow, keyed, key);
        if (tunnel == null) {
            return packet.upperProtocol() == IpProtocol.GRE && peers.connects(outer4, high, low, localHigh, localLow)
                    ? TunnelDrop.WRONG_KEY
                    : TunnelDrop.NO_TUNNEL;
        }
        var verdict = check(tunnel, packet, inner, inner4, (int) low);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        if (!Inner.congestion(memory, inner, inner4, Inner.trafficClass(memory, outer, outer4))) {
            return TunnelDrop.CONGESTION;
        }
        Inner.begin(packet, inner, inner4, tunnel.link());
        return Verdict.Go.AGAIN;
    }

    private static Verdict check(Tunnel tunnel, Packet packet, long inner, boolean inner4, int source4) {
        var memory = packet.memory();
        var verdict = Inner.check(memory, inner, packet.end(), inner4);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        var embedding = tunnel.embedding();
        if (embedding != null && !isOfItsEnd(tunnel, embedding, memory, inner, source4)) {
            return TunnelDrop.SPOOFED_SOURCE;
        }
        if (packet.upperProtocol() != IpProtocol.GRE) {
            return Verdict.Go.DELIVER;
        }
        boolean toItsMaker =
                inner4 && packet.isIpv4() && memory.get(Layouts.U32, inner + Ipv4Header.DESTINATION) == source4;
        return toItsMaker ? TunnelDrop.GRE_LOOP : Gre.check(tunnel, memory, packet.upper());
    }

    /// RFC 5969 §12 and §9.2, RFC 3964 §5.3.1: from inside the domain comes what has the source's IPv4 address in it,
    /// all else from the relay.
    private static boolean isOfItsEnd(
            Tunnel tunnel, Embedding embedding, MemorySegment memory, long inner, int source4) {
        long high = Ipv6Address.high(memory, inner + Ipv6Header.SOURCE);
        if (embedding.contains(high)) {
            return embedding.of(high) == source4;
        }
        var relay = tunnel.row().relay();
        return relay != null && relay.toIpv4() == source4;
    }

    private static long mapped(MemorySegment memory, long at) {
        return MAPPED | Integer.toUnsignedLong(memory.get(Layouts.U32, at));
    }
}
