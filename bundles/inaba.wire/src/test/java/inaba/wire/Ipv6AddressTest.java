package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6AddressTest {
    private static Ipv6Address a(String text) {
        return Ipv6Address.parse(text);
    }

    /// RFC 4291 §2.4 and §2.7, RFC 4193 §3.1 and §3.3, RFC 6724 §3.1 and §3.2.
    @ParameterizedTest(name = "{0} is {1}, scope {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ::                  | unspecified        | 0
        ::1                 | loopback           | 2
        fe80::1             | link-local         | 2
        febf:ffff::1        | link-local         | 2
        fec0::1             | site-local         | 5
        feff::1             | site-local         | 5
        fc00::1             | unique-local global | 14
        fdff::1             | unique-local global | 14
        2001:db8::1         | global             | 14
        fe00::1             | global             | 14
        64:ff9b::c000:201   | global             | 14
        ff01::1             | multicast          | 1
        ff02::1             | multicast          | 2
        ff05::1:3           | multicast          | 5
        ff08::1             | multicast          | 8
        ff3e::4321:1234     | multicast          | 14
        ::ffff:192.0.2.1    | mapped global      | 14
        ::ffff:0.0.0.0      | unspecified mapped | 0
        ::ffff:169.254.3.4  | link-local mapped  | 2
        ::ffff:127.0.0.1    | loopback mapped    | 2
        ::ffff:128.0.0.1    | mapped global      | 14
        ::ffff:224.0.0.1    | multicast mapped   | 2
        ::ffff:232.1.2.3    | multicast mapped   | 14
        ::ffff:239.192.0.1  | multicast mapped   | 8
        ::ffff:239.255.0.1  | multicast mapped   | 2
        ::ffff:10.1.2.3     | mapped global      | 14
        """)
    void everyAddressHasItsTypeAndScope(String text, String types, int scope) {
        Ipv6Address a = a(text);
        var found = new ArrayList<String>();
        Stream.of(
                        named("unspecified", a.isUnspecified()), named("loopback", a.isLoopback()),
                        named("multicast", a.isMulticast()), named("link-local", a.isLinkLocal()),
                        named("site-local", a.isSiteLocal()), named("unique-local", a.isUniqueLocal()),
                        named("mapped", a.isMapped()), named("global", a.isGlobal()))
                .flatMap(List::stream)
                .forEach(found::add);
        assertEquals(types, String.join(" ", found));
        assertEquals(scope, a.scope());
    }

    private static List<String> named(String name, boolean is) {
        return is ? List.of(name) : List.of();
    }

    @Test
    void theWellKnownAddressesAreWhatTheirNamesSay() {
        assertEquals(a("::"), Ipv6Address.UNSPECIFIED);
        assertEquals(a("::1"), Ipv6Address.LOOPBACK);
        assertEquals(a("ff02::1"), Ipv6Address.ALL_NODES);
        assertEquals(a("ff02::2"), Ipv6Address.ALL_ROUTERS);
        assertEquals(a("ff02::16"), Ipv6Address.ALL_MLDV2_ROUTERS);
    }

    @Test
    void theSolicitedNodeGroupEndsInTheLastThreeOctets() {
        // RFC 4291 §2.7.1, its example
        assertEquals(a("ff02::1:ff0e:8c6c"), a("4037::01:800:200e:8c6c").solicitedNode());
        assertTrue(a("ff02::1:ff0e:8c6c").isSolicitedNode());
        assertFalse(a("ff02::1:fe0e:8c6c").isSolicitedNode());
        assertFalse(a("ff02::1:1:ff0e:8c6c").isSolicitedNode());
        assertFalse(a("ff05::1:ff0e:8c6c").isSolicitedNode());
    }

    @Test
    void interfaceIdentifiersAreTheLastHalf() {
        assertEquals(a("fe80::ff:fe00:1"), Ipv6Address.linkLocal(0xff_fe00_0001L));
        assertEquals(a("2001:db8::ff:fe00:1"), a("2001:db8::42").withInterfaceId(0xff_fe00_0001L));
    }

    @Test
    void ipv4IsHeldAsAMappedAddress() {
        Ipv6Address mapped = Ipv6Address.ofIpv4(0xc000_0201);
        assertEquals(a("::ffff:192.0.2.1"), mapped);
        assertEquals(0xc000_0201, mapped.toIpv4());
        assertEquals(a("::ffff:255.255.255.255"), Ipv6Address.ofIpv4(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::, 128",
        "::, ::1, 127",
        "::, 8000::, 0",
        "2001:db8::, 2001:db8:0:0:8000::, 64",
        "2001:db8::, 2001:db8:0:1::, 63",
        "::1, ::3, 126"
    })
    void commonPrefixesAreCountedInBits(String one, String other, int bits) {
        assertEquals(bits, a(one).commonPrefixLength(a(other)));
        assertEquals(bits, a(other).commonPrefixLength(a(one)));
    }

    @Test
    void addressesAreOrderedAsUnsignedNumbers() {
        var ordered = Stream.of("::", "::1", "::8000:0:0:0", "::ffff:0:0:0", "1::", "7fff::", "8000::", "ff02::1")
                .map(Ipv6AddressTest::a)
                .toList();
        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void anAddressComesBackFromAnyOffset() {
        var random = new Random(1);
        MemorySegment s = MemorySegment.ofArray(new byte[40]);
        for (int at = 0; at <= 24; at++) {
            var written = new Ipv6Address(random.nextLong(), random.nextLong());
            written.write(s, at);
            assertEquals(written, Ipv6Address.read(s, at));
            assertEquals(written, new Ipv6Address(Ipv6Address.high(s, at), Ipv6Address.low(s, at)));
        }
    }

    @Test
    void theFirstOctetOnTheWireIsTheFirstOneOfTheText() {
        MemorySegment s = MemorySegment.ofArray(new byte[16]);
        a("2001:db8::42").write(s, 0);
        assertEquals(-1, s.mismatch(Captures.hex("20010db8 00000000 00000000 00000042")));
    }
}
