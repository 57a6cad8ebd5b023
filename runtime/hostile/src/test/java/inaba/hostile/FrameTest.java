package inaba.hostile;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Frames that are too short, too long, or of what nobody speaks; ARP; IPv4 headers.
class FrameTest extends Siege {
    private static final int OTHER_ETHERTYPE = 0x88b5;

    @Test
    void runtsAreDropped() {
        var host = host();
        var frame = toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.ICMP6, 64, echo(4)));
        for (int length = 1; length < 14; length++) {
            host.dropped("inaba.core.frame-too-short", Arrays.copyOf(frame, length));
        }
        for (int length = 14; length < 54; length++) {
            host.dropped("inaba.core.too-short", Arrays.copyOf(frame, length));
        }
        for (int length = 54; length < frame.length; length++) {
            host.dropped("inaba.core.truncated", Arrays.copyOf(frame, length));
        }
        var ipv4 = toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8])));
        for (int length = 14; length < 34; length++) {
            host.dropped("inaba.core.too-short", Arrays.copyOf(ipv4, length));
        }
        for (int length = 34; length < ipv4.length; length++) {
            host.dropped("inaba.core.truncated", Arrays.copyOf(ipv4, length));
        }
    }

    @Test
    void framesThatNobodyTakesAreDropped() {
        var host = host();
        for (int type : new int[] {0, 1, 0x05dc, 0x0600, OTHER_ETHERTYPE, 0x8100, 0x88a8, 0x8847, 0xffff}) {
            for (int length : new int[] {0, 1, 46, 1500}) {
                host.dropped(
                        "inaba.core.unknown-ethertype",
                        Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, type, new byte[length]));
            }
        }
        host.dropped(
                "inaba.core.other-host",
                Frames.ethernet("02:00:00:00:00:77", Target.ATTACKER_MAC, Frames.IPV6, new byte[40]));
    }

    /// A device hands up what it was told to hold, and no more.
    @Test
    void giantsDoNotReachTheNode() {
        var host = host();
        for (int length : new int[] {1519, 2048, 2049, 9_000, 65_535, 65_536, 100_000}) {
            host.target().hears(Target.LAN, new byte[length]);
            host.invariants();
        }
        var longest = Arrays.copyOf(toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.ICMP6, 64, echo(4))), 1518);
        host.passes(longest);
    }

    @Test
    void arpThatIsNoneIsDropped() {
        var host = host();
        var request = arp(1, Target.ATTACKER_MAC, Target.ATTACKER4, Target.NODE4);
        for (int length = 0; length < 28; length++) {
            host.dropped("inaba.ip4.arp.not-for-ipv4", frame(Arrays.copyOf(request, length)));
        }
        for (int at = 0; at < 6; at++) {
            host.dropped("inaba.ip4.arp.not-for-ipv4", frame(Frames.with8(request, at, 0x77)));
        }
        for (int operation : new int[] {0, 3, 4, 8, 9, 0xffff}) {
            host.dropped("inaba.ip4.arp.unknown-operation", frame(Frames.with16(request, 6, operation)));
        }
        for (var mac : List.of("ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", "00:00:00:00:00:00")) {
            host.dropped("inaba.ip4.arp.sender-not-unicast", frame(arp(1, mac, Target.ATTACKER4, Target.NODE4)));
        }
        for (var address : List.of("255.255.255.255", "224.0.0.1", "127.0.0.1")) {
            host.dropped("inaba.ip4.arp.sender-not-unicast", frame(arp(1, Target.ATTACKER_MAC, address, Target.NODE4)));
        }
        host.dropped("inaba.ip4.arp.not-ours", frame(arp(1, "02:00:00:00:00:78", "192.0.2.78", "192.0.2.79")));
        host.dropped("inaba.ip4.arp.no-entry", frame(arp(2, "02:00:00:00:00:78", "192.0.2.78", Target.NODE4)));
        host.target().hears(Target.LAN, frame(arp(1, Target.ATTACKER_MAC, Target.NODE4, Target.NODE4)));
        host.invariants();
    }

    @Test
    void aFloodOfArpLeavesTheNeighborsAlone() {
        var host = host();
        host.flood(
                20_000,
                i -> frame(arp(
                        1,
                        "02:01:00:00:%02x:%02x".formatted(i >>> 8 & 0xff, i & 0xff),
                        "192.0.2.%d".formatted(2 + i % 60),
                        Target.NODE4)));
        host.flood(20_000, i -> frame(arp(2, Target.ATTACKER_MAC, "192.0.2.%d".formatted(2 + i % 60), Target.NODE4)));
        host.rows("neighbors", 80);
    }

    @Test
    void headersOfIpv4ThatLieAreDropped() {
        var host = host();
        var packet = Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]));
        for (int words = 0; words < 5; words++) {
            host.dropped("inaba.core.header-length", toNode(Frames.with8(packet, 0, 0x40 | words)));
        }
        for (int words = 10; words < 16; words++) {
            host.dropped("inaba.core.header-length", toNode(Frames.with8(packet, 0, 0x40 | words)));
        }
        for (int total : new int[] {0, 1, 19}) {
            host.dropped("inaba.core.header-length", toNode(Frames.with16(packet, 2, total)));
        }
        for (int total : new int[] {packet.length + 1, 1501, 0x8000, 0xffff}) {
            host.dropped("inaba.core.truncated", toNode(Frames.with16(packet, 2, total)));
        }
        host.dropped("inaba.core.header-checksum", toNode(Frames.with8(packet, 8, 1)));
        for (var source : List.of("127.0.0.1", "127.255.255.255")) {
            host.dropped("inaba.core.source-loopback", toNode(Frames.ipv4(source, Target.NODE4, 1, new byte[8])));
        }
        for (var source : List.of("0.0.0.1", "240.0.0.1", "255.255.255.255")) {
            host.dropped("inaba.core.source-martian", toNode(Frames.ipv4(source, Target.NODE4, 1, new byte[8])));
        }
        host.dropped("inaba.core.source-multicast", toNode(Frames.ipv4("224.0.0.1", Target.NODE4, 1, new byte[8])));
    }

    @Test
    void optionsOfIpv4ThatLieAreDropped() {
        for (var battle : List.of(host(), router())) {
            for (var options :
                    List.of("07000000", "07010000", "07ff0000", "440c0000", "94000000", "01010144", "88050000")) {
                battle.dropped("inaba.core.option-length", toNode(with(options)));
            }
            for (var options : List.of("83070400000000 00", "89070400000000 00", "83030400")) {
                battle.dropped("inaba.core.source-route", toNode(with(options)));
            }
        }
    }

    /// The land attack: from the node to itself.
    @Test
    void packetsFromOurselvesAreDroppedOrAnsweredOnce() {
        var host = host();
        for (int i = 0; i < 100; i++) {
            host.target()
                    .hears(
                            Target.LAN,
                            toNode(Frames.ipv6(
                                    Target.NODE,
                                    Target.NODE,
                                    Frames.ICMP6,
                                    64,
                                    Frames.icmp6(Target.NODE, Target.NODE, 128, 0, new byte[8]))));
            host.target()
                    .hears(
                            Target.LAN,
                            toNode(Frames.ipv4(Target.NODE4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]))));
        }
        host.invariants();
    }

    /// A smurf: the node answers nobody who asks all.
    @Test
    void broadcastsAreNotAnswered() {
        var host = host();
        for (var to : List.of("255.255.255.255", "192.0.2.255", "224.0.0.1")) {
            host.target().sent();
            var packet = Frames.ipv4(Target.ATTACKER4, to, 1, Frames.icmp4(8, 0, new byte[8]));
            host.target()
                    .hears(Target.LAN, Frames.ethernet("ff:ff:ff:ff:ff:ff", Target.ATTACKER_MAC, Frames.IPV4, packet));
            host.check(host.target().sent().isEmpty(), "an answer to " + to);
            host.invariants();
        }
    }

    /// Protocols of tunnels, from whom no tunnel was configured (CVE-2020-10136).
    @Test
    void tunnelsThatNobodyConfiguredLeadNowhere() {
        var host = host();
        var inner6 = Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.ICMP6, 64, echo(4));
        var inner4 = Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]));
        for (int protocol : new int[] {4, 41, 47, 97, 143}) {
            for (var inner : List.of(inner6, inner4, Frames.join(new byte[4], inner6), new byte[0], new byte[3])) {
                host.dropped(
                        "inaba.core.protocol-unreachable",
                        toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, protocol, 64, inner)));
                host.dropped(
                        "inaba.core.protocol-unreachable",
                        toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, protocol, inner)));
            }
        }
    }

    private static byte[] with(String options) {
        return Frames.ipv4(
                Target.ATTACKER4,
                Target.NODE4,
                1,
                0,
                0,
                new Octets().hex(options).array(),
                new byte[8]);
    }

    private static byte[] arp(int operation, String mac, String from, String to) {
        return new Octets()
                .hex("0001 0800 06 04")
                .u16(operation)
                .hex(mac.replace(":", ""))
                .address(from)
                .zeros(6)
                .address(to)
                .array();
    }

    private static byte[] frame(byte[] arp) {
        return Frames.ethernet(Target.NODE_MAC, Target.ATTACKER_MAC, Frames.ARP, arp);
    }
}
