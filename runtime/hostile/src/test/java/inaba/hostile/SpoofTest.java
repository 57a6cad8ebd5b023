package inaba.hostile;

import inaba.ingress.IngressCommand;
import inaba.ndguard.NdGuardCommand;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Addresses of others: as sources of packets, and in claims of Neighbor Discovery, where the link is guarded.
class SpoofTest extends Siege {
    private static final int NA = 136;
    private static final String STRANGER = "2001:db8:1::77";

    @Test
    void sourcesThatLiveElsewhereAreDropped() {
        var router = router();
        var target = router.target();
        target.type(new IngressCommand(target.engine()), "set lan rpf strict");
        for (var source : new String[] {target.far().global(), "2001:db8:2::77"}) {
            router.dropped("inaba.ingress.another-way-back", toNode(echoFrom(source)));
        }
        for (int i = 0; i < 256; i++) {
            router.dropped("inaba.ingress.no-way-back", toNode(echoFrom("2400:%x::1".formatted(i + 1))));
        }
        router.dropped(
                "inaba.ingress.another-way-back",
                toNode(Frames.ipv4(target.far().ipv4(), Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]))));
        router.dropped(
                "inaba.ingress.no-way-back",
                toNode(Frames.ipv4("8.8.8.8", Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]))));
        router.passes(toNode(echoFrom(Target.ATTACKER)));
    }

    @Test
    void bogonsAreDroppedByKind() {
        var router = router();
        var target = router.target();
        target.type(
                new IngressCommand(target.engine()),
                "set lan bogon private bogon reserved bogon discard bogon transition");
        Map.of(
                        "fd00::1", "private",
                        "fec0::1", "reserved",
                        "4000::1", "reserved",
                        "100::1", "discard",
                        "2002::1", "transition",
                        "::2", "transition")
                .forEach((source, reason) -> router.dropped("inaba.ingress." + reason, toNode(echoFrom(source))));
        router.dropped(
                "inaba.ingress.private",
                toNode(Frames.ipv4("10.0.0.1", Target.NODE4, 1, Frames.icmp4(8, 0, new byte[8]))));
    }

    @Test
    void whoIsKnownKeepsTheAddress() {
        var host = host();
        var target = host.target();
        target.type(new NdGuardCommand(target.engine()), "set lan learn");
        new Service(target).check();
        var victim = target.near().global();
        for (int i = 0; i < 64; i++) {
            host.dropped("inaba.ndguard.bound-to-another", claim(victim, Target.ATTACKER_MAC, Target.ATTACKER_MAC));
            host.dropped(
                    "inaba.ndguard.lladdr",
                    claim(STRANGER, Target.ATTACKER_MAC, target.near().mac()));
        }
    }

    /// More addresses than any table holds, each claimed by another.
    @Test
    void claimsWithoutEndFillNoTable() {
        var router = router();
        var target = router.target();
        target.type(new NdGuardCommand(target.engine()), "set lan learn source on max 16");
        router.flood(20_000, i -> {
            var mac = "06:00:00:%02x:%02x:%02x".formatted(i >>> 16, i >>> 8 & 0xff, i & 0xff);
            return claim("2001:db8:1::5eed:%x:%x".formatted(i >>> 16, i & 0xffff), mac, mac);
        });
        router.rows("bindings", 16);
    }

    @Test
    void whereOnlyBoundAddressesAreClaimedNobodyElseBecomesANeighbor() {
        var router = router();
        var target = router.target();
        var guard = new NdGuardCommand(target.engine());
        target.type(
                guard,
                "add " + target.near().global() + " lladdr " + target.near().mac() + " dev lan");
        target.type(
                guard,
                "add " + target.near().linkLocal() + " lladdr " + target.near().mac() + " dev lan");
        target.type(guard, "set lan static");
        for (int i = 0; i < 64; i++) {
            var address = "2001:db8:1::%x".formatted(0x1000 + i);
            router.dropped("inaba.ndguard.not-bound", claim(address, Target.ATTACKER_MAC, Target.ATTACKER_MAC));
        }
    }

    private static byte[] echoFrom(String source) {
        var echo = Frames.icmp6(source, Target.NODE, Frames.ECHO_REQUEST, 0, new byte[8]);
        return Frames.ipv6(source, Target.NODE, Frames.ICMP6, 64, echo);
    }

    /// An unsolicited advertisement that overrides.
    private static byte[] claim(String address, String from, String option) {
        var body = new Octets()
                .u32(0x2000_0000L)
                .address(address)
                .u8(2)
                .u8(1)
                .hex(option.replace(":", ""))
                .array();
        var message = Frames.icmp6(address, "ff02::1", NA, 0, body);
        return Frames.ethernet(
                Frames.groupMac("ff02::1"),
                from,
                Frames.IPV6,
                Frames.ipv6(address, "ff02::1", Frames.ICMP6, 255, message));
    }
}
