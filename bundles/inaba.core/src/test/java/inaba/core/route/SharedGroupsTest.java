package inaba.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.transform.Dst;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedGroupsTest {
    private static final Ipv6Address A = Ipv6Address.parse("2001:db8::a");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8::b");

    private final NextHops nextHops = new NextHops();

    @Test
    void routesThatLeadTheSameWayShareOneGroup() {
        int first = nextHops.allocate(entry("2001:db8:1::/48", Prefix.ALL, A));
        int second = nextHops.allocate(entry("2001:db8:2::/48", Prefix.ALL, A));
        int other = nextHops.allocate(entry("2001:db8:3::/48", Prefix.ALL, B));
        assertSame(nextHops.group(first), nextHops.group(second));
        assertNotSame(nextHops.group(first), nextHops.group(other));
    }

    @Test
    void theOrderAndTheWeightOfHopsCount() {
        int first = nextHops.allocate(entry("2001:db8:1::/48", Prefix.ALL, A, B));
        int turned = nextHops.allocate(entry("2001:db8:2::/48", Prefix.ALL, B, A));
        int heavier = nextHops.allocate(entry("2001:db8:3::/48", Prefix.ALL, A, A, B));
        int same = nextHops.allocate(entry("2001:db8:4::/48", Prefix.ALL, A, B));
        assertNotSame(nextHops.group(first), nextHops.group(turned));
        assertNotSame(nextHops.group(first), nextHops.group(heavier));
        assertSame(nextHops.group(first), nextHops.group(same));
    }

    @Test
    void aRouteThatChangesLeavesTheGroupToTheOthers() {
        int first = nextHops.allocate(entry("2001:db8:1::/48", Prefix.ALL, A));
        int second = nextHops.allocate(entry("2001:db8:2::/48", Prefix.ALL, A));
        var before = nextHops.group(second);
        nextHops.set(first, entry("2001:db8:1::/48", Prefix.ALL, B));
        assertSame(before, nextHops.group(second));
        assertEquals(B, Objects.requireNonNull(nextHops.group(first)).pick(1).via());
        nextHops.release(first);
        assertNull(nextHops.group(first));
        assertNull(nextHops.get(first));
    }

    @Test
    void whereTheSourceCountsEachEntryDecides() {
        var from = Prefix.parse("2001:db8:f::/48");
        int value = nextHops.allocate(entry("2001:db8:1::/48", from, A));
        assertNull(nextHops.group(value));
        assertNull(Objects.requireNonNull(nextHops.get(value)).choose(A.high(), A.low()));
    }

    @Test
    void aGroupThatNoRouteUsesIsForgotten() {
        var shared = new SharedGroups();
        var group = group(row("2001:db8:1::/48", Prefix.ALL), A);
        shared.take(group);
        shared.take(group(row("2001:db8:2::/48", Prefix.ALL), A));
        shared.give(group);
        assertEquals(1, shared.size());
        shared.give(group);
        assertEquals(0, shared.size());
    }

    @Test
    void aThousandRoutesFindTheirGroups() {
        for (int i = 0; i < 1_000; i++) {
            int value = nextHops.allocate(entry("2001:db8:1::/48", Prefix.ALL, i % 2 == 0 ? A : B));
            assertEquals(i, value);
        }
        assertEquals(A, Objects.requireNonNull(nextHops.group(998)).pick(7).via());
        assertEquals(B, Objects.requireNonNull(nextHops.group(999)).pick(7).via());
    }

    private static RouteEntry entry(String prefix, Prefix source, Ipv6Address... gateways) {
        var row = row(prefix, source);
        return new RouteEntry(new RouteEntry.Choice[] {new RouteEntry.Choice(source, row, group(row, gateways))});
    }

    private static Group group(RouteRow row, Ipv6Address... gateways) {
        return new Group(Arrays.stream(gateways)
                .map(gateway -> new Hop(1, gateway, new Way(gateway), row))
                .toList());
    }

    private static RouteRow row(String prefix, Prefix source) {
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(prefix),
                source,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(1, A, 1)),
                0,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                "test",
                Long.MAX_VALUE);
    }

    private record Way(Ipv6Address gateway) implements Dst {
        @Override
        public int innerMtu() {
            return 1500;
        }

        @Override
        public Verdict output(Packet packet, Egress egress) {
            return Verdict.Go.FORWARD;
        }
    }
}
