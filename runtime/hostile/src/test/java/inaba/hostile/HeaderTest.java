package inaba.hostile;

import static inaba.hostile.Frames.DESTINATION_OPTIONS;
import static inaba.hostile.Frames.HOP_BY_HOP;
import static inaba.hostile.Frames.ICMP6;
import static inaba.hostile.Frames.NONE;
import static inaba.hostile.Frames.ROUTING;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// IPv6 headers and extension headers that lie.
class HeaderTest extends Siege {
    /// CVE-2020-17442, CVE-2020-17444: a length field that leads behind the packet.
    @Test
    void extensionHeadersDoNotLeadBehindThePacket() {
        var host = host();
        var router = router();
        for (int type : new int[] {HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING}) {
            for (int length : new int[] {1, 2, 31, 254, 255}) {
                var header =
                        new Octets().u8(ICMP6).u8(length).hex("0104 00000000").array();
                host.dropped("inaba.core.header-truncated", toNode(packet(type, header)));
                if (type == HOP_BY_HOP) {
                    router.dropped("inaba.core.header-truncated", toNode(through(type, header)));
                }
            }
            host.dropped("inaba.core.header-truncated", toNode(packet(type, new byte[0])));
            host.dropped("inaba.core.header-truncated", toNode(packet(type, new byte[] {NONE})));
            host.dropped("inaba.core.header-truncated", toNode(packet(type, new byte[7])));
        }
    }

    /// CVE-2020-17445: an option whose length leads behind its header, or over the end of the octet.
    @Test
    void optionsDoNotLeadBehindTheirHeader() {
        var host = host();
        var router = router();
        for (var options : List.of(
                "01ff 00000000",
                "0105 00000000",
                "05ff 00000000",
                "1eff 00000000",
                "c205 00000000",
                "0000 0000 0001",
                "0102 0000 01ff",
                "04fe 00000000")) {
            for (int type : new int[] {HOP_BY_HOP, DESTINATION_OPTIONS}) {
                var header = new Octets().u8(ICMP6).u8(0).hex(options).array();
                host.dropped("inaba.core.options-malformed", toNode(packet(type, Frames.join(header, echo(4)))));
            }
            var header = new Octets().u8(ICMP6).u8(0).hex(options).array();
            router.dropped("inaba.core.options-malformed", toNode(through(HOP_BY_HOP, Frames.join(header, echo(4)))));
        }
    }

    /// 2,048 octets of Pad1, of empty PadN, of unknown options to be skipped: the longest header that there can be.
    @Test
    void theLongestHeadersAreWalkedOnceAndNoMore() {
        var host = host();
        var router = router();
        for (var filling : List.of("00", "0100", "1e00", "3f00", "0104 00000000")) {
            var one = new Octets().hex(filling).array();
            var options = new Octets();
            while (options.length() + one.length <= 1350) {
                options.bytes(one);
            }
            var header = Frames.options(ICMP6, options.array());
            boolean padding = filling.startsWith("0");
            var packet = Frames.join(header, echo(4));
            if (padding) {
                host.passes(toNode(packet(DESTINATION_OPTIONS, packet)));
            } else {
                host.dropped("inaba.core.too-many-options", toNode(packet(DESTINATION_OPTIONS, packet)));
            }
            router.passes(toNode(through(HOP_BY_HOP, packet)));
        }
    }

    /// A chain of as many headers as a packet has room for.
    @Test
    void chainsOfHeadersEnd() {
        var host = host();
        var router = router();
        var chain = new Octets();
        for (int i = 0; i < 170; i++) {
            chain.bytes(Frames.options(DESTINATION_OPTIONS, new byte[6]));
        }
        host.dropped("inaba.core.too-many-headers", toNode(packet(DESTINATION_OPTIONS, chain.array())));
        router.passes(toNode(through(DESTINATION_OPTIONS, chain.array())));
        var atomic = new Octets();
        for (int i = 0; i < 170; i++) {
            atomic.bytes(Frames.fragment(Frames.FRAGMENT, 0, false, i));
        }
        host.dropped("inaba.core.too-many-headers", toNode(packet(Frames.FRAGMENT, atomic.array())));
        var routing = new Octets();
        for (int i = 0; i < 170; i++) {
            routing.u8(ROUTING).u8(0).u8(4).u8(0).u32(0);
        }
        host.dropped("inaba.core.too-many-headers", toNode(packet(ROUTING, routing.array())));
        var hop = Frames.join(Frames.options(HOP_BY_HOP, new byte[6]), Frames.options(ICMP6, new byte[6]), echo(4));
        host.dropped("inaba.core.unknown-next-header", toNode(packet(HOP_BY_HOP, hop)));
    }

    /// CVE-2020-17441: Payload Length against what there is.
    @Test
    void payloadLengthsThatAreNotTrueAreFound() {
        var host = host();
        var router = router();
        var echo = echo(4);
        for (int length : new int[] {echo.length + 1, 1460, 1461, 0x7fff, 0x8000, 0xffff}) {
            host.dropped("inaba.core.truncated", toNode(said(Target.NODE, ICMP6, length, echo)));
            router.dropped(
                    "inaba.core.truncated", toNode(said(router.target().far().global(), ICMP6, length, echo)));
        }
        host.dropped("inaba.core.icmp-too-short", toNode(said(Target.NODE, ICMP6, 0, echo)));
        host.dropped("inaba.core.icmp-too-short", toNode(said(Target.NODE, ICMP6, 3, echo)));
        host.dropped("inaba.core.icmp-checksum", toNode(said(Target.NODE, ICMP6, 4, echo)));
        host.dropped("inaba.core.icmp-checksum", toNode(said(Target.NODE, ICMP6, echo.length - 1, echo)));
        host.passes(toNode(Frames.join(packet(ICMP6, echo), new byte[100]))); // what the link has padded
    }

    /// CVE-2020-17443: an echo request shorter than its header, and any other message.
    @Test
    void messagesShorterThanTheirHeaderAreDropped() {
        var host = host();
        for (int length = 0; length < 4; length++) {
            host.dropped("inaba.core.icmp-too-short", toNode(packet(ICMP6, new byte[length])));
        }
        for (int type = 0; type < 256; type++) {
            for (int body = 0; body < 4; body++) {
                var message = Frames.icmp6(Target.ATTACKER, Target.NODE, type, 0, new byte[body]);
                boolean nd = type >= 133 && type <= 137;
                boolean mld = type >= 130 && type <= 132 || type == 143;
                boolean nobodys = type >= 144 && type <= 147 || type >= 151 && type <= 153;
                var reason = nd
                        ? "inaba.nd.too-short"
                        : mld ? "inaba.mld.too-short" : nobodys ? "inaba.core.icmp-unknown" : "inaba.icmp6.too-short";
                if (type != 2) {
                    host.dropped(reason, toNode(packet(ICMP6, message)));
                }
            }
        }
    }

    @Test
    void upperLayersThatAreCutAreDropped() {
        var host = host();
        for (int length = 0; length < 8; length++) {
            host.dropped("inaba.core.udp-length", toNode(packet(17, new byte[length])));
        }
        for (int length : new int[] {0, 7, 9, 0xffff}) {
            var udp = new Octets().u16(1).u16(2).u16(length).u16(0).array();
            host.dropped("inaba.core.udp-length", toNode(packet(17, udp)));
        }
        host.dropped(
                "inaba.core.udp-checksum",
                toNode(packet(17, new Octets().u16(1).u16(2).u16(8).u16(0).array())));
        for (int length = 0; length < 20; length++) {
            host.dropped("inaba.core.no-listener", toNode(packet(6, new byte[length])));
        }
    }

    /// RFC 5095, and CVE-2023-2156: segments left beyond the last of RPL and SRv6 headers.
    @Test
    void routingHeadersLeadNowhere() {
        var host = host();
        var router = router();
        for (int type : new int[] {0, 1, 2, 3, 4, 5, 253, 254, 255}) {
            for (int left : new int[] {1, 2, 127, 128, 255}) {
                for (int length : new int[] {0, 2, 4}) {
                    var header = new Octets()
                            .u8(ICMP6)
                            .u8(length)
                            .u8(type)
                            .u8(left)
                            .u32(type == 3 ? 0xff_f0_00_00L : 0)
                            .zeros(length * 8)
                            .bytes(echo(4))
                            .array();
                    host.dropped("inaba.core.routing-type", toNode(packet(ROUTING, header)));
                    router.passes(toNode(through(ROUTING, header)));
                }
            }
            var none = new Octets()
                    .u8(ICMP6)
                    .u8(0)
                    .u8(type)
                    .u8(0)
                    .u32(0)
                    .bytes(echo(4))
                    .array();
            host.passes(toNode(packet(ROUTING, none)));
        }
    }

    /// RFC 2675 §3
    @Test
    void jumbogramsThatAreNoneAreDropped() {
        var host = host();
        var router = router();
        for (long length : new long[] {0, 1, 40, 65_535, 65_536, 0x7fff_ffffL, 0xffff_ffffL}) {
            var header = new Octets().u8(ICMP6).u8(0).hex("c204").u32(length).array();
            var packet = Frames.join(header, echo(4));
            host.dropped("inaba.core.jumbo-malformed", toNode(packet(HOP_BY_HOP, packet)));
            router.dropped("inaba.core.jumbo-malformed", toNode(through(HOP_BY_HOP, packet)));
            boolean mayBe = length > 65_535;
            host.dropped(
                    mayBe ? "inaba.core.truncated" : "inaba.core.jumbo-malformed",
                    toNode(said(Target.NODE, HOP_BY_HOP, 0, packet)));
        }
        for (var option : List.of("c200 0102 0000", "c205 0001 0000", "c203 0001 0000")) {
            var header =
                    new Octets().u8(ICMP6).u8(option.startsWith("c205") ? 1 : 0).hex(option);
            header.zeros(option.startsWith("c205") ? 8 : 0);
            host.dropped(
                    "inaba.core.jumbo-malformed",
                    toNode(said(Target.NODE, HOP_BY_HOP, 0, Frames.join(header.array(), echo(4)))));
        }
        var without = Frames.join(Frames.options(ICMP6, new byte[6]), echo(4));
        host.dropped("inaba.core.jumbo-malformed", toNode(said(Target.NODE, HOP_BY_HOP, 0, without)));
    }

    /// RFC 4291, RFC 6890: addresses that are never on the wire.
    @Test
    void addressesThatAreNeverOnTheWireAreDropped() {
        for (var battle : List.of(host(), router())) {
            for (var source : List.of("ff02::1", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) {
                battle.dropped("inaba.core.source-multicast", toNode(between(source, Target.NODE)));
            }
            battle.dropped("inaba.core.source-loopback", toNode(between("::1", Target.NODE)));
            battle.dropped("inaba.core.source-mapped", toNode(between("::ffff:192.0.2.1", Target.NODE)));
            battle.dropped("inaba.core.destination-loopback", toNode(between(Target.ATTACKER, "::1")));
            battle.dropped("inaba.core.destination-unspecified", toNode(between(Target.ATTACKER, "::")));
            battle.dropped("inaba.core.destination-mapped", toNode(between(Target.ATTACKER, "::ffff:127.0.0.1")));
            for (var group : List.of("ff00::", "ff00::1", "ff01::1", "ff10::1", "ff11::1")) {
                battle.dropped("inaba.core.multicast-scope", toGroup(group, between(Target.ATTACKER, group)));
            }
            battle.dropped("inaba.core.not-ours", toNode(between(Target.ATTACKER, "fe80::77")));
        }
        router().dropped("inaba.core.source-unspecified", toNode(between("::", "2001:db8:2::f")));
    }

    /// Malformed packets to ff00::/8: nobody is told, whatever is wrong.
    @Test
    void groupsAnswerNothing() {
        for (var battle : List.of(host(), router())) {
            var target = battle.target();
            for (var packet : malformed("ff02::1")) {
                target.sent();
                target.hears(Target.LAN, toGroup("ff02::1", packet));
                battle.check(target.sent().isEmpty(), "an answer to what was sent to all");
                battle.invariants();
            }
            for (var group : List.of("ff02::77", "ff05::77", "ff0e::77", "ff1e::1:2", "ff3e::77", "ff0f::1")) {
                battle.dropped("inaba.core.not-joined", toGroup(group, between(Target.ATTACKER, group)));
            }
        }
    }

    @Test
    void otherVersionsAreDropped() {
        var host = host();
        for (int version : new int[] {0, 1, 4, 5, 7, 15}) {
            var packet = Frames.with8(packet(ICMP6, echo(4)), 0, version << 4);
            var frame = Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, Frames.IPV6, packet);
            host.dropped("inaba.core.not-version-6", frame);
        }
        for (int version : new int[] {0, 3, 5, 6, 15}) {
            var packet = Frames.with8(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, new byte[8]), 0, version << 4 | 5);
            var frame = Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, Frames.IPV4, packet);
            host.dropped("inaba.core.not-version-4", frame);
        }
    }

    /// Options that ask for an error are answered, at the rate of errors.
    @Test
    void aFloodOfUnknownOptionsIsAnsweredAtTheRateOfErrors() {
        var host = host();
        for (var option : List.of("8000 0000 0000", "c000 0000 0000", "4000 0000 0000")) {
            var header = new Octets().u8(ICMP6).u8(0).hex(option).array();
            var frame = toNode(packet(DESTINATION_OPTIONS, Frames.join(header, echo(4))));
            host.flood(5_000, _ -> frame);
        }
    }

    private static List<byte[]> malformed(String to) {
        var all = new ArrayList<byte[]>();
        for (var payload : List.of("3a00 8000 0000 0000", "3aff 0104 0000 0000", "3a00 01ff 0000 0000")) {
            for (int type : new int[] {HOP_BY_HOP, DESTINATION_OPTIONS, ROUTING, Frames.FRAGMENT, 17, 6, 253, ICMP6}) {
                all.add(Frames.ipv6(
                        Target.ATTACKER, to, type, 64, new Octets().hex(payload).array()));
            }
        }
        return all;
    }

    private static byte[] between(String from, String to) {
        return Frames.ipv6(from, to, 253, 64, new byte[8]);
    }

    private static byte[] packet(int nextHeader, byte[] payload) {
        return Frames.ipv6(Target.ATTACKER, Target.NODE, nextHeader, 64, payload);
    }

    private static byte[] said(String to, int nextHeader, int length, byte[] payload) {
        return Frames.ipv6(Target.ATTACKER, to, nextHeader, 64, length, payload);
    }

    /// To the friend behind the router.
    private static byte[] through(int nextHeader, byte[] payload) {
        return Frames.ipv6(Target.ATTACKER, "2001:db8:2::f", nextHeader, 64, payload);
    }
}
