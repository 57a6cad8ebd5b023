package inaba.icmp6.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4443 §2.4 (e), clause by clause.
class ErrorRuleTest {
    @Clause({
        "RFC 4443 §2.4e1",
        "RFC 4443 §2.4e2",
        "RFC 4443 §2.4e3",
        "RFC 4443 §2.4e4",
        "RFC 4443 §2.4e5",
        "RFC 4443 §2.4e6"
    })
    @ParameterizedTest(name = "{0} {1}/{2}: {8}")
    @CsvSource(delimiter = '|', textBlock = """
        # clause                    | type | code | bits 10 | source        | destination   | frame     | carries | answer
        a plain packet              |    1 |    4 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |      -1 | ALLOWED
        an echo request             |    3 |    0 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |     128 | ALLOWED
        e.1 an error                |    1 |    0 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |       1 | ANSWERS_ERROR
        e.1 an error unknown to us  |    3 |    0 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |     127 | ANSWERS_ERROR
        e.1 nor is it too big       |    2 |    0 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |       3 | ANSWERS_ERROR
        e.1 ICMPv6 cut to nothing   |    4 |    0 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |      -2 | ANSWERS_ERROR
        e.1 in its first fragment    |    4 |    3 | false   | 2001:db8::1   | 2001:db8::2   | unicast   |      -2 | ALLOWED
        e.2 a redirect              |    1 |    3 | false   | fe80::1       | 2001:db8::2   | unicast   |     137 | ANSWERS_REDIRECT
        e.3 to a group              |    1 |    4 | false   | 2001:db8::1   | ff02::1       | multicast |      -1 | ANSWERS_MULTICAST
        e.3 to a group              |    4 |    1 | true    | 2001:db8::1   | ff02::1       | multicast |      -1 | ANSWERS_MULTICAST
        e.3 exception 1             |    2 |    0 | false   | 2001:db8::1   | ff0e::1       | multicast |      -1 | ALLOWED
        e.3 exception 2, bits 10    |    4 |    2 | true    | 2001:db8::1   | ff02::1       | multicast |      -1 | ALLOWED
        e.3 exception 2, bits 11    |    4 |    2 | false   | 2001:db8::1   | ff02::1       | multicast |      -1 | ANSWERS_MULTICAST
        e.4 in a frame to a group   |    1 |    4 | false   | 2001:db8::1   | 2001:db8::2   | multicast |      -1 | ANSWERS_LINK_MULTICAST
        e.4 exception 1             |    2 |    0 | false   | 2001:db8::1   | 2001:db8::2   | multicast |      -1 | ALLOWED
        e.6 no source               |    1 |    4 | false   | ::            | 2001:db8::2   | unicast   |      -1 | NO_SINGLE_SOURCE
        e.6 from a group            |    2 |    0 | false   | ff02::1       | 2001:db8::2   | unicast   |      -1 | NO_SINGLE_SOURCE
        """)
    void whoMayBeAnswered(
            String clause,
            int type,
            int code,
            boolean wantsReport,
            String source,
            String destination,
            String frame,
            int carries,
            ErrorRule answer) {
        var packet = new Invoking(
                Ipv6Address.parse(source),
                Ipv6Address.parse(destination),
                false,
                frame.equals("multicast"),
                carries,
                false);
        assertEquals(answer, ErrorRule.mayAnswer(type, code, wantsReport, packet));
    }

    @ParameterizedTest(name = "option type {0} at {1}: {2}")
    @CsvSource({"82, 42, true", "c2, 42, false", "02, 42, false", "82, 8, false", "82, 9999, false", "82, -1, false"})
    void anOptionAsksForAReportByItsTwoHighBits(String type, int pointer, boolean wanted) {
        var packet = Packets.packet(0, "3a00 " + type + "04 00000000 8000");
        assertEquals(wanted, Invoking.wantsReport(packet, 0, packet.byteSize(), pointer));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        UDP                         | 17 | 0001 0002 0008 0000     | NOT_ICMP
        an echo reply               | 58 | 8100 0000               | 129
        ICMPv6 without an octet     | 58 | ''                      | UNKNOWN
        a later fragment of ICMPv6  | 44 | 3a00 0028 00000007 8000 | UNKNOWN
        a chain cut short           | 60 | 3a0f 0104               | NOT_ICMP
        """)
    void theTypeIsReadWhereItIsThere(String what, int first, String hex, String type) {
        var packet = Packets.packet(first, hex);
        int expected =
                switch (type) {
                    case "NOT_ICMP" -> Invoking.NOT_ICMP;
                    case "UNKNOWN" -> Invoking.UNKNOWN;
                    default -> Integer.parseInt(type);
                };
        assertEquals(
                expected,
                Invoking.read(packet, 0, packet.byteSize(), false, false).icmpType());
    }
}
