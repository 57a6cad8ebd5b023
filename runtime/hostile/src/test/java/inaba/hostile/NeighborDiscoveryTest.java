package inaba.hostile;

import inaba.nd.NeighborDiscovery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Neighbor Discovery from somebody on the link who means ill, RFC 3756.
class NeighborDiscoveryTest extends Siege {
    private static final int RS = 133;
    private static final int RA = 134;
    private static final int NS = 135;
    private static final int NA = 136;
    private static final int REDIRECT = 137;
    private static final String ALL_NODES = "ff02::1";
    private static final byte[] SOURCE_MAC =
            new Octets().hex("0101 020000000bad").array();

    /// CVE-2020-16898: an even length field leaves half an address behind the last one, which was read as an option.
    @Test
    void recursiveServersOfEvenLengthAreNotRead() {
        var host = host();
        var hidden = new Octets()
                .hex("1904 0000 ffffffff")
                .zeros(8)
                .hex("0101 020000000bae")
                .zeros(8);
        host.passes(advertisement(hidden.array()));
        host.check(host.target().state().stream().noneMatch(row -> row.contains("0b:ae")), "the half was read");
        for (int length : new int[] {0, 1, 2, 4, 6, 254}) {
            var option = new Octets().u8(25).u8(length).u16(0).u32(900).zeros(Math.max(0, length * 8 - 8));
            if (length == 0) {
                host.dropped("inaba.nd.option-length", advertisement(option.array()));
            } else if (length < 184) {
                host.passes(advertisement(option.array()));
            }
        }
    }

    /// CVE-2025-14558: names that a script would have run.
    @Test
    void searchDomainsForAShellAreNotRead() {
        var names = List.of(";reboot", "$(reboot)", "`reboot`", "a b", "\n", "\u001b[2J", "..", "'", "\\", "a/b");
        for (var battle : List.of(host(), advertising())) {
            for (var name : names) {
                var domain = new Octets().label(name).label("example").u8(0);
                var option = new Octets()
                        .u8(31)
                        .u8(1 + (domain.length() + 7) / 8)
                        .u16(0)
                        .u32(900);
                option.bytes(domain.array()).zeros((8 - domain.length() % 8) % 8);
                battle.passes(advertisement(option.array()));
            }
        }
    }

    @Test
    void searchDomainsThatPointOrRunOnAreNotRead() {
        var host = host();
        for (var domain : List.of("c000", "c008", "3f616161", "40", "ff", "016100 0162", "00000000", "0161c00c")) {
            var bytes = new Octets().hex(domain).array();
            var option = new Octets().u8(31).u8(2).u16(0).u32(900).bytes(bytes).bytes(new byte[8 - bytes.length]);
            host.passes(advertisement(option.array()));
        }
        var full = new Octets().u8(31).u8(9).u16(0).u32(900).u8(63).zeros(63).array(); // no room for the root
        host.passes(advertisement(full));
    }

    /// CVE-2026-7656: each check alone, and all of them at once.
    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {RS, RA, NS, NA, REDIRECT})
    void forgedMessagesAreDroppedForOneReason(int type) {
        var battle = type == RS ? router() : host();
        battle.dropped("inaba.nd.hop-limit-not-255", message(type, 0, 254, body(type)));
        battle.dropped("inaba.nd.hop-limit-not-255", message(type, 0, 0, body(type)));
        battle.dropped("inaba.nd.code-not-zero", message(type, 1, 255, body(type)));
        battle.dropped("inaba.nd.code-not-zero", message(type, 255, 255, body(type)));
        for (var option : List.of("0100 000000000000", "0102 020000000bad", "01", "ff00", "01ff 0000 00000000")) {
            battle.dropped("inaba.nd.option-length", message(type, 0, 255, with(body(type), option)));
        }
        for (int cut = 1; cut < body(type).length; cut += 3) {
            battle.dropped(
                    "inaba.nd.too-short",
                    message(type, 0, 255, java.util.Arrays.copyOf(body(type), body(type).length - cut)));
        }
        battle.dropped("inaba.nd.hop-limit-not-255", message(type, 7, 254, with(body(type), "0100 000000000000")));
    }

    @Test
    void addressesThatNobodyHasAreNotBelieved() {
        var host = host();
        host.dropped("inaba.nd.target-multicast", solicitation(Target.ATTACKER_LINK_LOCAL, "ff02::1", new byte[0]));
        host.dropped("inaba.nd.unspecified-not-to-solicited-node", solicitation("::", Target.NODE, new byte[0]));
        var group = new Octets().hex("0101 333300000001").array();
        host.dropped("inaba.nd.group-link-address", solicitation(Target.ATTACKER_LINK_LOCAL, Target.NODE, group));
        host.dropped("inaba.nd.own-message", solicitation(Target.NODE, Target.NODE, SOURCE_MAC));
        host.dropped("inaba.nd.target-not-ours", solicitation(Target.ATTACKER, "2001:db8:1::77", SOURCE_MAC));
        host.dropped("inaba.nd.no-entry", confirmation("2001:db8:1::77", 0x6000_0000L));
        host.dropped("inaba.nd.own-address-advertised", confirmation(Target.NODE, 0x6000_0000L));
        host.dropped("inaba.nd.target-multicast", confirmation("ff02::1", 0x2000_0000L));
        var global = Frames.ipv6(
                Target.ATTACKER,
                Target.NODE,
                Frames.ICMP6,
                255,
                Frames.icmp6(Target.ATTACKER, Target.NODE, RA, 0, body(RA)));
        host.dropped("inaba.nd.source-not-link-local", toNode(global));
        router().dropped("inaba.nd.not-a-host", message(REDIRECT, 0, 255, body(REDIRECT)));
    }

    /// RFC 6980: what comes in fragments, even one that is whole, is not Neighbor Discovery.
    @Test
    void fragmentsOfNeighborDiscoveryAreNotRead() {
        var host = host();
        for (int type : new int[] {RA, NS, NA, REDIRECT}) {
            var icmp = Frames.icmp6(Target.ATTACKER_LINK_LOCAL, Target.NODE_LINK_LOCAL, type, 0, body(type));
            var payload = Frames.join(Frames.fragment(Frames.ICMP6, 0, false, type), icmp);
            var packet = Frames.ipv6(Target.ATTACKER_LINK_LOCAL, Target.NODE_LINK_LOCAL, Frames.FRAGMENT, 255, payload);
            host.dropped("inaba.nd.fragmented", toNode(packet));
        }
    }

    /// CVE-2015-2922: a hop limit with which nothing leaves the link.
    @Test
    void aRouterCannotLowerTheHopLimitToNothing() {
        var host = host();
        for (int limit : new int[] {1, 2, 8}) {
            host.passes(advertisement(limit, 1800, new byte[0]));
            host.check(
                    host.target().engine().parameters().rows().stream()
                            .allMatch(row -> row.hopLimit() == 0 || row.hopLimit() > limit),
                    "the hop limit is " + limit);
        }
    }

    /// An MTU with which nothing can be sent, timers of zero and of all ones.
    @Test
    void parametersOutOfRangeAreNotTaken() {
        var host = host();
        for (long mtu : new long[] {0, 1, 1279, 1501, 65_536, 0xffff_ffffL}) {
            host.passes(advertisement(new Octets().u8(5).u8(1).u16(0).u32(mtu).array()));
            host.check(
                    host.target().engine().parameters().rows().stream().allMatch(row -> row.mtu() == 0),
                    "an MTU of " + mtu);
        }
        for (long timer : new long[] {1, 0x7fff_ffffL, 0xffff_ffffL}) {
            var body = new Octets().u8(64).u8(0).u16(1800).u32(timer).u32(timer).array();
            host.passes(message(RA, 0, 255, body));
            host.target().advance(Duration.ofSeconds(2));
            host.check(
                    host.target().engine().parameters().rows().stream().allMatch(row -> row.retransMillis() <= 60_000),
                    "a packet waits for hours");
        }
    }

    /// RFC 4862 §5.5.3, RFC 4861 §6.3.4: prefixes that are no prefix of a host.
    @Test
    void prefixesThatAreNoneMakeNoAddress() {
        var host = host();
        int before = host.target().engine().addresses().size();
        for (var prefix : List.of("fe80::", "ff02::", "::", "::1", "::ffff:192.0.2.0", "ff1e::")) {
            for (int length : new int[] {0, 1, 63, 64, 65, 128, 129, 255}) {
                host.passes(advertisement(prefix(prefix, length, 1800, 1800)));
            }
        }
        host.passes(advertisement(prefix("2001:db8:9::", 64, 100, 200))); // preferred beyond valid
        host.passes(advertisement(prefix("2001:db8:9::", 255, 0xffff_ffffL, 0xffff_ffffL)));
        host.target().advance(Duration.ofSeconds(5));
        host.check(host.target().engine().addresses().size() == before, "addresses of such prefixes");
    }

    /// Many routers, each with prefixes and routes of its own; many lifetimes of one.
    @Test
    void aFloodOfAdvertisementsFillsNoTable() {
        var host = host();
        int addresses = host.target().engine().addresses().size();
        host.flood(4_000, i -> {
            var options = new Octets();
            for (int j = 0; j < 16; j++) {
                options.bytes(prefix("2001:db8:%x:%x::".formatted(0x1000 + i, j), 64, 1800, 900));
                options.bytes(route("2001:db8:%x:%x::".formatted(0x2000 + i, j), 64, 1800));
            }
            var from = "fe80::%x:%x".formatted(0xbad, i & 0xfff);
            var body = new Octets()
                    .u8(64)
                    .u8(0)
                    .u16(9000)
                    .u32(0)
                    .u32(0)
                    .bytes(options.array())
                    .bytes(SOURCE_MAC);
            return fromGroup(from, body.array());
        });
        host.rows("routes", 16 + 128 + 64 + 16);
        host.rows("addresses", addresses + 16);
        host.rows("advertised prefixes", 64);
        host.flood(4_000, i -> advertisement(64, i % 2 == 0 ? 0 : 1800, prefix("2001:db8:7::", 64, i % 3 * 7200L, 0)));
        host.target().advance(Duration.ofMinutes(3));
        host.rows("routes", 16 + 128 + 64 + 16);
    }

    /// An advertising router compares what others say, and answers who asks; none of it without bounds.
    @Test
    void aRouterOutlivesAdvertisementsAndSolicitations() {
        var router = advertising();
        router.flood(4_000, i -> advertisement(i & 0xff, i & 0xffff, prefix("2001:db8:1::", 64, i, i)));
        router.target().sent();
        router.flood(10_000, i -> {
            var from = "fe80::1:%x".formatted(i);
            var message = Frames.icmp6(from, "ff02::2", RS, 0, Frames.join(new byte[4], SOURCE_MAC));
            return toGroup("ff02::2", Frames.ipv6(from, "ff02::2", Frames.ICMP6, 255, message));
        });
        router.rows("neighbors", 8_192 + 16);
        router.target().advance(Duration.ofSeconds(3));
        int answers = router.target().sent().size();
        router.check(answers < 100, answers + " advertisements for 10,000 solicitations (RFC 4861 §6.2.6)");
    }

    /// RFC 6583: who asks from everywhere is answered, and not remembered for ever.
    @Test
    void aFloodOfSolicitationsLeavesTheNeighborsAlone() {
        var host = host();
        host.flood(20_000, i -> solicitation("fe80::1:%x".formatted(i), Target.NODE_LINK_LOCAL, SOURCE_MAC));
        host.rows("neighbors", 8_192 + 16);
        host.flood(20_000, i -> solicitation("::", "2001:db8:1::%x".formatted(i), new byte[0]));
        host.flood(20_000, i -> confirmation("2001:db8:1::1:%x".formatted(i), 0x6000_0000L));
        var router = router();
        router.flood(20_000, i -> confirmation("2001:db8:1::1:%x".formatted(i), 0x2000_0000L));
        router.rows("neighbors", 8_192 + 16);
    }

    /// RFC 6583 §4: a scan of a subnet, 65,536 addresses of it, from beyond.
    @Test
    void aScanOfTheSubnetLeavesTheNeighborsAlone() {
        var router = router();
        router.flood(1 << 16, i -> {
            var data = new Octets().u32(i).u32(0).array();
            var to = "2001:db8:2::%x:%x".formatted(1 + (i >>> 8), i & 0xff);
            return toNode(Frames.ipv6(Target.ATTACKER, to, 253, 64, data));
        });
        router.rows("neighbors", 16_384);
    }

    @Test
    void neighborDiscoveryMayGoAndComeInTheMiddleOfAFlood() {
        var router = router();
        var target = router.target();
        target.stop(NeighborDiscovery.class);
        router.flood(2_000, i -> solicitation("fe80::1:%x".formatted(i), Target.NODE_LINK_LOCAL, SOURCE_MAC));
        router.flood(500, i -> message(RA + i % 4, i % 2, 254 + i % 2, body(RA + i % 4)));
        target.start(NeighborDiscovery.class);
        router.flood(2_000, i -> solicitation("fe80::2:%x".formatted(i), Target.NODE_LINK_LOCAL, SOURCE_MAC));
    }

    private Battle advertising() {
        var router = router();
        router.target().advertise("set lan on prefix 2001:db8:1::/64 rdnss 2001:db8:1::1 dnssl example.com");
        return router;
    }

    private static byte[] advertisement(byte[] options) {
        return advertisement(64, 1800, options);
    }

    private static byte[] advertisement(int hopLimit, int lifetime, byte[] options) {
        return message(
                RA,
                0,
                255,
                new Octets()
                        .u8(hopLimit)
                        .u8(0)
                        .u16(lifetime)
                        .u32(0)
                        .u32(0)
                        .bytes(options)
                        .array());
    }

    private static byte[] fromGroup(String from, byte[] body) {
        var message = Frames.icmp6(from, ALL_NODES, RA, 0, body);
        return toGroup(ALL_NODES, Frames.ipv6(from, ALL_NODES, Frames.ICMP6, 255, message));
    }

    private static byte[] prefix(String prefix, int length, long valid, long preferred) {
        return new Octets()
                .u8(3)
                .u8(4)
                .u8(length)
                .u8(0xc0)
                .u32(valid)
                .u32(preferred)
                .u32(0)
                .address(prefix)
                .array();
    }

    private static byte[] route(String prefix, int length, long lifetime) {
        return new Octets()
                .u8(24)
                .u8(3)
                .u8(length)
                .u8(0)
                .u32(lifetime)
                .address(prefix)
                .array();
    }

    /// Asks for the MAC of `wanted`: the node itself, or in a frame to it; from nobody, as who checks an address does.
    private static byte[] solicitation(String from, String wanted, byte[] option) {
        var body = new Octets().u32(0).address(wanted).bytes(option).array();
        if (from.equals("::") && !wanted.equals(Target.NODE)) {
            var group = "ff02::1:ff00:1";
            var message = Frames.icmp6(from, group, NS, 0, body);
            return toGroup(group, Frames.ipv6(from, group, Frames.ICMP6, 255, message));
        }
        var to = Target.NODE_LINK_LOCAL;
        return toNode(Frames.ipv6(from, to, Frames.ICMP6, 255, Frames.icmp6(from, to, NS, 0, body)));
    }

    private static byte[] confirmation(String of, long flags) {
        var from = Target.ATTACKER_LINK_LOCAL;
        var to = Target.NODE_LINK_LOCAL;
        var body = new Octets().u32(flags).address(of).hex("0201 020000000bad").array();
        return toNode(Frames.ipv6(from, to, Frames.ICMP6, 255, Frames.icmp6(from, to, NA, 0, body)));
    }

    private static byte[] message(int type, int code, int hopLimit, byte[] body) {
        var from = Target.ATTACKER_LINK_LOCAL;
        var to = Target.NODE_LINK_LOCAL;
        return toNode(Frames.ipv6(from, to, Frames.ICMP6, hopLimit, Frames.icmp6(from, to, type, code, body)));
    }

    private static byte[] body(int type) {
        return switch (type) {
            case RS -> new byte[4];
            case RA -> new Octets().u8(64).u8(0).u16(1800).u32(0).u32(0).array();
            case NS -> new Octets().u32(0).address(Target.NODE_LINK_LOCAL).array();
            case NA -> new Octets().u32(0x2000_0000L).address("2001:db8:1::77").array();
            default ->
                new Octets()
                        .u32(0)
                        .address(Target.ATTACKER_LINK_LOCAL)
                        .address("2001:db8:f::1")
                        .array();
        };
    }

    private static byte[] with(byte[] body, String option) {
        return new Octets().bytes(body).hex(option).array();
    }
}
