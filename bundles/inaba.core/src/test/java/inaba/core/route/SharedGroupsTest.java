package inaba.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.time.ManualTime;
import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.Adjacency;
import inaba.core.path.NeighborDst;
import inaba.core.slot.Faults;
import inaba.core.table.Rows;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedGroupsTest {
    private static final NeighborKey A = new NeighborKey(1, Ipv6Address.parse("2001:db8::a"));
    private static final NeighborKey B = new NeighborKey(1, Ipv6Address.parse("2001:db8::b"));

    private final Faults faults = new Faults();
    private final Adjacencies adjacencies = new Adjacencies(
            1,
            new Rows<NeighborKey, NeighborRow>("neighbors", 8, new ManualTime(), faults, List.of()),
            _ -> false,
            new Nowhere(),
            faults);
    private final SharedGroups groups = new SharedGroups(adjacencies);

    @Test
    void routesThatLeadTheSameWayShareOneGroup() {
        var first = groups.take(hops(A));
        assertSame(first, groups.take(hops(A)));
        assertNotSame(first, groups.take(hops(B)));
    }

    @Test
    void theOrderAndTheWeightOfHopsCount() {
        var first = groups.take(hops(A, B));
        assertNotSame(first, groups.take(hops(B, A)));
        assertNotSame(first, groups.take(hops(A, A, B)));
        assertSame(first, groups.take(hops(A, B)));
    }

    @Test
    void aGroupStaysAsLongAsARouteLeadsThere() {
        var group = groups.take(hops(A));
        groups.take(hops(A));
        groups.give(group);
        assertEquals(1, groups.size());
        groups.give(group);
        assertEquals(0, groups.size());
    }

    @Test
    void aGatewaysCellStaysAsLongAsAGroupLeadsThere() {
        var both = groups.take(hops(A, A, B));
        var one = groups.take(hops(A));
        groups.take(hops(A));
        groups.give(both);
        assertNotNull(cell(A));
        assertNull(cell(B));
        groups.give(one);
        assertNotNull(cell(A));
        groups.give(one);
        assertNull(cell(A));
    }

    @Test
    void workersFindTheGroupOfAValue() {
        var nextHops = new NextHops();
        for (int i = 0; i < 1_000; i++) {
            assertEquals(i, nextHops.allocate(entry("2001:db8:1::/48", Prefix.ALL, i % 2 == 0 ? A : B)));
        }
        assertEquals(
                A.address(), Objects.requireNonNull(nextHops.group(998)).pick(7).via());
        assertEquals(
                B.address(), Objects.requireNonNull(nextHops.group(999)).pick(7).via());
        nextHops.release(998);
        assertNull(nextHops.group(998));
        assertNull(nextHops.get(998));
    }

    @Test
    void whereTheSourceCountsEachEntryDecides() {
        var nextHops = new NextHops();
        var from = Prefix.parse("2001:db8:f::/48");
        int value = nextHops.allocate(entry("2001:db8:1::/48", from, A));
        assertNull(nextHops.group(value));
        assertNull(Objects.requireNonNull(nextHops.get(value))
                .choose(A.address().high(), A.address().low()));
    }

    private @Nullable Adjacency cell(NeighborKey key) {
        return adjacencies.get(key.link(), key.address().high(), key.address().low());
    }

    private List<Hop> hops(NeighborKey... gateways) {
        return Arrays.stream(gateways)
                .map(gateway ->
                        new Hop(gateway.link(), gateway.address(), new NeighborDst(adjacencies.require(gateway), 1500)))
                .toList();
    }

    private RouteEntry entry(String prefix, Prefix source, NeighborKey gateway) {
        return new RouteEntry(List.of(row(prefix, source)), groups.take(hops(gateway)), null);
    }

    private static RouteRow row(String prefix, Prefix source) {
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(prefix),
                source,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(1, A.address(), 1)),
                0,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                "test",
                Long.MAX_VALUE);
    }

    private static final class Nowhere implements Adjacencies.Outlet {
        @Override
        public void send(Adjacency adjacency, Packet packet) {
            throw new AssertionError("nothing waits");
        }

        @Override
        public void drop(Packet packet, DropReason reason) {
            throw new AssertionError("nothing waits");
        }
    }
}
