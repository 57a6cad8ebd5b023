package inaba.hostile;

import static inaba.hostile.Frames.DESTINATION_OPTIONS;
import static inaba.hostile.Frames.ICMP6;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// ICMP errors of both families that answer nothing which was sent.
class ErrorTest extends Siege {
    private static final int UNREACHABLE = 1;
    private static final int TOO_BIG = 2;
    private static final int EXCEEDED = 3;
    private static final int PROBLEM = 4;

    /// A quote that ends anywhere: in the IPv6 header, between headers, in one.
    @Test
    void quotesMayEndAnywhere() {
        var host = host();
        var quoted = Frames.ipv6(
                Target.NODE,
                "2001:db8:f::1",
                DESTINATION_OPTIONS,
                64,
                Frames.join(Frames.options(17, new byte[14]), new byte[8]));
        for (int type : new int[] {0, UNREACHABLE, EXCEEDED, PROBLEM, 5, 100, 101, 127}) {
            for (int length = 0; length <= quoted.length; length++) {
                var frame = error(type, 0, 0, java.util.Arrays.copyOf(quoted, length));
                boolean readable = length >= 56;
                if (readable) {
                    host.passes(frame);
                } else {
                    host.dropped("inaba.icmp6.quote-unreadable", frame);
                }
            }
        }
    }

    /// A quote of nothing but headers, whose lengths lead anywhere.
    @Test
    void quotesOfManyHeadersEnd() {
        var host = host();
        for (int type : new int[] {UNREACHABLE, TOO_BIG, EXCEEDED, PROBLEM}) {
            for (var header : List.of(
                    "3c00 0104 00000000",
                    "2c00 0001 00000000",
                    "2b00 0000 00000000",
                    "0000 0000 00000000",
                    "3cff 0000 00000000",
                    "33ff 0000 00000000")) {
                var chain = new Octets();
                for (int i = 0; i < 150; i++) {
                    chain.hex(header);
                }
                int first = chain.array()[0];
                var quoted = Frames.ipv6(Target.NODE, "2001:db8:f::1", first, 64, chain.array());
                host.target().hears(Target.LAN, error(type, 0, type == TOO_BIG ? 1300 : 0, quoted));
                host.invariants();
                host.check(host.target().engine().pathMtus().size() == 0, "a path MTU of nothing that was sent");
            }
        }
    }

    @Test
    void quotesOfWhatOthersSentChangeNothing() {
        var host = host();
        var others = Frames.ipv6("2001:db8:1::77", "2001:db8:f::1", 17, 64, new byte[16]);
        for (int type : new int[] {UNREACHABLE, EXCEEDED, PROBLEM}) {
            host.dropped("inaba.icmp6.quote-not-ours", error(type, 0, 0, others));
        }
        host.dropped("inaba.icmp6.quote-not-ours", error(TOO_BIG, 0, 1280, others));
    }

    /// RFC 8201 §4: below the minimum it is not believed, whatever is quoted; and of what was not sent, never.
    @Test
    void packetTooBigBelowTheMinimumIsNotBelieved() {
        var host = host();
        sendLongReply(host);
        var quoted = lastReply;
        for (int mtu = 0; mtu < 1280; mtu += mtu < 100 ? 1 : 59) {
            host.passes(error(TOO_BIG, 0, mtu, quoted)); // who sent it is told, but no path MTU
        }
        for (long mtu : new long[] {1500, 1501, 65_535, 65_536, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
            host.passes(error(TOO_BIG, 0, mtu, quoted));
        }
        var never = Frames.ipv6(Target.NODE, "2001:db8:f::1", 17, 64, new byte[1200]);
        host.passes(error(TOO_BIG, 0, 1300, java.util.Arrays.copyOf(never, 1000)));
        host.rows("path MTUs", 0);
        host.passes(error(TOO_BIG, 0, 1300, quoted));
        host.rows("path MTUs", 1);
    }

    /// CVE-2023-52340: a flood of Packet Too Big about all destinations there are.
    @Test
    void aFloodOfPacketTooBigFillsNothing() {
        var host = host();
        host.flood(20_000, i -> {
            var quoted = Frames.ipv6(Target.NODE, "2001:db8:f::%x:%x".formatted(i, i & 7), 17, 64, new byte[1000]);
            return error(TOO_BIG, 0, 1280 + i % 200, quoted);
        });
        host.rows("path MTUs", 0);
        sendLongReply(host);
        host.flood(20_000, i -> error(TOO_BIG, 0, 1280 + i % 200, lastReply));
        host.rows("path MTUs", 1);
    }

    /// All types, all codes, with anything behind them.
    @Test
    void aFloodOfRandomMessagesHarmsNothing() {
        for (var battle : List.of(host(), router())) {
            var random = new java.util.Random(6);
            battle.flood(30_000, _ -> {
                var body = new byte[random.nextInt(120)];
                random.nextBytes(body);
                var message = Frames.icmp6(Target.ATTACKER, Target.NODE, random.nextInt(256), random.nextInt(3), body);
                return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, ICMP6, 255, message));
            });
        }
    }

    /// RFC 4443 §2.4 (f): what the node answers to a flood, it answers at its rate.
    @Test
    void errorsAreSentAtTheirRate() {
        var router = router();
        int[] errors = {0};
        router.target().sent();
        for (int i = 0; i < 2_000; i++) {
            router.target().hears(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, "3fff::1", 17, 64, new byte[8])));
            errors[0] += router.target().sent().size();
        }
        router.check(errors[0] > 0 && errors[0] < 500, errors[0] + " errors to 2,000 packets at one instant");
        router.target().advance(Duration.ofSeconds(5));
    }

    /// Fragmentation Needed of IPv4 that quotes any protocol, at any length.
    @Test
    void errorsOfIpv4QuoteAnything() {
        var host = host();
        for (int protocol = 0; protocol < 256; protocol += protocol < 140 ? 1 : 23) {
            var quoted = Frames.ipv4(Target.NODE4, "203.0.113.9", protocol, new byte[8]);
            for (int mtu : new int[] {0, 1, 67, 68, 575, 1500, 65_535}) {
                host.target().hears(Target.LAN, error4(3, 4, mtu, quoted));
            }
            host.invariants();
        }
        host.rows("path MTUs", 0);
        var quoted = Frames.ipv4(Target.NODE4, "203.0.113.9", 17, new byte[8]);
        for (int type : new int[] {3, 11, 12}) {
            for (int length = 0; length < 20; length++) {
                host.dropped(
                        "inaba.ip4.icmp.quote-unreadable", error4(type, 0, 0, java.util.Arrays.copyOf(quoted, length)));
            }
        }
        for (int headers = 0; headers < 16; headers++) {
            host.target().hears(Target.LAN, error4(3, 4, 576, Frames.with8(quoted, 0, 0x40 | headers)));
            host.invariants();
        }
    }

    /// The same with IPv4, of all destinations there are, and of one to which a packet was sent.
    @Test
    void aFloodOfFragmentationNeededFillsNothing() {
        var host = host();
        host.flood(20_000, i -> {
            var to = "203.0.%d.%d".formatted(i >>> 8 & 0xff, i & 0xff);
            return error4(3, 4, 68 + i % 1000, Frames.ipv4(Target.NODE4, to, 17, i, 0x4000, new byte[0], new byte[8]));
        });
        host.rows("path MTUs", 0);
        host.target().sent();
        host.target()
                .hears(
                        Target.LAN,
                        toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[1400]))));
        var reply = host.target().sent().getLast();
        var quoted = Frames.with16(java.util.Arrays.copyOfRange(reply, 14, 14 + 28), 6, 0x4000);
        host.passes(error4(3, 4, 600, quoted));
        host.rows("path MTUs", 1);
    }

    private byte[] lastReply = {};

    /// The node sends a packet that could be too big: it answers a long echo request.
    private void sendLongReply(Battle host) {
        host.target().sent();
        host.target().hears(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, ICMP6, 64, echo(1400))));
        var reply = host.target().sent().getLast();
        lastReply = java.util.Arrays.copyOfRange(reply, 14, 14 + 1200);
    }

    private static byte[] error(int type, int code, long parameter, byte[] quoted) {
        var body = new Octets().u32(parameter).bytes(quoted).array();
        var message = Frames.icmp6(Target.ATTACKER, Target.NODE, type, code, body);
        return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, ICMP6, 64, message));
    }

    private static byte[] error4(int type, int code, int mtu, byte[] quoted) {
        var message =
                Frames.icmp4(type, code, new Octets().u32(mtu).bytes(quoted).array());
        return toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, message));
    }
}
