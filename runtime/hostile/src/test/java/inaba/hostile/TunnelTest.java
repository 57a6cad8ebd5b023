package inaba.hostile;

import inaba.core.count.Column;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What comes inside of other packets: from a peer of a tunnel, and from nobody's.
class TunnelTest extends Siege {
    private static final int IN_IPV6 = 41;
    private static final int IN_IPV4 = 4;
    private static final int GRE = 47;
    private static final String STRANGER = "2001:db8:1::5eed";
    private static final String STRANGER4 = "192.0.2.77";

    /// CVE-2020-10136, with tunnels of others configured.
    @Test
    void aPeerThatNobodyConfiguredReachesNothing() {
        var gateway = gateway();
        var inner = Frames.ipv6(STRANGER, gateway.target().far().global(), Frames.NONE, 64, new byte[8]);
        var inner4 = Frames.ipv4(STRANGER4, gateway.target().far().ipv4(), 1, Frames.icmp4(8, 0, new byte[8]));
        for (int protocol : new int[] {IN_IPV4, IN_IPV6, GRE, 97, 137, 143}) {
            for (var inside : List.of(inner, inner4, Frames.join(new byte[] {0, 0, (byte) 0x86, (byte) 0xdd}, inner))) {
                refused(gateway, Frames.ipv6(STRANGER, Target.NODE, protocol, 64, inside), inside);
                refused(gateway, Frames.ipv4(STRANGER4, Target.NODE4, protocol, inside), inside);
            }
        }
    }

    /// Whoever is inside of ever more headers comes to an end.
    @Test
    void tunnelsInTunnelsEnd() {
        var gateway = gateway();
        var packet = Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.ICMP6, 64, echo(4));
        for (int depth = 1; depth <= 30; depth++) {
            packet = Frames.ipv6(Target.ATTACKER, Target.NODE, IN_IPV6, 64, packet);
            gateway.target().hears(Target.LAN, toNode(packet));
            gateway.invariants();
        }
        gateway.check(total(gateway, "inaba.core.tunnel-nesting") > 0, "no end to headers");
    }

    /// CVE-2022-34718: fragments that appear when the outer headers are off, whatever is wrong with them.
    @Test
    void fragmentsThatDecapsulationRevealsAreTreatedAsAnyOther() {
        var gateway = gateway();
        for (int offset : new int[] {0, 8, 16, 1400, 65_520, 65_528}) {
            for (int length : new int[] {0, 1, 7, 8, 64, 1200}) {
                for (boolean more : new boolean[] {true, false}) {
                    var piece =
                            Frames.join(Frames.fragment(Frames.ICMP6, offset, more, offset + length), new byte[length]);
                    var inner = Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, piece);
                    gateway.target().hears(Target.LAN, inside(inner));
                    gateway.invariants();
                }
            }
        }
        var hidden = Frames.join(Frames.fragment(IN_IPV6, 0, true, 1), Frames.fragment(Frames.FRAGMENT, 0, true, 2));
        gateway.target()
                .hears(Target.LAN, inside(Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, hidden)));
        gateway.invariants();
        gateway.flood(
                20_000,
                i -> inside(Frames.ipv6(
                        Target.ATTACKER,
                        Target.NODE,
                        Frames.FRAGMENT,
                        64,
                        Frames.join(Frames.fragment(Frames.ICMP6, 0, true, i), new byte[64]))));
        gateway.target().advance(Duration.ofSeconds(61));
        gateway.check(gateway.target().missing() == 0, "fragments are kept");
    }

    /// The outer packet comes in pieces whose content is a packet in pieces.
    @Test
    void fragmentsInsideOfFragmentsAreTreatedAsAnyOther() {
        var gateway = gateway();
        var piece = Frames.join(Frames.fragment(Frames.ICMP6, 0, true, 7), echo(1000));
        var inner = Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, piece);
        for (int i = 0; i < 200; i++) {
            int cut = inner.length / 2 & ~7;
            var first = Frames.join(Frames.fragment(IN_IPV6, 0, true, i), Arrays.copyOf(inner, cut));
            var second =
                    Frames.join(Frames.fragment(IN_IPV6, cut, false, i), Arrays.copyOfRange(inner, cut, inner.length));
            gateway.target()
                    .hears(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, second)));
            gateway.target()
                    .hears(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, first)));
            gateway.invariants();
        }
        gateway.target().advance(Duration.ofSeconds(61));
    }

    /// Whatever the peer puts inside, of both families and of GRE.
    @Test
    void noiseFromThePeerHarmsNobody() {
        var gateway = gateway();
        var random = new Random(1);
        gateway.flood(20_000, i -> {
            var noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            if (noise.length > 0 && i % 2 == 0) {
                noise[0] = (byte) (i % 4 == 0 ? 0x60 : 0x45);
            }
            int protocol = new int[] {IN_IPV4, IN_IPV6, GRE}[i % 3];
            return i % 5 == 0
                    ? toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, IN_IPV6, noise))
                    : toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, protocol, 64, noise));
        });
    }

    private static byte[] inside(byte[] inner) {
        return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, IN_IPV6, 64, inner));
    }

    /// Nothing of what was inside goes on.
    private static void refused(Battle gateway, byte[] packet, byte[] inside) {
        var target = gateway.target();
        target.sent();
        long forwarded = target.counted(Target.LAN, Column.FORWARDED);
        target.hears(Target.LAN, toNode(packet));
        gateway.check(target.counted(Target.LAN, Column.FORWARDED) == forwarded, "it was forwarded");
        gateway.check(
                target.sent().stream().noneMatch(frame -> frame.length == inside.length + 14),
                "what was inside went on");
        gateway.invariants();
    }

    private static long total(Battle battle, String reason) {
        return battle.target().engine().counters().totals().getOrDefault(reason, 0L);
    }
}
