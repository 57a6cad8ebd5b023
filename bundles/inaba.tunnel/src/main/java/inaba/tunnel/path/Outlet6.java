package inaba.tunnel.path;

import inaba.api.link.TunnelRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.tunnel.TunnelDrop;
import inaba.tunnel.core.Ecn;
import inaba.tunnel.core.TunnelMtu;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;

/// Puts an IPv6 header before packets, and behind it the Tunnel Encapsulation Limit and GRE's header: RFC 2473 §3.1,
/// §5, RFC 7676.
public final class Outlet6 implements Dst {
    private static final int VERSION = 6 << 28;
    private static final int CLASS_SHIFT = 20;
    private static final int FLOW_LABEL = 0xf_ffff;

    private final Tunnel tunnel;
    private final TunnelRow row;
    private final boolean gre;
    private final boolean ipv4;
    private final boolean ipv6;
    private final int overhead;
    private final int mtu;
    private final long sourceHigh;
    private final long sourceLow;
    private final long remoteHigh;
    private final long remoteLow;

    public Outlet6(Tunnel tunnel) {
        this.tunnel = tunnel;
        this.row = tunnel.row();
        this.gre = row.mode().isGre();
        this.ipv4 = row.mode().carries(IpFamily.IPV4);
        this.ipv6 = row.mode().carries(IpFamily.IPV6);
        this.overhead = tunnel.overhead();
        this.mtu = tunnel.pathMtu();
        this.sourceHigh = tunnel.local().high();
        this.sourceLow = tunnel.local().low();
        this.remoteHigh = row.remote().high();
        this.remoteLow = row.remote().low();
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
        if (packet.headroom() < overhead + Tunnel.LIMIT_BYTES) {
            return TunnelDrop.NO_HEADROOM;
        }
        if ((sourceHigh | sourceLow) == 0) {
            return TunnelDrop.NO_END;
        }
        int limit = row.encapsulationLimit();
        long found = inner4 ? -1 : EncapsulationLimit.find(packet.memory(), packet.start(), packet.end());
        if (found >= 0) {
            limit = Layouts.u8(packet.memory(), found) - 1;
            if (limit < 0) {
                egress.parameter((int) (found - packet.start()));
                return TunnelDrop.ENCAPSULATION_LIMIT;
            }
        }
        boolean staysWhole = inner4 && Inner.mustStayWhole(packet.memory(), packet.start());
        if (staysWhole && row.pathMtuDiscovery() && mtu != 0 && packet.length() + overhead > mtu) {
            egress.parameter(mtu - overhead);
            return TunnelDrop.TOO_BIG;
        }
        write(packet, inner4, limit);
        return egress.route(packet, tunnel.device(), row.pathMtuDiscovery() ? mtu : 0);
    }

    private void write(Packet packet, boolean inner4, int limit) {
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
        int next = protocol;
        if (limit != TunnelRow.NONE) {
            packet.start(upper - Tunnel.LIMIT_BYTES);
            EncapsulationLimit.write(memory, packet.start(), protocol, limit);
            next = IpProtocol.DESTINATION_OPTIONS;
        }
        long at = packet.start() - Ipv6Header.BYTES;
        // RFC 6438 §3: the label tells the inner flow, for those who share load by it.
        memory.set(Layouts.U32, at, VERSION | trafficClass << CLASS_SHIFT | packet.flow() & FLOW_LABEL);
        Layouts.u16(memory, at + Ipv6Header.PAYLOAD_LENGTH, (int) (packet.end() - packet.start()));
        Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER, next);
        Layouts.u8(memory, at + Ipv6Header.HOP_LIMIT, hopLimit);
        memory.set(Layouts.U64, at + Ipv6Header.SOURCE, sourceHigh);
        memory.set(Layouts.U64, at + Ipv6Header.SOURCE + 8, sourceLow);
        memory.set(Layouts.U64, at + Ipv6Header.DESTINATION, remoteHigh);
        memory.set(Layouts.U64, at + Ipv6Header.DESTINATION + 8, remoteLow);
        packet.start(at).network(at).upper(upper, protocol).etherType(EthernetHeader.ETHERTYPE_IPV6);
    }
}
