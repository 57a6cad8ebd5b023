package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Packet;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checks of the first stage.
class ChecksTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final int FRAME = 256;

    /// RFC 8200 §3, RFC 4291 §2: what is refused, and under which name.
    @ParameterizedTest(name = "{0} > {1} version {2} payload {3} in {4} octets: {5}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8::1      | 2001:db8::2      | 6 | 60  | 100 | DELIVER
        ::               | ff02::1          | 6 | 60  | 100 | DELIVER
        2001:db8::1      | 2001:db8::2      | 4 | 60  | 100 | NOT_VERSION_6
        2001:db8::1      | 2001:db8::2      | 6 | 61  | 100 | TRUNCATED
        2001:db8::1      | 2001:db8::2      | 6 | 20  | 100 | DELIVER
        2001:db8::1      | 2001:db8::2      | 6 | 0   | 40  | DELIVER
        2001:db8::1      | 2001:db8::2      | 6 | 0   | 39  | TOO_SHORT
        ff02::1          | 2001:db8::2      | 6 | 60  | 100 | SOURCE_MULTICAST
        ::1              | 2001:db8::2      | 6 | 60  | 100 | SOURCE_LOOPBACK
        ::ffff:192.0.2.1 | 2001:db8::2      | 6 | 60  | 100 | SOURCE_MAPPED
        2001:db8::1      | ::               | 6 | 60  | 100 | DESTINATION_UNSPECIFIED
        2001:db8::1      | ::1              | 6 | 60  | 100 | DESTINATION_LOOPBACK
        2001:db8::1      | ::ffff:192.0.2.1 | 6 | 60  | 100 | DESTINATION_MAPPED
        2001:db8::1      | ff00::1          | 6 | 60  | 100 | MULTICAST_SCOPE
        2001:db8::1      | ff01::1          | 6 | 60  | 100 | MULTICAST_SCOPE
        2001:db8::1      | ff02::1          | 6 | 60  | 100 | DELIVER
        """)
    @Clause({"RFC 4291 §2.5.2a", "RFC 4291 §2.5.3b", "RFC 4291 §2.7a", "RFC 4291 §2.7.1b", "RFC 4291 §2.7.1c"})
    void anIpv6HeaderIsChecked(
            String source, String destination, int version, int payload, int octets, String verdict) {
        var packet = frame();
        packet.start(packet.start() + EthernetHeader.BYTES).network(packet.start());
        new Ipv6Header(packet.memory(), packet.network())
                .start(0, 0)
                .version(version)
                .payloadLength(payload)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.parse(destination));
        packet.end(packet.start() + octets);
        assertEquals(verdict, Checks.ipv6(packet).toString());
    }

    @Test
    void whatTheLinkHasPaddedIsCutOff() {
        var packet = frame();
        packet.network(packet.start());
        new Ipv6Header(packet.memory(), packet.network())
                .start(0, 0)
                .payloadLength(10)
                .source(Ipv6Address.parse("2001:db8::1"))
                .destination(Ipv6Address.parse("2001:db8::2"));
        Checks.ipv6(packet);
        assertEquals(50, packet.length());
    }

    @ParameterizedTest(name = "to {0} type {1}, {2} octets: {3}")
    @CsvSource({
        "02:00:00:00:00:01, 0x86dd, 100, DELIVER",
        "33:33:00:00:00:01, 0x86dd, 100, DELIVER",
        "ff:ff:ff:ff:ff:ff, 0x86dd, 100, DELIVER",
        "02:00:00:00:00:02, 0x86dd, 100, OTHER_HOST",
        "02:00:00:00:00:01, 0x0800, 100, DELIVER",
        "02:00:00:00:00:01, 0x86dd, 13, FRAME_TOO_SHORT"
    })
    void aFrameIsForUsOrNot(String to, String type, int octets, String verdict) {
        var packet = frame();
        new EthernetHeader(packet.memory(), packet.start())
                .destination(MacAddress.parse(to))
                .etherType(Integer.decode(type));
        packet.end(packet.start() + octets);
        assertEquals(verdict, Checks.frame(packet, OWN.value()).toString());
    }

    private static Packet frame() {
        var packet = new Packet(Arena.ofAuto().allocate(FRAME), 0, FRAME).reset(0);
        return packet.end(FRAME);
    }
}
