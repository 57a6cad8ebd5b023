package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of several routes the engine takes.
class RouteChoiceTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final Ipv6Address ANY = Ipv6Address.UNSPECIFIED;
    private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:9::1");

    @TempDir
    Path state;

    private Lab lab;
    private LabNode node;

    @BeforeEach
    void aNodeWithOneLink() {
        lab = new Lab(state);
        node = lab.node("node", true);
        node.link("eth", new Wire());
        node.address("eth", "2001:db8::2/64");
    }

    @Test
    void theDestinationDecidesFirstThenTheSource() {
        route("::/0", "2001:db8:a::/48", "fe80::a", 1024, RouteRow.Preference.MEDIUM);
        route("2001:db8:9::/48", "::/0", "fe80::b", 1024, RouteRow.Preference.MEDIUM);
        assertEquals("fe80::b", via(FAR, Ipv6Address.parse("2001:db8:a::1")));
        assertEquals("fe80::a", via(Ipv6Address.parse("2001:db8:8::1"), Ipv6Address.parse("2001:db8:a::1")));
        assertNull(via(Ipv6Address.parse("2001:db8:8::1"), Ipv6Address.parse("2001:db8:b::1")));
    }

    @Test
    void whereNoSourceFitsTheCoveringPrefixServesUntilItsRouteGoes() {
        route("2001:db8:9::/48", "2001:db8:b::/48", "fe80::b", 1024, RouteRow.Preference.MEDIUM);
        var covering = route("2001:db8::/32", "2001:db8:a::/48", "fe80::a", 1024, RouteRow.Preference.MEDIUM);
        assertEquals("fe80::a", via(FAR, Ipv6Address.parse("2001:db8:a::1")));
        node.engine().routes().remove(covering.key());
        assertNull(via(FAR, Ipv6Address.parse("2001:db8:a::1")));
    }

    @Test
    void theLeastMetricWinsThenTheReachableRouterThenThePreference() {
        route("::/0", "::/0", "fe80::a", 512, RouteRow.Preference.LOW);
        route("::/0", "::/0", "fe80::b", 1024, RouteRow.Preference.HIGH);
        assertEquals("fe80::a", via(FAR, ANY));
        node.engine().routes().rows().stream()
                .filter(r -> r.metric() == 512)
                .forEach(r -> node.engine().routes().remove(r.key()));
        assertEquals("fe80::b", via(FAR, ANY));
    }

    @Test
    void aPreferredRouterThatRecoversIsTakenAgain() {
        route("::/0", "::/0", "fe80::a", 1024, RouteRow.Preference.HIGH);
        route("::/0", "::/0", "fe80::b", 1024, RouteRow.Preference.MEDIUM);
        assertEquals("fe80::a", via(FAR, ANY));
        neighbor("fe80::a", NeighborRow.State.FAILED);
        assertEquals("fe80::b", via(FAR, ANY));
        neighbor("fe80::a", NeighborRow.State.REACHABLE);
        assertEquals("fe80::a", via(FAR, ANY));
    }

    @Test
    void aLinkThatIsDownCarriesNoRouteUntilItIsUpAgain() {
        route("::/0", "::/0", "fe80::a", 1024, RouteRow.Preference.MEDIUM);
        node.port("eth").carrier(false);
        lab.settle();
        assertNull(via(FAR, ANY));
        node.port("eth").carrier(true);
        lab.settle();
        assertEquals("fe80::a", via(FAR, ANY));
    }

    @Test
    void aRouteThatIsRenewedServesUntilItsNewEndAndIsShownWithIt() {
        var row = route("::/0", "::/0", "fe80::a", 1024, RouteRow.Preference.MEDIUM);
        for (long until : new long[] {HOUR, 2 * HOUR}) {
            node.engine().routes().put(until(row, until));
            assertEquals(until, resolved(FAR, ANY).validUntil());
        }
        lab.advance(Duration.ofNanos(2 * HOUR - 1));
        assertEquals("fe80::a", via(FAR, ANY));
        lab.advance(Duration.ofNanos(1));
        assertNull(via(FAR, ANY));
    }

    @Test
    void aRouteThatIsRenewedByAnotherWayLeadsThere() {
        var row = route("::/0", "::/0", "fe80::a", 1024, RouteRow.Preference.MEDIUM);
        route("::/0", "::/0", "fe80::b", 1024, RouteRow.Preference.LOW);
        assertEquals("fe80::a", via(FAR, ANY));
        node.engine().routes().remove(row.key());
        route("::/0", "::/0", "fe80::b", 1024, RouteRow.Preference.HIGH);
        node.engine().routes().put(until(row, HOUR));
        assertEquals("fe80::b", via(FAR, ANY));
    }

    private static RouteRow until(RouteRow row, long validUntil) {
        return new RouteRow(
                row.table(),
                row.destination(),
                row.source(),
                row.kind(),
                row.nextHops(),
                row.metric(),
                row.preference(),
                row.protocol(),
                row.mtu(),
                row.preferredSource(),
                row.separate(),
                row.owner(),
                validUntil);
    }

    private RouteRow resolved(Ipv6Address destination, Ipv6Address source) {
        var resolved = Objects.requireNonNull(node.engine().resolve(destination, source, 0));
        return Objects.requireNonNull(resolved.route());
    }

    private @Nullable String via(Ipv6Address destination, Ipv6Address source) {
        var resolved = node.engine().resolve(destination, source, 0);
        return resolved == null || resolved.nextHop() == null
                ? null
                : resolved.nextHop().neighbor().toString();
    }

    private void neighbor(String address, NeighborRow.State to) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(1, Ipv6Address.parse(address), new MacAddress(2), to, true, 0, 0, 0, "test"));
    }

    private RouteRow route(String destination, String source, String via, int metric, RouteRow.Preference preference) {
        var row = new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(destination),
                Prefix.parse(source),
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(1, Ipv6Address.parse(via), 1)),
                metric,
                preference,
                "ra",
                0,
                null,
                true,
                Row.PERSON,
                Row.FOREVER);
        node.engine().routes().put(row);
        return row;
    }
}
