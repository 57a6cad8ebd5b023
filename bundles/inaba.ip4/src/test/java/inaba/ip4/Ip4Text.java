package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.ip.multicast.ListenerRecord;
import inaba.testkit.Wire;
import inaba.wire.ArpPacket;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IgmpMessage;
import inaba.wire.IgmpReport;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Ipv4Text;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;

/// Frames as tcpdump shows them, more or less: `arp who-has 10.0.0.1 tell 10.0.0.2`.
final class Ip4Text {
    private Ip4Text() {}

    static String of(Wire.Frame frame) {
        var bytes = MemorySegment.ofArray(frame.bytes());
        var ethernet = new EthernetHeader(bytes, 0);
        return switch (ethernet.etherType()) {
            case EthernetHeader.ETHERTYPE_ARP -> arp(new ArpPacket(bytes, EthernetHeader.BYTES), ethernet);
            case EthernetHeader.ETHERTYPE_IPV4 -> ipv4(bytes, EthernetHeader.BYTES);
            default -> "type " + Integer.toHexString(ethernet.etherType());
        };
    }

    private static String arp(ArpPacket arp, EthernetHeader ethernet) {
        String target = Ipv4Text.print(arp.targetProtocol());
        String source = Ipv4Text.print(arp.senderProtocol());
        String to = ethernet.destination().isMulticast() ? "" : " to " + ethernet.destination();
        if (arp.operation() == ArpPacket.REPLY) {
            return "arp reply " + source + " is-at " + arp.senderHardware() + to;
        }
        if (arp.senderProtocol() == 0) {
            return "arp probe " + target + to;
        }
        return source.equals(target)
                ? "arp announcement " + source + to
                : "arp who-has " + target + " tell " + source + to;
    }

    private static String ipv4(MemorySegment bytes, long at) {
        var ip = new Ipv4Header(bytes, at);
        var text = new StringBuilder(Ipv4Text.print(ip.source()) + " > " + Ipv4Text.print(ip.destination()));
        if (!ip.checksumIsValid()) {
            text.append(" bad-checksum");
        }
        if (ip.timeToLive() != 64) {
            text.append(" ttl ").append(ip.timeToLive());
        }
        if (ip.isFragment()) {
            int end = ip.fragmentOffset() + ip.totalLength() - ip.headerLength();
            text.append(" fragment ")
                    .append(ip.fragmentOffset())
                    .append("..")
                    .append(end)
                    .append(ip.more() ? "+" : "");
        }
        if (ip.fragmentOffset() == 0) {
            text.append(' ')
                    .append(upper(bytes.asSlice(at + ip.headerLength(), ip.totalLength() - ip.headerLength()), ip));
        }
        return text.toString();
    }

    private static String records(IgmpReport report) {
        assertTrue(IgmpReport.fits(report.bytes()));
        var text = new StringBuilder();
        long at = report.first();
        for (int n = 0; n < report.records(); n++) {
            text.append(n == 0 ? " " : ", ")
                    .append(ListenerRecord.Type.values()[report.type(at) - 1])
                    .append(' ')
                    .append(Ipv4Text.print(report.group(at)));
            for (int i = 0; i < report.sources(at); i++) {
                text.append(' ').append(Ipv4Text.print(report.source(at, i)));
            }
            at = report.next(at);
        }
        assertEquals(report.bytes().byteSize(), at, "RFC 3376 §4.2.11: nothing behind the last record");
        return text.toString();
    }

    private static String upper(MemorySegment message, Ipv4Header ip) {
        if (ip.protocol() == IpProtocol.IGMP) {
            assertEquals(0, Checksum.finish(Checksum.sum(message, 0, message.byteSize(), 0)));
            assertEquals(6 << 5, ip.typeOfService(), "RFC 3376 §4: internetwork control");
            assertTrue(Ipv4Options.find(ip, Ipv4Options.ROUTER_ALERT) > 0, "RFC 3376 §4");
            var igmp = new IgmpMessage(message, 0);
            String type =
                    switch (igmp.type()) {
                        case IgmpMessage.QUERY -> "query";
                        case IgmpMessage.V1_REPORT -> "v1-report";
                        case IgmpMessage.V2_REPORT -> "v2-report";
                        case IgmpMessage.LEAVE -> "leave";
                        default -> Integer.toHexString(igmp.type());
                    };
            if (igmp.type() == IgmpMessage.V3_REPORT) {
                return "igmp" + records(new IgmpReport(message));
            }
            return "igmp " + type + ' ' + Ipv4Text.print(igmp.group());
        }
        if (ip.protocol() != IpProtocol.ICMP) {
            return IpProtocol.name(ip.protocol());
        }
        var icmp = new ErrorMessage(message);
        boolean bad = !ip.isFragment() && Checksum.finish(Checksum.sum(message, 0, message.byteSize(), 0)) != 0;
        String name = Icmpv4Type.name(icmp.type());
        if (Icmpv4Type.isError(icmp.type())) {
            name += ": " + Icmpv4Code.name(icmp.type(), icmp.code());
            name += icmp.param32() == 0 ? "" : " " + icmp.param32();
        }
        return name + (bad ? " bad-checksum" : "");
    }
}
