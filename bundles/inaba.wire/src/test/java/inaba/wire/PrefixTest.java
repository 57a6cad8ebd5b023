package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    /// RFC 4291 §2.3: the three legal forms of one prefix, and what a bare address means.
    @ParameterizedTest
    @CsvSource({
        "2001:0DB8:0000:CD30:0000:0000:0000:0000/60, 2001:db8:0:cd30::/60",
        "2001:0DB8::CD30:0:0:0:0/60, 2001:db8:0:cd30::/60",
        "2001:0DB8:0:CD30::/60, 2001:db8:0:cd30::/60",
        "2001:db8::1, 2001:db8::1/128",
        "::/0, ::/0",
        "::ffff:192.0.2.0/120, ::ffff:192.0.2.0/120"
    })
    void isReadAndPrinted(String text, String printed) {
        assertEquals(printed, Prefix.parse(text).toString());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8::1/64  | '2001:db8::1/64' has bits set behind its length: the prefix is 2001:db8::/64
        8000::/0        | '8000::/0' has bits set behind its length: the prefix is ::/0
        ::/129          | '::/129': the prefix length '129' is not a number from 0 to 128
        ::/             | '::/': the prefix length '' is not a number from 0 to 128
        ::/-1           | '::/-1': the prefix length '-1' is not a number from 0 to 128
        ::/1/2          | '::/1/2': the prefix length '1/2' is not a number from 0 to 128
        ::/99999999999  | '::/99999999999': the prefix length '99999999999' is not a number from 0 to 128
        x/64            | 'x' is not an IPv6 address: 'x' at position 1 is not a hexadecimal digit
        """)
    void whatIsWrongIsSaid(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 129})
    void aLengthIs0To128(int length) {
        assertThrows(IllegalArgumentException.class, () -> Prefix.of(Ipv6Address.LOOPBACK, length));
        assertThrows(IllegalArgumentException.class, () -> new InterfaceAddress(Ipv6Address.LOOPBACK, length));
    }

    @Test
    void masksAreRightForEveryLength() {
        for (int length = 0; length <= 128; length++) {
            BigInteger ones = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE.shiftLeft(128 - length));
            assertEquals(ones.shiftRight(64).longValue(), Prefix.maskHigh(length), "/" + length);
            assertEquals(ones.longValue(), Prefix.maskLow(length), "/" + length);
            var all = new Prefix(new Ipv6Address(Prefix.maskHigh(length), Prefix.maskLow(length)), length);
            assertEquals(all.address(), all.mask());
        }
    }

    @Test
    void containsWhatSharesItsBits() {
        var random = new Random(64);
        for (int i = 0; i < 20_000; i++) {
            var address = new Ipv6Address(random.nextLong(), random.nextLong());
            int length = random.nextInt(129);
            var prefix = Prefix.of(address, length);
            int flip = random.nextInt(128);
            var other = flip < 64
                    ? new Ipv6Address(address.high() ^ 1L << (63 - flip), address.low())
                    : new Ipv6Address(address.high(), address.low() ^ 1L << (127 - flip));
            assertTrue(prefix.contains(address));
            assertEquals(flip >= length, prefix.contains(other));
            assertEquals(address.commonPrefixLength(other) >= length, prefix.contains(other));
        }
    }

    @Test
    void coversItselfAndWhatIsLongerInIt() {
        var site = Prefix.parse("2001:db8::/32");
        assertTrue(site.covers(site));
        assertTrue(site.covers(Prefix.parse("2001:db8:1::/48")));
        assertTrue(Prefix.ALL.covers(site));
        assertFalse(site.covers(Prefix.ALL));
        assertFalse(site.covers(Prefix.parse("2001:db9::/48")));
    }

    @Test
    void aPrefixIsOrderedRightBeforeWhatItCovers() {
        var ordered = Stream.of(
                        "::/0", "2001:db8::/32", "2001:db8::/48", "2001:db8::/128", "2001:db8:1::/48", "fe80::/10")
                .map(Prefix::parse)
                .toList();
        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void anInterfaceAddressKeepsItsHostBitsAndNeedsALength() {
        var address = InterfaceAddress.parse("2001:db8::1/64");
        assertEquals("2001:db8::1/64", address.toString());
        assertEquals(Prefix.parse("2001:db8::/64"), address.prefix());
        var e = assertThrows(IllegalArgumentException.class, () -> InterfaceAddress.parse("2001:db8::1"));
        assertEquals("'2001:db8::1' needs a prefix length, such as 2001:db8::1/64", e.getMessage());
    }
}
