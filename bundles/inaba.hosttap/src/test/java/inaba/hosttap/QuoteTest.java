package inaba.hosttap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.hosttap.core.Quote;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose packet an ICMP error is about.
class QuoteTest {
    private static final String IPV4 = "450000200001 %s 4011 0000 c0000201 c6336402";
    private static final String IPV6 =
            "60000000 0010 %s 40 20010db8000000000000000000000001 20010db8000000000000000000000002";
    private static final String PORTS = "01f4 1194 0010 0000";

    @ParameterizedTest(name = "ICMP type and code {0}, {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0303 | 0000 | port unreachable           | 17 500 4500
            0304 | 0000 | fragmentation needed       | 17 500 4500 too long
            0b00 | 2000 | time exceeded, first part  | 17 500 4500
            0b01 | 0005 | of a later fragment        | none
            0501 | 0000 | redirect                   | none
            0800 | 0000 | echo request               | none
            """)
    void ofIpv4(String type, String fragment, String name, String expected) {
        var message = bytes(type + "0000 00000000" + IPV4.formatted(fragment) + PORTS);
        assertEquals(expected, text(Quote.of(message, true)));
    }

    @ParameterizedTest(name = "ICMPv6 type and code {0}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            0104 | 11 |                    | port unreachable          | 17 500 4500
            0200 | 11 |                    | Packet Too Big            | 17 500 4500 too long
            0104 | 3c | 1100 0104 00000000 | behind Destination Options | 17 500 4500
            0301 | 2c | 1100 0001 00000007 | first fragment            | 17 500 4500
            0301 | 2c | 1100 0009 00000007 | later fragment            | none
            0104 | 59 |                    | OSPF has no ports         | 89 -1 -1
            8000 | 11 |                    | echo request              | none
            """)
    void ofIpv6(String type, String next, String extension, String name, String expected) {
        var between = extension == null ? "" : extension;
        var message = bytes(type + "0000 00000000" + IPV6.formatted(next) + between + PORTS);
        assertEquals(expected, text(Quote.of(message, false)));
    }

    @Test
    void whatIsCutSaysAsMuchAsIsThere() {
        var whole = bytes("0104 0000 00000000" + IPV6.formatted("11") + PORTS);
        for (int length = 0; length < whole.byteSize(); length++) {
            var quote = Quote.of(whole.asSlice(0, length), false);
            if (length < 48) {
                assertNull(quote);
            } else {
                assertEquals(-1, Objects.requireNonNull(quote).sourcePort());
            }
        }
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            Quote.of(MemorySegment.ofArray(noise), random.nextBoolean());
        }
    }

    private static String text(@Nullable Quote quote) {
        return quote == null
                ? "none"
                : quote.protocol() + " " + quote.sourcePort() + " " + quote.destinationPort()
                        + (quote.lowersMtu() ? " too long" : "");
    }

    private static MemorySegment bytes(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
