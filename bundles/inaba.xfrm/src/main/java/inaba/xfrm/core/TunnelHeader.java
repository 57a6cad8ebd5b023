package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.SaRow;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;

/// The outer IP header of tunnel mode, RFC 4301 §5.1.2, and its congestion bits, RFC 6040.
final class TunnelHeader {
    private static final int HOP_LIMIT = 64;
    private static final int ECN = 3;
    private static final int NOT_ECT = 0;
    private static final int ECT_1 = 1;
    private static final int CE = 3;

    private TunnelHeader() {}

    static int bytes(SaRow sa) {
        return sa.key().destination().isMapped() ? Ipv4Header.BYTES : Ipv6Header.BYTES;
    }

    /// Puts the outer header before the packet, which is its content from now on. There is room.
    static void add(Packet packet, SaRow sa) {
        boolean inner4 = packet.isIpv4();
        int trafficClass = trafficClass(packet);
        if (sa.has(SaRow.Flag.NOECN)) {
            trafficClass &= ~ECN;
        }
        boolean whole = !sa.has(SaRow.Flag.NOPMTUDISC) && mustStayWhole(packet);
        int content = packet.length();
        int next = inner4 ? IpProtocol.IPV4 : IpProtocol.IPV6;
        packet.start(packet.start() - bytes(sa)).network(packet.start());
        if (sa.key().destination().isMapped()) {
            ipv4(packet, sa, trafficClass, whole, next, content);
        } else {
            ipv6(packet, sa, trafficClass, next, content);
        }
    }

    private static void ipv4(Packet packet, SaRow sa, int trafficClass, boolean whole, int next, int content) {
        packet.etherType(EthernetHeader.ETHERTYPE_IPV4);
        new Ipv4Header(packet.memory(), packet.network())
                .start(Ipv4Header.BYTES)
                .typeOfService(trafficClass)
                .totalLength(Ipv4Header.BYTES + content)
                .identification(whole ? 0 : (int) (sa.state().packets() % 0xffff) + 1) // AH covers it
                .fragment(whole, false, 0)
                .timeToLive(HOP_LIMIT)
                .protocol(next)
                .source(sa.source().toIpv4())
                .destination(sa.key().destination().toIpv4())
                .updateChecksum();
    }

    private static void ipv6(Packet packet, SaRow sa, int trafficClass, int next, int content) {
        packet.etherType(EthernetHeader.ETHERTYPE_IPV6);
        var memory = packet.memory();
        long at = packet.network();
        new Ipv6Header(memory, at)
                .start(trafficClass, packet.flow())
                .payloadLength(content)
                .nextHeader(next)
                .hopLimit(HOP_LIMIT);
        sa.source().write(memory, at + Ipv6Header.SOURCE);
        sa.key().destination().write(memory, at + Ipv6Header.DESTINATION);
    }

    /// Takes off all before the content, which is at [Work#at].
    ///
    /// @return DELIVER, or why not
    static Verdict remove(Packet packet, SaRow sa, Work work) {
        boolean inner4 = work.nextHeader == IpProtocol.IPV4;
        if (!inner4 && work.nextHeader != IpProtocol.IPV6) {
            return XfrmDrop.IN_MODE;
        }
        int outer = trafficClass(packet);
        var memory = packet.memory();
        boolean fits = inner4
                ? Ipv4Header.fits(memory, work.at, packet.end())
                : Ipv6Header.fits(memory, work.at, packet.end());
        if (!fits) {
            return XfrmDrop.TOO_SHORT;
        }
        packet.start(work.at)
                .network(work.at)
                .etherType(inner4 ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6);
        return congestion(packet, sa, outer);
    }

    /// RFC 6040 §4.2, figure 4.
    private static Verdict congestion(Packet packet, SaRow sa, int outer) {
        int inner = trafficClass(packet);
        int now = sa.has(SaRow.Flag.DECAP_DSCP) ? outer & ~ECN | inner & ECN : inner;
        if (!sa.has(SaRow.Flag.NOECN)) {
            if ((outer & ECN) == CE && (inner & ECN) == NOT_ECT) {
                return XfrmDrop.IN_ECN;
            }
            if ((inner & ECN) != NOT_ECT && ((outer & ECN) == CE || (outer & ECN) == ECT_1 && (inner & ECN) != CE)) {
                now = now & ~ECN | outer & ECN;
            }
        }
        if (now != inner) {
            trafficClass(packet, now);
        }
        return Verdict.Go.DELIVER;
    }

    private static int trafficClass(Packet packet) {
        return packet.isIpv4()
                ? Layouts.u8(packet.memory(), packet.network() + 1)
                : packet.memory().get(Layouts.U32, packet.network()) >>> 20 & 0xff;
    }

    private static void trafficClass(Packet packet, int value) {
        if (packet.isIpv4()) {
            new Ipv4Header(packet.memory(), packet.network())
                    .typeOfService(value)
                    .updateChecksum();
        } else {
            new Ipv6Header(packet.memory(), packet.network()).trafficClass(value);
        }
    }

    /// What must not be cut inside must not be cut outside, RFC 4301 §8.1; IPv6 is never cut on the way.
    private static boolean mustStayWhole(Packet packet) {
        return !packet.isIpv4() || new Ipv4Header(packet.memory(), packet.network()).dontFragment();
    }
}
