package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6TextTest {
    /// RFC 4291 §2.2: the forms (1), (2) and (3) and their examples, RFC 5952 §4: what they are printed as.
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ABCD:EF01:2345:6789:ABCD:EF01:2345:6789 | abcd:ef01:2345:6789:abcd:ef01:2345:6789
        2001:DB8:0:0:8:800:200C:417A            | 2001:db8::8:800:200c:417a
        2001:DB8::8:800:200C:417A               | 2001:db8::8:800:200c:417a
        FF01:0:0:0:0:0:0:101                    | ff01::101
        0:0:0:0:0:0:0:1                         | ::1
        0:0:0:0:0:0:0:0                         | ::
        0:0:0:0:0:0:13.1.68.3                   | ::d01:4403
        ::13.1.68.3                             | ::d01:4403
        0:0:0:0:0:FFFF:129.144.52.38            | ::ffff:129.144.52.38
        ::FFFF:129.144.52.38                    | ::ffff:129.144.52.38
        ::ffff:8190:3426                        | ::ffff:129.144.52.38
        2001:0DB8:0:CD30::                      | 2001:db8:0:cd30::
        1:2:3:4:5:6:7::                         | 1:2:3:4:5:6:7:0
        ::2:3:4:5:6:7:8                         | 0:2:3:4:5:6:7:8
        64:ff9b::192.0.2.33                     | 64:ff9b::c000:221
        """)
    void everyFormOfRfc4291IsRead(String text, String printed) {
        assertEquals(printed, Ipv6Address.parse(text).toString());
    }

    @ParameterizedTest(name = "§{0}: {1} is printed {2}")
    @CsvSource(delimiter = '|', textBlock = """
        4.1   | 2001:0db8::0001         | 2001:db8::1
        4.2.1 | 2001:db8:0:0:0:0:2:1    | 2001:db8::2:1
        4.2.1 | 2001:db8::0:1           | 2001:db8::1
        4.2.2 | 2001:db8::1:1:1:1:1     | 2001:db8:0:1:1:1:1:1
        4.2.3 | 2001:0:0:1:0:0:0:1      | 2001:0:0:1::1
        4.2.3 | 2001:db8:0:0:1:0:0:1    | 2001:db8::1:0:0:1
        4.3   | 2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA | 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa
        5     | ::ffff:c000:201         | ::ffff:192.0.2.1
        """)
    void printsAsRfc5952Says(String section, String text, String printed) {
        assertEquals(printed, Ipv6Address.parse(text).toString(), "§" + section);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                  | it is empty
        :                   | it begins with a single ':'
        :1                  | it begins with a single ':'
        1:                  | it ends with a single ':'
        1                   | it has 1 of eight groups and no '::'
        :::                 | ':::' is never right
        1::2::3             | '::' appears twice
        1:2:3:4:5:6:7:8:9   | it has more than eight groups
        1:2:3:4:5:6:7:8::   | '::' stands for nothing beside eight groups
        12345::             | '12345' has more than four digits
        fe80::g             | 'g' at position 7 is not a hexadecimal digit
        ::1/64              | '/' at position 4 is not a hexadecimal digit
        fe80::1%lan         | a zone is not allowed here
        192.0.2.1           | an IPv4 address needs '::ffff:' before it
        1:2:3:4:5:6:7:1.2.3.4 | it has more than eight groups
        ::1.2.3             | '1.2.3' is not an IPv4 address: it needs four octets
        ::1.2.3.256         | '1.2.3.256' is not an IPv4 address: '256' is more than 255
        ::1.2.3.04          | '1.2.3.04' is not an IPv4 address: '04' has a leading zero
        ::1.2..4            | '1.2..4' is not an IPv4 address: '' is not a number from 0 to 255
        """)
    void whatIsWrongIsSaid(String text, String why) {
        var e = assertThrows(IllegalArgumentException.class, () -> Ipv6Address.parse(text));
        assertEquals("'" + text + "' is not an IPv6 address: " + why, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"１::", "::١", " ::1", "::1 ", "-1::", "+1::", "0x1::"})
    void nothingButAsciiDigitsIsADigit(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv6Address.parse(text));
    }

    @Test
    void whatIsPrintedIsReadBackAndIsTheShortest() {
        var random = new Random(5952);
        for (int i = 0; i < 20_000; i++) {
            Ipv6Address address = sparse(random);
            String printed = address.toString();
            assertEquals(address, Ipv6Address.parse(printed));
            assertEquals(address, Ipv6Address.parse(longForm(address)));
            assertEquals(printed, naive(address));
        }
    }

    @Test
    void randomTextIsReadOrRefusedButNeverBreaks() {
        var random = new Random(4291);
        String alphabet = "0123456789abcdefF::::..%/g ";
        for (int i = 0; i < 50_000; i++) {
            String text = random.ints(random.nextInt(24), 0, alphabet.length())
                    .collect(StringBuilder::new, (b, c) -> b.append(alphabet.charAt(c)), StringBuilder::append)
                    .toString();
            Ipv6Address read;
            try {
                read = Ipv6Address.parse(text);
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertEquals(read, Ipv6Address.parse(read.toString()), text);
        }
    }

    /// Half of the groups are zero, so that runs of zeros of every length and place occur.
    private static Ipv6Address sparse(Random random) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 16 | low >>> 48;
            low = low << 16 | (random.nextBoolean() ? 0 : random.nextInt(1 << (1 + random.nextInt(16))));
        }
        return new Ipv6Address(high, low);
    }

    private static String longForm(Ipv6Address a) {
        return String.format(
                "%04X:%04X:%04X:%04X:%04X:%04X:%04X:%04X",
                a.high() >>> 48,
                a.high() >>> 32 & 0xffff,
                a.high() >>> 16 & 0xffff,
                a.high() & 0xffff,
                a.low() >>> 48,
                a.low() >>> 32 & 0xffff,
                a.low() >>> 16 & 0xffff,
                a.low() & 0xffff);
    }

    /// RFC 5952 by search and replace: the longest `0:0:...` first, the first of equals.
    private static String naive(Ipv6Address a) {
        if (a.isMapped()) {
            return "::ffff:" + Ipv4Text.print(a.toIpv4());
        }
        String text = ":" + longForm(a).toLowerCase(Locale.ROOT).replaceAll("(^|:)0{1,3}", "$1") + ":";
        for (int zeros = 8; zeros >= 2; zeros--) {
            String run = ":0".repeat(zeros) + ":";
            int at = text.indexOf(run);
            if (at >= 0) {
                String before = text.substring(Math.min(1, at), at);
                String behind = text.substring(at + run.length());
                return before + "::" + (behind.isEmpty() ? "" : behind.substring(0, behind.length() - 1));
            }
        }
        return text.substring(1, text.length() - 1);
    }
}
