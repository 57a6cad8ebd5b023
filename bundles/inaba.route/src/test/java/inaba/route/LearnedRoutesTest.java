package inaba.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.RouteRow;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.nd.RouterPreference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exchanges between a host of ours and routers that the test speaks for.
class LearnedRoutesTest {
    private static final String FAR = "2001:db8:ffff::1";

    @TempDir
    Path state;

    @Clause({"RFC 4861 §6.3.4c", "RFC 4861 §5.2a", "RFC 4861 §6.3.5b"})
    @Test
    void aHostLearnsItsDefaultRouterAndForgetsItWhenTheLifetimeIsOver() throws CommandException {
        var host = new RouteLab(state);
        assertNull(host.nextHop(FAR));

        host.hears(router("fe80::1", 1800));
        assertEquals(
                List.of("default via fe80::1 dev wan proto ra metric 1024 expires 1800sec pref medium"), host.routes());
        assertEquals("fe80::1", host.nextHop(FAR));

        host.passes(1799);
        assertEquals("fe80::1", host.nextHop(FAR));
        host.passes(1);
        assertEquals(List.of(), host.routes());
        assertNull(host.nextHop(FAR));
    }

    @Clause("RFC 4861 §6.3.4c")
    @Test
    void eachAdvertisementStartsTheLifetimeAnew() {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 30));
        host.passes(20);
        host.hears(router("fe80::1", 30));
        host.passes(20);
        assertEquals("fe80::1", host.nextHop(FAR));
        host.passes(10);
        assertNull(host.nextHop(FAR));
    }

    @Clause("RFC 4861 §6.3.4d")
    @Test
    void aRouterThatResignsIsLeftAtOnce() {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800));
        host.hears(router("fe80::2", 1800).preference(RouterPreference.LOW));
        assertEquals("fe80::1", host.nextHop(FAR));
        host.hears(router("fe80::1", 0));
        assertEquals("fe80::2", host.nextHop(FAR));
    }

    /// RFC 4191 §3.2: preference, then RFC 4861 §6.3.6: among routers that answer.
    @Clause({"RFC 4861 §6.3.6a", "RFC 4191 §3.2b", "RFC 4861 §6.3.4e", "RFC 4861 §7.3.3f"})
    @Test
    void theBestRouterIsUsedAsLongAsItAnswers() {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800).preference(RouterPreference.LOW));
        host.hears(router("fe80::2", 1800).preference(RouterPreference.HIGH));
        host.hears(router("fe80::3", 1800));
        assertEquals("fe80::2", host.nextHop(FAR));

        neighbor(host, "fe80::2", NeighborRow.State.UNREACHABLE, true);
        assertEquals("fe80::3", host.nextHop(FAR));
        neighbor(host, "fe80::3", NeighborRow.State.FAILED, true);
        assertEquals("fe80::1", host.nextHop(FAR));
        neighbor(host, "fe80::1", NeighborRow.State.FAILED, true);
        assertEquals("fe80::2", host.nextHop(FAR), "when none answers, the best is tried all the same");
        neighbor(host, "fe80::3", NeighborRow.State.REACHABLE, true);
        host.passes(1);
        host.hears(router("fe80::3", 1800));
        assertEquals("fe80::3", host.nextHop(FAR));
    }

    /// RFC 4861 §7.2.5
    @Test
    @Clause("RFC 4861 §7.2.5h")
    void aNeighborThatIsNoLongerARouterIsNoDefaultRouter() throws CommandException {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800).route("2001:db8:5::/48", RouterPreference.MEDIUM, 600));
        host.hears(router("fe80::2", 1800));
        neighbor(host, "fe80::1", NeighborRow.State.REACHABLE, true);
        assertEquals(3, host.routes().size());
        neighbor(host, "fe80::1", NeighborRow.State.REACHABLE, false);
        assertEquals(1, host.routes().size());
        assertEquals("fe80::2", host.nextHop(FAR), "the other is still one");
    }

    @Clause("RFC 4191 §3.2a")
    @Test
    void aPacketThatMustLeaveByALinkTakesARouterOfThatLink() {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800));
        host.lan.inject(
                router("fe80::2", 1800).preference(RouterPreference.HIGH).bytes());
        host.lab.settle();
        int lan = Objects.requireNonNull(host.host.engine().link("lan")).index();
        int wan = Objects.requireNonNull(host.host.engine().link("wan")).index();
        assertEquals("fe80::2", host.nextHop(FAR));
        assertEquals("fe80::2", host.nextHop(FAR, lan));
        assertEquals("fe80::1", host.nextHop(FAR, wan));
    }

    @Clause("RFC 4191 §3.2a")
    @Test
    void aMoreSpecificRouteLeadsToItsOwnRouter() {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800).preference(RouterPreference.HIGH));
        host.hears(router("fe80::2", 0).route("2001:db8:5::/48", RouterPreference.LOW, 60));
        assertEquals("fe80::2", host.nextHop("2001:db8:5::1"));
        assertEquals("fe80::1", host.nextHop("2001:db8:6::1"));
        host.passes(60);
        assertEquals("fe80::1", host.nextHop("2001:db8:5::1"));
    }

    @Clause({"RFC 4861 §6.3.4m", "RFC 4861 §5.2a", "RFC 4861 §6.3.5a", "RFC 5942 §4c"})
    @Test
    void aPrefixWithTheOnLinkFlagMakesNeighborsOfItsAddresses() throws CommandException {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800)
                .prefix("2001:db8:1::/64", "LA", 100, 100)
                .prefix("2001:db8:2::/64", "A", 100, 100));
        assertEquals("2001:db8:1::9", host.nextHop("2001:db8:1::9"));
        assertEquals("fe80::1", host.nextHop("2001:db8:2::9"));
        host.passes(100);
        assertEquals("fe80::1", host.nextHop("2001:db8:1::9"), "RFC 5942 §4 rule 2");
        assertEquals(1, host.routes().size());
    }

    @Test
    void invalidAdvertisementsAreDroppedByNameAndTeachNothing() throws CommandException {
        var host = new RouteLab(state);
        host.hears(router("fe80::1", 1800).hopLimit(254));
        host.hears(router("fe80::1", 1800).code(1));
        host.hears(router("2001:db8::1", 1800));
        assertEquals(List.of(), host.routes());
        assertEquals(1, host.drops("inaba.nd.hop-limit-not-255"));
        assertEquals(1, host.drops("inaba.nd.code-not-zero"));
        assertEquals(1, host.drops("inaba.nd.source-not-link-local"));
        assertTrue(host.host.addsUp("wan"));
    }

    @Test
    void aLinkThatForwardsLearnsNothingAndForgetsWhatItKnew() throws CommandException {
        var router = new RouteLab(state.resolve("router"), true);
        router.hears(router("fe80::1", 1800));
        assertEquals(List.of(), router.routes());

        var host = new RouteLab(state.resolve("host"));
        host.hears(router("fe80::1", 1800).prefix("2001:db8:1::/64", "L", 100, 100));
        assertEquals(2, host.routes().size());
        var links = host.host.engine().links();
        links.put(Objects.requireNonNull(host.host.engine().link("wan")).withForwarding(true));
        host.lab.settle();
        assertEquals(List.of(), host.routes());
    }

    @Test
    void whatIsTooMuchIsRefusedAndCounted() {
        var host = new RouteLab(state);
        host.host.stop(host.protocol);
        host.host.start(Components.make(RouteProtocol.class, Map.of("routers_per_link", 2)));
        for (int i = 1; i <= 5; i++) {
            host.hears(router("fe80::" + i, 1800));
        }
        assertEquals(2, host.rows().size());
        assertEquals(3, host.drops("inaba.route.learned-refused"));
        assertEquals(5, host.drops("inaba.route.advertisements-heeded"));
    }

    @Test
    void aSuccessorFindsTheRoutesAndTheirLifetimesInTheTable() throws CommandException {
        var host = new RouteLab(state);
        host.host.address("lan", "2001:db8:9::1/64");
        host.hears(router("fe80::1", 100).prefix("2001:db8:1::/64", "L", 200, 200));
        var before = host.routes();
        var changes = new ArrayList<RouteRow>();
        try (var _ = host.host.engine().routes().watch((_, after) -> {
            if (after != null) {
                changes.add(after);
            }
        })) {
            host.host.swap(host.protocol, Components.make(RouteProtocol.class));
            host.lab.settle();
        }
        assertEquals(List.of(), changes, "nothing was written: no packet could notice");
        assertEquals(before, host.routes());
        host.hears(router("fe80::1", 0));
        assertEquals(2, host.routes().size());
        host.passes(200);
        assertEquals(List.of("2001:db8:9::/64 dev lan proto kernel metric 256 pref medium"), host.routes());
        assertEquals(0, host.host.exceptions());
    }

    private static NdFrame router(String address, int lifetime) {
        return NdFrame.routerAdvertisement(lifetime).from(address);
    }

    private static void neighbor(RouteLab host, String address, NeighborRow.State now, boolean router) {
        int link = Objects.requireNonNull(host.host.engine().link("wan")).index();
        var mac = MacAddress.parse("02:00:00:00:00:99");
        host.host
                .engine()
                .neighbors()
                .put(new NeighborRow(link, Ipv6Address.parse(address), mac, now, router, 0, 0, 0, "inaba.nd"));
        host.lab.settle();
    }
}
