package inaba.wire.nd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Captures;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages of Linux and radvd are read, then written anew over ones: the octets must be the same.
class NdMessagesTest {
    private static final MacAddress MAC_A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress MAC_B = MacAddress.parse("02:00:00:00:00:0b");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8:1::b");

    private static MemorySegment ones(long bytes) {
        return MemorySegment.ofArray(new byte[(int) bytes]).fill((byte) -1);
    }

    private static void assertSame(MemorySegment captured, MemorySegment written) {
        new Icmpv6Header(written, 0).checksum(new Icmpv6Header(captured, 0).checksum());
        assertEquals(-1, captured.mismatch(written));
    }

    private static NdOptions options(MemorySegment options) {
        assertTrue(NdOptions.valid(options));
        return new NdOptions(options);
    }

    private static NdOption only(NdOptions options, int type) {
        return options.find(type).orElseThrow();
    }

    @Test
    void aRouterSolicitation() {
        MemorySegment message = Captures.payload("router-solicitation");
        assertTrue(RouterSolicitation.fits(message));
        var option = only(options(new RouterSolicitation(message).options()), LinkLayerAddressOption.SOURCE);
        assertTrue(LinkLayerAddressOption.fits(option.bytes()));
        assertEquals(MAC_B, new LinkLayerAddressOption(option.bytes()).address());

        MemorySegment copy = ones(message.byteSize());
        new NdOptionsWriter(new RouterSolicitation(copy).start().options()).sourceLinkLayerAddress(MAC_B);
        assertSame(message, copy);
    }

    @Test
    void aSolicitationForDuplicateAddressDetectionWithItsNonce() {
        MemorySegment message = Captures.payload("neighbor-solicitation-dad");
        assertTrue(NeighborSolicitation.fits(message));
        var solicitation = new NeighborSolicitation(message);
        assertEquals(B, solicitation.targetAddress());
        var nonce = only(options(solicitation.options()), NonceOption.TYPE);
        assertTrue(NonceOption.fits(nonce.bytes()));
        byte[] value = new NonceOption(nonce.bytes()).nonce();
        assertEquals("fa952ab90726", HexFormat.of().formatHex(value));

        MemorySegment copy = ones(message.byteSize());
        new NdOptionsWriter(
                        new NeighborSolicitation(copy).start().targetAddress(B).options())
                .nonce(value);
        assertSame(message, copy);
    }

    @Test
    void aNeighborAdvertisement() {
        MemorySegment message = Captures.payload("neighbor-advertisement");
        assertTrue(NeighborAdvertisement.fits(message));
        var advertisement = new NeighborAdvertisement(message);
        assertFalse(advertisement.router());
        assertTrue(advertisement.solicited());
        assertTrue(advertisement.override());
        assertEquals(B, advertisement.targetAddress());
        var option = only(options(advertisement.options()), LinkLayerAddressOption.TARGET);
        assertEquals(MAC_B, new LinkLayerAddressOption(option.bytes()).address());

        MemorySegment copy = ones(message.byteSize());
        var written =
                new NeighborAdvertisement(copy).start().flags(false, true, true).targetAddress(B);
        new NdOptionsWriter(written.options()).targetLinkLayerAddress(MAC_B);
        assertSame(message, copy);
        assertTrue(written.flags(true, false, false).router());
        assertFalse(written.solicited() || written.override());
    }

    @Test
    void theFixedPartOfARouterAdvertisement() {
        MemorySegment message = Captures.payload("router-advertisement");
        assertTrue(RouterAdvertisement.fits(message));
        var ra = new RouterAdvertisement(message);
        assertEquals(64, ra.curHopLimit());
        assertTrue(ra.managed() && ra.other() && ra.homeAgent());
        assertEquals(RouterPreference.HIGH, ra.preference());
        assertFalse(ra.proxy());
        assertEquals(1800, ra.routerLifetime());
        assertEquals(30_000, ra.reachableTime());
        assertEquals(1_000, ra.retransTimer());
    }

    @Test
    void theOptionsOfARouterAdvertisement() {
        NdOptions options = options(new RouterAdvertisement(Captures.payload("router-advertisement")).options());
        List<String> seen = new ArrayList<>();
        for (NdOption option : options) {
            seen.add(option.type() + "/" + option.lengthBytes());
        }
        assertEquals("3/32 3/32 24/24 24/24 25/40 31/40 5/8 1/8", String.join(" ", seen));

        var first = new PrefixInformation(only(options, PrefixInformation.TYPE).bytes());
        assertTrue(PrefixInformation.fits(first.bytes()));
        assertEquals(Prefix.parse("2001:db8:1::/64"), first.prefix());
        assertEquals(64, first.length());
        assertTrue(first.onLink() && first.autonomous());
        assertFalse(first.routerAddress());
        assertEquals(86_400, first.valid());
        assertEquals(14_400, first.preferred());

        var servers =
                new RecursiveDnsServers(only(options, RecursiveDnsServers.TYPE).bytes());
        assertTrue(RecursiveDnsServers.fits(servers.bytes()));
        assertEquals(1_200, servers.lifetime());
        assertEquals(List.of(Ipv6Address.parse("2001:db8::53"), Ipv6Address.parse("2001:db8::54")), servers.servers());

        var search = new DnsSearchList(only(options, DnsSearchList.TYPE).bytes());
        assertTrue(DnsSearchList.fits(search.bytes()));
        assertEquals(1_200, search.lifetime());
        assertEquals(List.of("example.com", "sub.example.net"), search.names());

        var mtu = only(options, MtuOption.TYPE);
        assertTrue(MtuOption.fits(mtu.bytes()));
        assertEquals(1480, new MtuOption(mtu.bytes()).mtu());
    }

    @Test
    void routesOfARouterAdvertisement() {
        var routes = new ArrayList<RouteInformation>();
        for (NdOption option : options(new RouterAdvertisement(Captures.payload("router-advertisement")).options())) {
            if (RouteInformation.fits(option.bytes())) {
                routes.add(new RouteInformation(option.bytes()));
            }
        }
        assertEquals(2, routes.size());
        assertEquals(Prefix.parse("2001:db8:f000::/36"), routes.getFirst().prefix());
        assertEquals(RouterPreference.LOW, routes.getFirst().preference());
        assertEquals(900, routes.getFirst().lifetime());
        assertEquals(Prefix.parse("2001:db8:5::42/128"), routes.getLast().prefix());
        assertEquals(RouterPreference.HIGH, routes.getLast().preference());
        assertEquals(NdOption.INFINITY, routes.getLast().lifetime());
    }

    @Test
    void theRouterAdvertisementOfRadvdIsWrittenAgain() {
        MemorySegment message = Captures.payload("router-advertisement");
        MemorySegment copy = ones(message.byteSize());
        var ra = new RouterAdvertisement(copy)
                .start()
                .curHopLimit(64)
                .managed(true)
                .other(true)
                .homeAgent(true)
                .preference(RouterPreference.HIGH)
                .routerLifetime(1800)
                .reachableTime(30_000)
                .retransTimer(1_000);
        var writer = new NdOptionsWriter(copy, RouterAdvertisement.FIXED_BYTES)
                .prefixInformation(Prefix.parse("2001:db8:1::/64"), true, true, 86_400, 14_400);
        writer.prefixInformation()
                .address(Ipv6Address.parse("2001:db8:2::1"), 64)
                .flags(true, false, true)
                .lifetimes(NdOption.INFINITY, 600);
        // radvd sends 24 octets for a /36 where RFC 4191 §2.3 lets 16 do: written by hand
        copy.asSlice(writer.end(), 24).copyFrom(message.asSlice(writer.end(), 24));
        writer = new NdOptionsWriter(copy, writer.end() + 24)
                .routeInformation(Prefix.parse("2001:db8:5::42/128"), RouterPreference.HIGH, NdOption.INFINITY)
                .recursiveDnsServers(
                        List.of(Ipv6Address.parse("2001:db8::53"), Ipv6Address.parse("2001:db8::54")), 1_200)
                .dnsSearchList(List.of("example.com", "sub.example.net"), 1_200)
                .mtu(1480)
                .sourceLinkLayerAddress(MAC_A);
        assertEquals(0, writer.room());
        assertSame(message, copy);
        assertEquals(RouterPreference.LOW, ra.preference(RouterPreference.LOW).preference());
        assertEquals(
                RouterPreference.MEDIUM, ra.preference(RouterPreference.MEDIUM).preference());
        assertTrue(ra.proxy(true).proxy());
        assertFalse(ra.managed(false).managed());
    }

    @Test
    void theReservedPreferenceOfARouterIsMedium() {
        // RFC 4191 §2.2
        MemorySegment message = Captures.hex("86 00 0000 40 10 0708 00000000 00000000");
        assertEquals(RouterPreference.MEDIUM, new RouterAdvertisement(message).preference());
    }

    @Test
    void aRedirectWithThePacketThatCausedIt() {
        MemorySegment packet = Captures.frame("echo-request").asSlice(14);
        MemorySegment message = ones(256);
        var redirect = new Redirect(message)
                .start()
                .target(Ipv6Address.parse("fe80::1"))
                .destination(B);
        var writer = new NdOptionsWriter(message, Redirect.FIXED_BYTES)
                .targetLinkLayerAddress(MAC_B)
                .redirectedHeader(packet, 96);
        MemorySegment whole = message.asSlice(0, writer.end());

        assertTrue(Redirect.fits(whole));
        assertEquals(Ipv6Address.parse("fe80::1"), redirect.target());
        assertEquals(B, redirect.destination());
        assertEquals(0x8900, Layouts.u16(whole, 0));
        var option = only(options(new Redirect(whole).options()), RedirectedHeader.TYPE);
        assertTrue(RedirectedHeader.fits(option.bytes()));
        MemorySegment quoted = new RedirectedHeader(option.bytes()).quoted();
        assertEquals(88, quoted.byteSize());
        assertEquals(-1, quoted.mismatch(packet.asSlice(0, 88)));
    }

    @Test
    void cutMessagesDoNotFit() {
        assertFalse(RouterSolicitation.fits(ones(7)));
        assertFalse(RouterAdvertisement.fits(ones(15)));
        assertFalse(NeighborSolicitation.fits(ones(23)));
        assertFalse(NeighborAdvertisement.fits(ones(23)));
        assertFalse(Redirect.fits(ones(39)));
    }
}
