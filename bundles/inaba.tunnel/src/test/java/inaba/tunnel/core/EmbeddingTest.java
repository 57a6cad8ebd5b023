package inaba.tunnel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingTest {
    @ParameterizedTest(name = "{0} and {1}: {2} is behind {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 5969 §4: all 32 bits, or those that differ within the domain
        2001:db8::/32 | 0.0.0.0/0   | 2001:db8:c000:201::1    | 192.0.2.1
        2001:db8::/32 | 10.0.0.0/8  | 2001:db8:6464:100::1    | 10.100.100.1
        2001:db8::/32 | 10.1.0.0/16 | 2001:db8:203::9         | 10.1.2.3
        2001:db8::/32 | 10.0.0.0/8  | 2001:db9:6464:100::1    | none
        2001:db8::/32 | 0.0.0.0/0   | 2001:db8:7f00:1::1      | none
        2001:db8::/32 | 0.0.0.0/0   | 2001:db8:e000:1::1      | none
        2001:db8::/32 | 0.0.0.0/0   | 2001:db8::1             | none
        2001:db8::/32 | 0.0.0.0/0   | 2001:db8:ffff:ffff::1   | none
        """)
    void anAddressTellsTheOtherEndOf6rd(String prefix, String common, String inside, String end) {
        var domain = Embedding.sixRd(Prefix.parse(prefix), IpFamily.IPV4.parsePrefix(common));
        assertEquals(end, text(domain.of(Ipv6Address.parse(inside).high())));
    }

    @ParameterizedTest(name = "{0} is behind {1}")
    @CsvSource({
        "2002:c000:201::1, 192.0.2.1",
        "2002:a00:1::1, none",
        "2002:ac10:1::1, none",
        "2002:c0a8:1::1, none",
        "2002:a9fe:1::1, none",
        "2002:7f00:1::1, none",
        "2002:efff:1::1, none",
        "2001:db8::1, none"
    })
    void aPublicAddressTellsTheOtherEndOf6to4(String inside, String end) {
        assertEquals(
                end, text(Embedding.sixToFour().of(Ipv6Address.parse(inside).high())));
    }

    @Test
    void eachAddressOfTheDomainHasAPrefix() { // RFC 5969 §4, and RFC 3056 §2
        var domain = Embedding.sixRd(Prefix.parse("2001:db8::/32"), IpFamily.IPV4.parsePrefix("10.0.0.0/8"));
        assertEquals(
                "2001:db8:6464:100::/56", domain.delegated(ipv4("10.100.100.1")).toString());
        assertEquals(
                "2002:c000:201::/48",
                Embedding.sixToFour().delegated(ipv4("192.0.2.1")).toString());
    }

    @Test
    void whatIsDelegatedIsNotLongerThan64Bits() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Embedding.sixRd(Prefix.parse("2001:db8::/40"), IpFamily.IPV4.all()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Embedding.sixRd(Prefix.parse("2001:db8::/32"), IpFamily.IPV4.parsePrefix("192.0.2.1")));
    }

    private static String text(int ipv4) {
        return ipv4 == Embedding.NONE ? "none" : IpFamily.text(Ipv6Address.ofIpv4(ipv4));
    }

    private static int ipv4(String text) {
        return IpFamily.IPV4.parseAddress(text).toIpv4();
    }
}
