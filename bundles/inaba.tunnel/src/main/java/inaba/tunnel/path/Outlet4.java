package inaba.tunnel.path;

import inaba.api.link.TunnelRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.tunnel.TunnelDrop;
import inaba.tunnel.core.Ecn;
import inaba.tunnel.core.Embedding;
import inaba.tunnel.core.TunnelMtu;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;

/// Puts an IPv4 header before packets: RFC 2003 §3.1, RFC 4213 §3.5, and behind it GRE's (RFC 2784).
public final class Outlet4 implements Dst {
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final long IDENTIFICATION = 4;

    private final Tunnel tunnel;
    private final TunnelRow row;
    private final boolean gre;
    private final boolean ipv4;
    private final boolean ipv6;
    private final int overhead;
    private final int mtu;
    private final boolean whole;
    private final int source;
    private final int remote;

    public Outlet4(Tunnel tunnel) {
        this.tunnel = tunnel;
        this.row = tunnel.row();
        this.gre = row.mode().isGre();
        this.ipv4 = row.mode().carries(IpFamily.IPV4);
        this.ipv6 = row.mode().carries(IpFamily.IPV6);
        this.overhead = tunnel.overhead();
        this.mtu = tunnel.pathMtu();
        this.whole = TunnelMtu.dontFragment(row.pathMtuDiscovery(), mtu, overhead);
        this.source = tunnel.local().toIpv4();
        this.remote = row.remote().toIpv4();
    }

    @Override
    public int innerMtu() {
        return TunnelMtu.of(row.mtu(), mtu, overhead);
    }

    @Override
    public Verdict output(Packet packet, Egress egress) {
        boolean inner4 = packet.isIpv4();
        if (inner4 ? !ipv4 : !ipv6 || packet.etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return TunnelDrop.NOT_CARRIED;
        }
        if (packet.headroom() < overhead) {
            return TunnelDrop.NO_HEADROOM;
        }
        int to = inner4 || tunnel.embedding() == null ? remote : embedded(packet, tunnel.embedding());
        if (to == Embedding.NONE || source == 0) {
            return TunnelDrop.NO_END;
        }
        boolean staysWhole = inner4 && Inner.mustStayWhole(packet.memory(), packet.start());
        if (staysWhole && row.pathMtuDiscovery() && mtu != 0 && packet.length() + overhead > mtu) {
            egress.parameter(mtu - overhead);
            return TunnelDrop.TOO_BIG;
        }
        write(packet, inner4, to, whole || staysWhole);
        return egress.route(packet, tunnel.device(), row.pathMtuDiscovery() ? mtu : 0);
    }

    /// The end that the destination tells, or the relay to all others: RFC 5969 §9.2, RFC 3056 §5.3.
    private int embedded(Packet packet, Embedding embedding) {
        long high = Ipv6Address.high(packet.memory(), packet.start() + Ipv6Header.DESTINATION);
        var relay = row.relay();
        return embedding.contains(high) || relay == null ? embedding.of(high) : relay.toIpv4();
    }

    private void write(Packet packet, boolean inner4, int to, boolean dontFragment) {
        var memory = packet.memory();
        long inner = packet.start();
        int trafficClass = Ecn.in(row.trafficClass(), Inner.trafficClass(memory, inner, inner4));
        int hopLimit = row.hopLimit() == TunnelRow.INHERIT ? Inner.hopLimit(memory, inner, inner4) : row.hopLimit();
        int protocol = inner4 ? IpProtocol.IPV4 : IpProtocol.IPV6;
        if (gre) {
            Gre.prepend(tunnel, packet);
            protocol = IpProtocol.GRE;
        }
        long upper = packet.start();
        long at = upper - Ipv4Header.BYTES;
        Layouts.u16(memory, at, VERSION_AND_LENGTH << 8 | trafficClass);
        Layouts.u16(memory, at + Ipv4Header.TOTAL_LENGTH, (int) (packet.end() - at));
        memory.set(Layouts.U32, at + IDENTIFICATION, dontFragment ? Ipv4Header.DONT_FRAGMENT : 0);
        Layouts.u16(memory, at + Ipv4Header.TIME_TO_LIVE, hopLimit << 8 | protocol);
        memory.set(Layouts.U32, at + Ipv4Header.SOURCE, source);
        memory.set(Layouts.U32, at + Ipv4Header.DESTINATION, to);
        packet.start(at).network(at).upper(upper, protocol).etherType(EthernetHeader.ETHERTYPE_IPV4);
    }
}
