package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Packet;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// IPv4's part of the first stage, and its options.
class Checks4Test {
    private static final int FRAME = 256;

    @ParameterizedTest(name = "{0} > {1} version {2} length {3} in {4} octets, checksum off by {5}: {6}")
    @CsvSource(delimiter = '|', textBlock = """
        192.0.2.1       | 198.51.100.1    | 4 | 60 | 60 | 0 | DELIVER
        192.0.2.1       | 198.51.100.1    | 4 | 20 | 60 | 0 | DELIVER
        192.0.2.1       | 198.51.100.1    | 6 | 60 | 60 | 0 | NOT_VERSION_4
        192.0.2.1       | 198.51.100.1    | 4 | 61 | 60 | 0 | TRUNCATED
        192.0.2.1       | 198.51.100.1    | 4 | 19 | 60 | 0 | HEADER_LENGTH
        192.0.2.1       | 198.51.100.1    | 4 | 60 | 19 | 0 | TOO_SHORT
        192.0.2.1       | 198.51.100.1    | 4 | 60 | 60 | 1 | HEADER_CHECKSUM
        0.0.0.0         | 255.255.255.255 | 4 | 60 | 60 | 0 | DELIVER
        0.0.0.1         | 198.51.100.1    | 4 | 60 | 60 | 0 | SOURCE_MARTIAN
        127.0.0.1       | 198.51.100.1    | 4 | 60 | 60 | 0 | SOURCE_LOOPBACK
        224.0.0.1       | 198.51.100.1    | 4 | 60 | 60 | 0 | SOURCE_MULTICAST
        240.0.0.1       | 198.51.100.1    | 4 | 60 | 60 | 0 | SOURCE_MARTIAN
        255.255.255.255 | 198.51.100.1    | 4 | 60 | 60 | 0 | SOURCE_MARTIAN
        192.0.2.1       | 0.0.0.0         | 4 | 60 | 60 | 0 | DESTINATION_UNSPECIFIED
        192.0.2.1       | 0.0.0.1         | 4 | 60 | 60 | 0 | DESTINATION_MARTIAN
        192.0.2.1       | 127.0.0.1       | 4 | 60 | 60 | 0 | DESTINATION_LOOPBACK
        192.0.2.1       | 224.0.0.1       | 4 | 60 | 60 | 0 | DELIVER
        192.0.2.1       | 240.0.0.1       | 4 | 60 | 60 | 0 | DESTINATION_MARTIAN
        """)
    @Clause({
        "RFC 1812 §5.2.2",
        "RFC 1812 §5.3.7",
        "RFC 791 §3.1a",
        "RFC 1122 §3.2.1.1",
        "RFC 1122 §3.2.1.2",
        "RFC 1812 §4.2.2.5"
    })
    void anIpv4HeaderIsChecked(
            String source, String destination, int version, int length, int octets, int off, String verdict) {
        var packet = packet(Ipv4Header.BYTES);
        var header = new Ipv4Header(packet.memory(), packet.network())
                .totalLength(length)
                .source(IpFamily.IPV4.parseAddress(source).toIpv4())
                .destination(IpFamily.IPV4.parseAddress(destination).toIpv4());
        packet.memory().set(ValueLayout.JAVA_BYTE, packet.network(), (byte) (version << 4 | 5));
        header.updateChecksum().checksum(header.checksum() + off);
        packet.end(packet.start() + octets);
        assertEquals(verdict, Checks4.ipv4(packet).toString());
    }

    @ParameterizedTest(name = "offset {0}, length {1}: {2}")
    @CsvSource({"0, 60, DELIVER", "65472, 60, DELIVER", "65480, 60, FRAGMENT_TOTAL", "65528, 28, FRAGMENT_TOTAL"})
    @Clause("RFC 791 §3.1")
    void noFragmentEndsBehindTheLongestDatagram(int offset, int length, String verdict) {
        var packet = packet(Ipv4Header.BYTES);
        new Ipv4Header(packet.memory(), packet.network())
                .totalLength(length)
                .fragment(false, true, offset)
                .source(0xc0000201)
                .destination(0xc6336401)
                .updateChecksum();
        packet.end(packet.start() + length);
        assertEquals(verdict, Checks4.ipv4(packet).toString());
    }

    @ParameterizedTest(name = "options {0}: {1}")
    @CsvSource({
        "94040000, DELIVER",
        "01010100, DELIVER",
        "00ffffff, DELIVER",
        "0704040001000000, DELIVER",
        "83070400000000000, OPTION_LENGTH",
        "8307040a00000100, SOURCE_ROUTE",
        "8907040a00000100, SOURCE_ROUTE",
        "07010000, OPTION_LENGTH",
        "07050400, OPTION_LENGTH",
        "01010107, OPTION_LENGTH"
    })
    @Clause({"RFC 1122 §3.2.1.8", "RFC 7126 §4.3.5", "RFC 7126 §4.4.5"})
    void optionsAreMeasuredAndSourceRoutesRefused(String hex, String verdict) {
        byte[] octets = HexFormat.of().parseHex(hex.substring(0, hex.length() / 8 * 8));
        boolean cut = hex.length() % 8 != 0;
        var packet = packet(Ipv4Header.BYTES + octets.length - (cut ? 4 : 0));
        MemorySegment.copy(
                MemorySegment.ofArray(octets), 0, packet.memory(), packet.network() + Ipv4Header.BYTES, octets.length);
        assertEquals(verdict, new Options4().check(packet).toString());
    }

    private static Packet packet(int headers) {
        var packet = new Packet(Arena.ofAuto().allocate(FRAME), 0, FRAME).reset(0);
        packet.etherType(EthernetHeader.ETHERTYPE_IPV4).network(packet.start()).end(FRAME);
        new Ipv4Header(packet.memory(), packet.network()).start(headers).timeToLive(64);
        return packet;
    }
}
