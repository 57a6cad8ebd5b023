package inaba.icmp6.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.wire.Ipv6Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderWalkTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # what stands there               | first | octets behind the IPv6 header                | upper | at | later fragment
        UDP at once                       |    17 | 0001 0002 0008 0000                          |    17 |  0 | false
        nothing behind the header         |    17 | ''                                           |    17 |  0 | false
        Hop-by-Hop, then ICMPv6           |     0 | 3a00 0104 00000000 8000                      |    58 |  8 | false
        the first fragment                |    44 | 3a00 0001 00000007 8000                      |    58 |  8 | false
        a later fragment                  |    44 | 3a00 0028 00000007 8000                      |    58 | 10 | true
        AH counts in fours (RFC 4302)     |    51 | 1101 0000 00000000 00000000                  |    17 | 12 | false
        ESP hides what follows            |    50 | 00000001 00000001                            |    50 |  0 | false
        a chain that is cut               |     0 | 3a01 0104 0000                               |    -1 |  6 | false
        """)
    void leadsToTheUpperLayer(String what, int first, String hex, int upper, int at, boolean laterFragment) {
        var packet = Packets.packet(first, hex);
        assertEquals(
                new HeaderWalk(upper, Ipv6Header.BYTES + at, laterFragment),
                HeaderWalk.from(packet, 0, packet.byteSize()));
    }
}
