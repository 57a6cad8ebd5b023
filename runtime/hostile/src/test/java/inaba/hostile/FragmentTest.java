package inaba.hostile;

import static inaba.hostile.Frames.DESTINATION_OPTIONS;
import static inaba.hostile.Frames.FRAGMENT;
import static inaba.hostile.Frames.HOP_BY_HOP;
import static inaba.hostile.Frames.ICMP6;
import static inaba.hostile.Frames.ROUTING;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Fragments that do not fit together, of both families.
class FragmentTest extends Siege {
    /// CVE-2023-3107: a last fragment that ends behind what a payload may have.
    @Test
    void fragmentsEndWhereAPayloadMayEnd() {
        var host = host();
        for (int length : new int[] {8, 64, 1400}) {
            host.dropped("inaba.core.fragment-overrun", toNode(piece(65_528, false, 1, new byte[length])));
        }
        var options = Frames.options(FRAGMENT, new byte[14]);
        var behind = Frames.join(options, Frames.fragment(ICMP6, 65_520, false, 2), new byte[8]);
        host.dropped("inaba.core.fragment-overrun", toNode(packet(DESTINATION_OPTIONS, behind)));
        for (int at = 0; at < 65_520; at += 1400) {
            host.target().hears(Target.LAN, toNode(piece(at, true, 3, at == 0 ? first(1400) : new byte[1400])));
        }
        host.target().hears(Target.LAN, toNode(piece(65_520, false, 3, new byte[15])));
        host.invariants();
        host.target().advance(Duration.ofSeconds(61));
    }

    /// CVE-2021-24086, CVE-2023-4809: fragments whose content is a fragment, and headers before and behind.
    @Test
    void fragmentsInFragmentsEnd() {
        var host = host();
        var nested = new Octets();
        for (int i = 0; i < 10; i++) {
            nested.bytes(Frames.fragment(FRAGMENT, 0, true, i));
        }
        var inner = nested.bytes(Frames.fragment(ICMP6, 0, false, 99))
                .bytes(echo(8))
                .array();
        host.target().hears(Target.LAN, toNode(packet(FRAGMENT, inner)));
        host.invariants();
        var whole = Frames.join(Frames.fragment(ICMP6, 0, true, 5), echo(4));
        host.target().hears(Target.LAN, toNode(piece(0, true, 4, FRAGMENT, whole)));
        host.target().hears(Target.LAN, toNode(piece(whole.length, false, 4, FRAGMENT, new byte[8])));
        host.invariants();
        var wrapped = echo(8);
        for (int depth = 0; depth < 20; depth++) {
            wrapped = Frames.join(Frames.fragment(depth == 0 ? ICMP6 : FRAGMENT, 0, false, depth), wrapped);
        }
        host.dropped("inaba.core.too-many-headers", toNode(packet(FRAGMENT, wrapped)));
        host.target().advance(Duration.ofSeconds(61));
        host.check(host.target().missing() == 0, "fragments are kept");
    }

    /// RFC 7112: a first fragment without all headers, one header an octet short.
    @Test
    void firstFragmentsWithoutAllHeadersAreDropped() {
        var host = host();
        for (int length : new int[] {8, 16}) {
            var cut = new Octets().u8(ICMP6).u8(3).zeros(length - 2).array();
            host.dropped("inaba.core.fragment-chain", toNode(piece(0, true, length, DESTINATION_OPTIONS, cut)));
            host.dropped("inaba.core.fragment-chain", toNode(piece(0, true, length + 1, HOP_BY_HOP, cut)));
            host.dropped("inaba.core.fragment-chain", toNode(piece(0, true, length + 2, ROUTING, cut)));
        }
        host.dropped("inaba.core.fragment-chain", toNode(piece(0, true, 90, 6, new byte[16])));
    }

    /// The second fragment has other headers than the first, which is what counts (RFC 8200 §4.5).
    @Test
    void otherHeadersInLaterFragmentsChangeNothing() {
        var host = host();
        var message = echo(40);
        var begin = java.util.Arrays.copyOf(message, 24);
        var rest = java.util.Arrays.copyOfRange(message, 24, message.length);
        host.target().hears(Target.LAN, toNode(piece(0, true, 7, begin)));
        var other = Frames.join(Frames.options(FRAGMENT, new byte[6]), Frames.fragment(17, 24, false, 7), rest);
        host.passes(toNode(packet(DESTINATION_OPTIONS, other)));
    }

    /// CVE-2024-38063: bad options in the same burst as a fragment of the same flow.
    @Test
    void badOptionsBesideAFragmentHarmNothing() {
        var host = host();
        for (int i = 0; i < 200; i++) {
            var bad = new Octets().u8(ICMP6).u8(0).hex("8100 0000 0000").array();
            host.target().puts(Target.LAN, toNode(packet(DESTINATION_OPTIONS, Frames.join(bad, echo(4)))));
            host.target().puts(Target.LAN, toNode(piece(0, true, i, first(16))));
            host.target().puts(Target.LAN, toNode(piece(16, false, i, new byte[8])));
        }
        host.target().settle();
        host.invariants();
        host.target().advance(Duration.ofSeconds(61));
        host.check(host.target().missing() == 0, "fragments are kept");
    }

    /// RFC 5722, CVE-2018-5391 and older ones: overlaps of every kind discard the datagram.
    @Test
    void overlapsDiscardTheDatagram() {
        var host = host();
        int[][] pieces = {
            {0, 24, 16, 24}, {16, 24, 0, 24}, {0, 48, 16, 8}, {16, 8, 0, 48}, {0, 24, 0, 32}, {8, 8, 0, 16}
        };
        for (int i = 0; i < pieces.length; i++) {
            int id = 100 + i;
            host.target().hears(Target.LAN, toNode(at(pieces[i][0], pieces[i][1], id)));
            host.expect(Map.of("inaba.core.fragment-overlap", 2L), toNode(at(pieces[i][2], pieces[i][3], id)));
            host.dropped("inaba.core.fragment-overlap", toNode(piece(64, false, id, new byte[8])));
        }
        host.target().hears(Target.LAN, toNode(piece(16, false, 200, new byte[8])));
        host.expect(Map.of("inaba.core.fragment-overlap", 2L), toNode(at(24, 8, 200))); // behind the last
        host.target().hears(Target.LAN, toNode(piece(64, false, 201, new byte[8])));
        host.expect(Map.of("inaba.core.fragment-overlap", 2L), toNode(piece(32, false, 201, new byte[8])));
    }

    @Test
    void fragmentsOfNothingAreDropped() {
        var host = host();
        for (int offset : new int[] {0, 8, 65_528}) {
            host.dropped("inaba.core.fragment-length", toNode(piece(offset, true, 1, new byte[0])));
        }
        host.dropped("inaba.core.fragment-length", toNode(piece(8, false, 1, new byte[0])));
        for (int length : new int[] {1, 7, 9, 15}) {
            host.dropped("inaba.core.fragment-length", toNode(piece(0, true, 2, new byte[length])));
        }
        host.target().advance(Duration.ofSeconds(61));
        host.check(host.target().missing() == 0, "fragments are kept");
    }

    /// CVE-2018-5391: 100,000 datagrams of which the rest never comes.
    @Test
    void halfFinishedDatagramsDoNotKeepOthersFromBeingFinished() {
        var host = host();
        host.flood(100_000, i -> toNode(at(0, 24, i)));
        host.flood(20_000, i -> toNode(at(8 + i % 8000 * 8, 8, 7)));
        host.target().advance(Duration.ofSeconds(61));
        host.check(host.target().missing() == 0, "fragments are kept");
        for (var part : List.of(piece(0, true, 1, first(24)), piece(24, false, 1, new byte[8]))) {
            host.target().hears(Target.LAN, toNode(part));
        }
        host.invariants();
    }

    /// Friends' datagrams are put together in the middle of it: the oldest gives way.
    @Test
    void aFloodOfFragmentsLeavesRoomForThoseOfFriends() {
        var host = host();
        host.flood(4_000, i -> toNode(at(0, 24, i)));
        var near = host.target().near();
        var message = Frames.icmp6(near.global(), Target.NODE, 128, 0, new byte[44]);
        for (int at = 0; at < message.length; at += 24) {
            var data = java.util.Arrays.copyOfRange(message, at, Math.min(at + 24, message.length));
            var payload = Frames.join(Frames.fragment(ICMP6, at, at + 24 < message.length, 77), data);
            var packet = Frames.ipv6(near.global(), Target.NODE, FRAGMENT, 64, payload);
            host.target().sent();
            host.target().hears(Target.LAN, near.frame(Target.NODE_MAC, Frames.IPV6, packet));
        }
        host.check(!host.target().sent().isEmpty(), "a friend's fragments were not put together");
    }

    /// The ping of death and its kin, with IPv4.
    @Test
    void fragmentsOfIpv4EndWhereADatagramMayEnd() {
        var host = host();
        host.dropped("inaba.core.fragment-total", toNode(piece4(0x1fff, 1, new byte[8])));
        host.dropped("inaba.core.fragment-total", toNode(piece4(0x1fff, 1, new byte[1400])));
        host.dropped("inaba.core.fragment-length", toNode(piece4(0x2000, 2, new byte[0])));
        host.dropped("inaba.core.fragment-length", toNode(piece4(0x2000, 2, new byte[7])));
        host.dropped("inaba.core.fragment-length", toNode(piece4(0x0001, 2, new byte[0])));
        host.target().hears(Target.LAN, toNode(piece4(0x2000, 3, new byte[24])));
        host.expect(Map.of("inaba.core.fragment-overlap", 2L), toNode(piece4(0x2001, 3, new byte[24])));
        host.flood(50_000, i -> toNode(piece4(0x2000, i, new byte[16])));
        host.target().advance(Duration.ofSeconds(61));
        host.check(host.target().missing() == 0, "fragments are kept");
    }

    private static byte[] at(int offset, int length, int id) {
        return piece(offset, true, id, offset == 0 ? first(length) : new byte[length]);
    }

    /// The beginning of an echo request, with its header.
    private static byte[] first(int length) {
        return new Octets().u8(128).zeros(length - 1).array();
    }

    private static byte[] piece(int offset, boolean more, int id, byte[] data) {
        return piece(offset, more, id, ICMP6, data);
    }

    private static byte[] piece(int offset, boolean more, int id, int nextHeader, byte[] data) {
        return packet(FRAGMENT, Frames.join(Frames.fragment(nextHeader, offset, more, id), data));
    }

    private static byte[] packet(int nextHeader, byte[] payload) {
        return Frames.ipv6(Target.ATTACKER, Target.NODE, nextHeader, 64, payload);
    }

    private static byte[] piece4(int flagsAndOffset, int id, byte[] data) {
        return Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, id, flagsAndOffset, new byte[0], data);
    }
}
