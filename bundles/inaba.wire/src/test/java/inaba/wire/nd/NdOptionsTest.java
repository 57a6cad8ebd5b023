package inaba.wire.nd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Captures;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdOptionsTest {
    /// Writes one option over ones and gives back its octets.
    private static MemorySegment written(Consumer<NdOptionsWriter> write) {
        MemorySegment s = MemorySegment.ofArray(new byte[2100]).fill((byte) -1);
        var writer = new NdOptionsWriter(s);
        write.accept(writer);
        return s.asSlice(0, writer.end());
    }

    private static void assertOctets(String hex, MemorySegment s) {
        assertEquals(
                -1,
                Captures.hex(hex).mismatch(s),
                () -> "expected " + hex + " but mismatch at "
                        + Captures.hex(hex).mismatch(s));
    }

    /// RFC 4861 §4.6, §6.1.1, §6.1.2, §7.1: a length of zero is invalid, and no option may run out of the message.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                  | true
        0101 020000000001                   | true
        0101 020000000001 fe02 000000000000 0000000000000000 | true
        0100 020000000001                   | false
        0102 020000000001                   | false
        0101 0200000000                     | false
        0101 020000000001 01                | false
        0101 020000000001 0000 000000000000 | false
        """)
    void optionsAreValidIfTheyFillTheMessage(String hex, boolean valid) {
        assertEquals(valid, NdOptions.valid(Captures.hex(hex)));
    }

    @Test
    void unknownOptionsAreAmongTheOthers() {
        var options = new NdOptions(Captures.hex("fe01 000000000000 0501 0000 000005dc 0501 0000 00000500"));
        assertEquals(
                1500, new MtuOption(options.find(MtuOption.TYPE).orElseThrow().bytes()).mtu());
        assertTrue(options.find(254).isPresent());
        assertTrue(options.find(1).isEmpty());
        var iterator = options.iterator();
        iterator.next();
        iterator.next();
        iterator.next();
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @Test
    void aLinkLayerAddressOfAnotherMediumDoesNotFit() {
        assertTrue(LinkLayerAddressOption.fits(Captures.hex("0101 020000000001")));
        assertTrue(LinkLayerAddressOption.fits(Captures.hex("0201 020000000001")));
        assertFalse(LinkLayerAddressOption.fits(Captures.hex("0102 0200000000010000 000000000000")));
        assertFalse(LinkLayerAddressOption.fits(Captures.hex("0301 020000000001")));
    }

    @Test
    void bitsBehindAPrefixAreIgnored() {
        // RFC 4861 §4.6.2
        MemorySegment option = Captures.hex("0304 40c0 00015180 00003840 00000000 20010db8000100000000000000000001");
        assertTrue(PrefixInformation.fits(option));
        assertEquals(Prefix.parse("2001:db8:1::/64"), new PrefixInformation(option).prefix());
        assertEquals(Ipv6Address.parse("2001:db8:1::1"), new PrefixInformation(option).address());
    }

    @Test
    void aPrefixLongerThan128BitsDoesNotFit() {
        assertFalse(PrefixInformation.fits(
                Captures.hex("0304 81c0 00015180 00003840 00000000 20010db8000100000000000000000000")));
        assertFalse(PrefixInformation.fits(Captures.hex("0303 40c0 00015180 00003840 00000000 20010db800010000")));
    }

    /// RFC 4191 §2.3: which lengths go with which prefix lengths.
    @ParameterizedTest(name = "length {0}, prefix /{1}")
    @CsvSource({
        "1, 0, true",
        "2, 0, true",
        "3, 0, true",
        "1, 1, false",
        "2, 1, true",
        "2, 64, true",
        "3, 64, true",
        "2, 65, false",
        "3, 65, true",
        "3, 128, true",
        "3, 129, false",
        "4, 64, false"
    })
    void aRouteNeedsRoomForItsPrefix(int length, int prefixLength, boolean fits) {
        MemorySegment option = MemorySegment.ofArray(new byte[length * 8]);
        NdOption.start(option, RouteInformation.TYPE);
        option.set(Layouts.U8, 2, (byte) prefixLength);
        assertEquals(fits, RouteInformation.fits(option));
    }

    @Test
    void aRouteOfTheReservedPreferenceIsToBeIgnored() {
        assertFalse(RouteInformation.fits(Captures.hex("1801 0010 00000000")));
        assertTrue(RouteInformation.fits(Captures.hex("1801 0018 00000000")));
    }

    @Test
    void routesAreWrittenInTheFewestOctets() {
        assertOctets("1801 0008 00000708", written(w -> w.routeInformation(Prefix.ALL, RouterPreference.HIGH, 1800)));
        assertOctets(
                "1802 2418 00000384 20010db8f0000000",
                written(w -> w.routeInformation(Prefix.parse("2001:db8:f000::/36"), RouterPreference.LOW, 900)));
        assertOctets(
                "1803 8000 ffffffff 20010db8000500000000000000000042",
                written(w -> w.routeInformation(
                        Prefix.parse("2001:db8:5::42/128"), RouterPreference.MEDIUM, NdOption.INFINITY)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 64, 65, 96, 128})
    void aRouteComesBackWithItsPrefix(int length) {
        var prefix = Prefix.of(Ipv6Address.parse("2001:db8:1234:5678:9abc:def0:1234:5678"), length);
        MemorySegment option = written(w -> w.routeInformation(prefix, RouterPreference.MEDIUM, 1));
        assertTrue(RouteInformation.fits(option));
        assertEquals(prefix, new RouteInformation(option).prefix());
    }

    /// RFC 8106 §5.3.1: 3 or more, and odd.
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "4, false", "5, true"})
    void dnsServersAreWholeAddresses(int length, boolean fits) {
        MemorySegment option = MemorySegment.ofArray(new byte[length * 8]);
        NdOption.start(option, RecursiveDnsServers.TYPE);
        assertEquals(fits, RecursiveDnsServers.fits(option));
    }

    @Test
    void oneTo127DnsServersGoIntoAnOption() {
        var many = Collections.nCopies(127, Ipv6Address.LOOPBACK);
        MemorySegment option = written(w -> w.recursiveDnsServers(many, 60));
        assertTrue(RecursiveDnsServers.fits(option));
        assertEquals(many, new RecursiveDnsServers(option).servers());
        var tooMany = Collections.nCopies(128, Ipv6Address.LOOPBACK);
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.recursiveDnsServers(tooMany, 60)));
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.recursiveDnsServers(List.of(), 60)));
    }

    @Test
    void searchListsComeBack() {
        var names = List.of("example.com", "a.b.c.d", "x", "_tcp.Example-1.NET");
        MemorySegment option = written(w -> w.dnsSearchList(names, 4_000_000_000L));
        assertTrue(DnsSearchList.fits(option));
        assertEquals(0, option.byteSize() % 8);
        assertEquals(names, new DnsSearchList(option).names());
        assertEquals(4_000_000_000L, new DnsSearchList(option).lifetime());
        assertOctets(
                "1f03 0000 00000000 03666f6f 03626172 00 00000000000000",
                written(w -> w.dnsSearchList(List.of("foo.bar."), 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1f01 0000 00000000", // no name
                "1f02 0000 00000000 00 00000000000000", // the root alone
                "1f02 0000 00000000 07 61626364656667", // no end
                "1f02 0000 00000000 08 61626364656667", // a label that runs out
                "1f02 0000 00000000 c00c 000000000000", // compressed: RFC 8106 §5.2 forbids it
                "1f02 0000 00000000 0161 00 0162 000001", // no zeros behind
                "1f02 0000 00000000 0361 0a62 00 000000", // a line feed
                "1f02 0000 00000000 0361 2062 00 000000", // a space
                "1f02 0000 00000000 0324 2862 00 000000", // what a shell would run
                "1f02 0000 00000000 03c3 a462 00 000000", // not ASCII
            })
    void searchListsOfDoubtfulNamesDoNotFit(String hex) {
        assertFalse(DnsSearchList.fits(Captures.hex(hex)));
    }

    @Test
    void aNameOfTheNetworkIsAtMost255Octets() {
        String longest = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);
        MemorySegment option = written(w -> w.dnsSearchList(List.of(longest), 1));
        assertTrue(DnsSearchList.fits(option));
        assertEquals(List.of(longest), new DnsSearchList(option).names());
        MemorySegment longer =
                Captures.hex("1f22 0000 00000000" + ("3f" + "61".repeat(63)).repeat(4) + "00" + "00".repeat(7));
        assertTrue(NdOptions.valid(longer));
        assertFalse(DnsSearchList.fits(longer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", ".a", "a b", "ä.example", "x\ny"})
    void whatIsNoDomainNameIsNotWritten(String name) {
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.dnsSearchList(List.of(name), 1)));
    }

    @Test
    void namesThatAreTooLongOrTooManyAreNotWritten() {
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.dnsSearchList(List.of("a".repeat(64)), 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> written(w -> w.dnsSearchList(List.of(("a".repeat(63) + ".").repeat(4)), 1)));
        assertThrows(
                IllegalArgumentException.class, () -> written(w -> w.dnsSearchList(Collections.nCopies(700, "a"), 1)));
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.dnsSearchList(List.of(), 1)));
    }

    /// RFC 8781 §4: the six prefix lengths, and the lifetime rounded up as §4.1 says.
    @ParameterizedTest
    @CsvSource({
        "64:ff9b::/96, 600, 26020258 0064ff9b00000000 00000000, 600",
        "2001:db8:64::/64, 601, 26020261 20010db800640000 00000000, 608",
        "2001:db8:64::/56, 0, 26020002 20010db800640000 00000000, 0",
        "2001:db8:64::/48, 1, 2602000b 20010db800640000 00000000, 8",
        "2001:db8::/40, 65528, 2602fffc 20010db800000000 00000000, 65528",
        "2001:db8::/32, 70000, 2602fffd 20010db800000000 00000000, 65528"
    })
    void nat64PrefixesAreWrittenAndComeBack(String prefix, int lifetime, String hex, int rounded) {
        MemorySegment option = written(w -> w.pref64(Prefix.parse(prefix), lifetime));
        assertOctets(hex, option);
        assertTrue(Pref64.fits(option));
        assertEquals(Prefix.parse(prefix), new Pref64(option).prefix());
        assertEquals(rounded, new Pref64(option).lifetime());
    }

    @Test
    void unknownNat64LengthsAreRefused() {
        assertFalse(Pref64.fits(Captures.hex("2602 0006 0064ff9b00000000 00000000")));
        assertFalse(Pref64.fits(Captures.hex("2601 0000 0064ff9b")));
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.pref64(Prefix.parse("64:ff9b::/95"), 600)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 13, 15})
    void aNonceFillsWholeUnits(int octets) {
        assertThrows(IllegalArgumentException.class, () -> written(w -> w.nonce(new byte[octets])));
        assertEquals(16, written(w -> w.nonce(new byte[14])).byteSize());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, 8",
        "1, 100, 16",
        "8, 100, 16",
        "100, 100, 96",
        "100, 108, 104",
        "100, 8, 8",
        "2100, 4000, 2040"
    })
    void aRedirectedHeaderIsCutToWholeUnits(int packet, int limit, int length) {
        MemorySegment quoted = MemorySegment.ofArray(new byte[packet]).fill((byte) 0x5a);
        MemorySegment option = written(w -> w.redirectedHeader(quoted, limit));
        assertEquals(length, option.byteSize());
        assertTrue(NdOptions.valid(option));
        long copied = Math.min(packet, length - 8);
        assertEquals(-1, option.asSlice(8, copied).mismatch(quoted.asSlice(0, copied)));
        MemorySegment padding = option.asSlice(8 + copied);
        assertEquals(-1, padding.mismatch(MemorySegment.ofArray(new byte[(int) padding.byteSize()])));
    }

    @Test
    void anOptionThatDoesNotFitWritesNothing() {
        MemorySegment s = MemorySegment.ofArray(new byte[12]).fill((byte) -1);
        var writer = new NdOptionsWriter(s).mtu(1500);
        assertThrows(IndexOutOfBoundsException.class, () -> writer.mtu(1500));
        assertEquals(8, writer.end());
        assertEquals(4, writer.room());
        assertEquals(-1, s.get(Layouts.U32, 8));
    }

    @Test
    void randomOctetsNeverBreakAView() {
        var random = new Random(4861);
        int fitting = 0;
        List<Predicate<MemorySegment>> views = List.of(
                s -> LinkLayerAddressOption.fits(s)
                        && new LinkLayerAddressOption(s).address().value() >= 0,
                s -> PrefixInformation.fits(s)
                        && new PrefixInformation(s).prefix().length() <= 128,
                s -> RedirectedHeader.fits(s)
                        && new RedirectedHeader(s).quoted().byteSize() >= 0,
                s -> MtuOption.fits(s) && new MtuOption(s).mtu() >= 0,
                s -> NonceOption.fits(s) && new NonceOption(s).nonce().length >= 6,
                s -> RouteInformation.fits(s)
                        && new RouteInformation(s).prefix().length() <= 128,
                s -> RecursiveDnsServers.fits(s)
                        && !new RecursiveDnsServers(s).servers().isEmpty(),
                s -> DnsSearchList.fits(s) && !new DnsSearchList(s).names().isEmpty(),
                s -> Pref64.fits(s) && new Pref64(s).lifetime() % 8 == 0);
        int[] types = {1, 2, 3, 4, 5, 14, 24, 25, 31, 38};
        for (int i = 0; i < 100_000; i++) {
            byte[] octets = new byte[random.nextInt(6) * 8];
            for (int k = 0; k < octets.length; k++) {
                octets[k] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(256));
            }
            if (octets.length > 0) {
                octets[0] = (byte) types[random.nextInt(types.length)];
                octets[1] = (byte) (octets.length / 8);
            }
            MemorySegment s = MemorySegment.ofArray(octets);
            fitting += (int) views.stream().filter(v -> v.test(s)).count();
        }
        assertTrue(fitting > 1_000, "too few fitting ones to mean anything: " + fitting);
    }
}
