package inaba.mld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.ip.multicast.ListenerRecord;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdText;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.OptionsHeader;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.mld.ListenerMessage;
import inaba.wire.mld.ListenerReport;
import java.lang.foreign.MemorySegment;

/// Frames as text: `REPORT fe80::1 TO_EX ff02::9, ALLOW ff3e::1 2001:db8::1`, `REPORT1 fe80::1 ff02::9`, `DONE ...`;
/// what is no MLD as [NdText] has it. Every MLD message must have what all of them have (RFC 3810 §5).
final class MldText {
    private MldText() {}

    static String of(Wire.Frame carried) {
        var frame = MemorySegment.ofArray(carried.bytes());
        var ip = new Ipv6Header(frame, EthernetHeader.BYTES);
        if (ip.nextHeader() != IpProtocol.HOP_BY_HOP) {
            return NdText.of(carried.bytes());
        }
        long at = EthernetHeader.BYTES + (long) Ipv6Header.BYTES;
        long upper = at + new ExtensionHeader(frame, at).lengthBytes();
        checkOuter(frame, ip, at, upper);
        var message = frame.asSlice(upper);
        return switch (new Icmpv6Header(message, 0).type()) {
            case Icmpv6Type.MLDV2_REPORT -> {
                assertEquals("ff02::16", ip.destination().toString());
                yield "REPORT " + ip.source() + records(message);
            }
            case Icmpv6Type.MLD_REPORT -> {
                assertEquals(ip.destination(), new ListenerMessage(message).group());
                yield "REPORT1 " + ip.source() + ' ' + new ListenerMessage(message).group();
            }
            case Icmpv6Type.MLD_DONE -> {
                assertEquals("ff02::2", ip.destination().toString());
                yield "DONE " + ip.source() + ' ' + new ListenerMessage(message).group();
            }
            default -> "type " + new Icmpv6Header(message, 0).type();
        };
    }

    private static void checkOuter(MemorySegment frame, Ipv6Header ip, long at, long upper) {
        assertEquals(1, ip.hopLimit());
        var options = new OptionsHeader(frame, at);
        assertTrue(options.valid());
        assertEquals(OptionsHeader.ROUTER_ALERT, options.type(options.first()));
        assertEquals(0, Layouts.u16(frame, OptionsHeader.data(options.first())), "RFC 2711 §2.1: the packet holds MLD");
        assertEquals(8, options.lengthBytes());
        assertEquals(IpProtocol.ICMPV6, new ExtensionHeader(frame, at).nextHeader());
        assertEquals(MacAddress.ofMulticast(ip.destination()), new EthernetHeader(frame, 0).destination());
        long length = frame.byteSize() - upper;
        assertEquals(frame.byteSize(), EthernetHeader.BYTES + Ipv6Header.BYTES + ip.payloadLength());
        assertTrue(Checksum.valid(frame, EthernetHeader.BYTES, upper, length, IpProtocol.ICMPV6));
    }

    private static String records(MemorySegment message) {
        assertTrue(ListenerReport.fits(message));
        var report = new ListenerReport(message);
        var text = new StringBuilder();
        long at = report.first();
        for (int n = 0; n < report.records(); n++) {
            text.append(n == 0 ? " " : ", ")
                    .append(ListenerRecord.Type.values()[report.type(at) - 1])
                    .append(' ')
                    .append(report.group(at));
            for (int i = 0; i < report.sources(at); i++) {
                text.append(' ').append(report.source(at, i));
            }
            at = report.next(at);
        }
        assertEquals(message.byteSize(), at, "RFC 3810 §5.2.11: nothing behind the last record");
        return text.toString();
    }
}
