package inaba.hostile;

import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.nd.NeighborDiscovery;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What changes while packets are on their way: bundles, links, next hops.
class ChangeTest extends Siege {
    private static final int ROUNDS = 40;

    @Test
    void everyProtocolIsReplacedInTheMiddleOfAnAttack() {
        for (var battle : List.of(host(), router())) {
            var target = battle.target();
            for (int round = 0; round < ROUNDS; round++) {
                for (var protocol : target.protocols()) {
                    attack(target, round);
                    target.swap(protocol);
                    target.settle();
                    battle.invariants();
                }
                target.sent();
            }
        }
    }

    @Test
    void everyProtocolIsStoppedAndStartedInTheMiddleOfAnAttack() {
        for (var battle : List.of(host(), router())) {
            var target = battle.target();
            for (var protocol : target.protocols()) {
                attack(target, 1);
                target.stop(protocol);
                attack(target, 2);
                target.settle();
                battle.invariants();
                target.advance(Duration.ofSeconds(3));
                attack(target, 3);
                target.start(protocol);
                target.settle();
                target.advance(Duration.ofSeconds(3));
                battle.invariants();
            }
        }
    }

    @Test
    void linksGoDownAndUpWithPacketsOnTheirWay() {
        var router = router();
        var target = router.target();
        var wan = target.link(Target.WAN);
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 20; i++) {
                var to = "2001:db8:2::%x:%x".formatted(round + 1, i);
                target.puts(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, to, 253, 64, new byte[8])));
            }
            attack(target, round);
            if (round % 3 == 0) {
                target.node().port(Target.WAN).carrier(round % 2 == 0);
            } else {
                var row = target.engine().links().get(wan);
                target.engine()
                        .links()
                        .put(java.util.Objects.requireNonNull(row).withAdminUp(round % 2 == 0));
            }
            target.settle();
            router.invariants();
            target.advance(Duration.ofMillis(10)); // a hundred times a second
        }
        target.node().port(Target.WAN).carrier(true);
        var row = target.engine().links().get(wan);
        target.engine().links().put(java.util.Objects.requireNonNull(row).withAdminUp(true));
        target.advance(Duration.ofSeconds(10));
    }

    @Test
    void nextHopsChangeWithPacketsThatWaitForThem() {
        var router = router();
        var target = router.target();
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 10; i++) {
                target.puts(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, "2001:db8:f::" + i, 253, 64, new byte[8])));
            }
            var via = Ipv6Address.parse("2001:db8:2::%x".formatted(round % 4 == 0 ? 0xf : 0x100 + round));
            var row = new RouteRow(
                    RouteRow.MAIN,
                    Prefix.parse("2001:db8:f::/48"),
                    Prefix.ALL,
                    RouteRow.Kind.UNICAST,
                    List.of(new NextHop(target.link(Target.WAN), via, 1)),
                    256,
                    RouteRow.Preference.MEDIUM,
                    "static",
                    0,
                    null,
                    false,
                    Row.PERSON,
                    Row.FOREVER);
            target.engine().routes().put(row);
            if (round % 5 == 0) {
                target.swap(NeighborDiscovery.class);
            }
            if (round % 7 == 0) {
                target.engine().routes().remove(row.key());
            }
            target.settle();
            router.invariants();
            target.advance(Duration.ofMillis(100));
        }
    }

    /// Something of everything.
    private static void attack(Target target, int round) {
        var from = "fe80::%x:%x".formatted(0x77, round);
        var solicit = new Octets()
                .u32(0)
                .address(Target.NODE_LINK_LOCAL)
                .hex("0101 020000000bad")
                .array();
        put(target, from, Target.NODE_LINK_LOCAL, 58, 255, message(from, Target.NODE_LINK_LOCAL, 135, solicit));
        var advertise = new Octets().u32(0x4000_0708L).u32(0).u32(0).array();
        put(target, from, Target.NODE_LINK_LOCAL, 58, 255, message(from, Target.NODE_LINK_LOCAL, 134, advertise));
        put(target, Target.ATTACKER, Target.NODE, 58, 64, echo(1_000));
        var piece = Frames.join(
                Frames.fragment(58, 0, true, round),
                new Octets().u8(128).zeros(23).array());
        put(target, Target.ATTACKER, Target.NODE, Frames.FRAGMENT, 64, piece);
        put(target, Target.ATTACKER, "2001:db8:2::%x".formatted(0x1000 + round), 253, 64, new byte[8]);
        put(target, Target.ATTACKER, "3fff::1", 253, 64, new byte[8]);
        target.puts(
                Target.LAN, toNode(Frames.ipv4(Target.ATTACKER4, "198.51.100." + (2 + round % 200), 17, new byte[8])));
        target.puts(
                Target.LAN, toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]))));
    }

    private static byte[] message(String from, String to, int type, byte[] body) {
        return Frames.icmp6(from, to, type, 0, body);
    }

    private static void put(Target target, String from, String to, int next, int hopLimit, byte[] payload) {
        target.puts(Target.LAN, toNode(Frames.ipv6(from, to, next, hopLimit, payload)));
    }
}
