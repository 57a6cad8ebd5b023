package inaba.testkit;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.protocol.Node;
import inaba.api.route.Fib;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.route.PlainFib;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a change of routes costs the forwarding table: work is counted, not time.
class RouteChangeTest {
    private static final int MANY = 5_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Lab lab;
    private final LabNode node;
    private final Counting algorithm = new Counting();
    private final int link;

    RouteChangeTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", true);
        link = node.link("lan", new Wire()).index();
        node.use(algorithm);
        lab.settle();
    }

    @Test
    void oneChangeOfALargeTableIsOneChangeOfItsFibAndSeenAtOnce() {
        many(0, MANY);
        lab.advance(LONGEST_PAUSE);
        algorithm.forget();

        node.engine().routes().put(row(MANY));
        lab.settle();

        assertNotNull(leadsTo(MANY));
        assertEquals(1, algorithm.changes);
        assertEquals(0, algorithm.built);

        node.engine().routes().remove(row(MANY).key());
        lab.settle();

        assertNull(leadsTo(MANY));
        assertEquals(2, algorithm.changes);
        assertEquals(0, algorithm.built);
    }

    @Test
    void manyChangesRightBehindOneAnotherAreCollected() {
        many(0, MANY / 2);
        algorithm.forget();
        for (int from = MANY / 2; from < MANY; from += 50) {
            many(from, 50);
        }
        assertEquals(0, algorithm.changes + algorithm.built);

        lab.advance(LONGEST_PAUSE);
        assertNotNull(leadsTo(MANY - 1));
        assertEquals(MANY, fib().routes());
        assertEquals(MANY, algorithm.built);
    }

    @Test
    void aTableIsBuiltOnceHoweverManyRoutesComeAndSeenAsSoonAsSomebodyWaits() {
        many(0, 200);
        algorithm.forget();
        many(200, MANY - 200);
        assertNull(leadsTo(MANY - 1));

        var seen = new AtomicBoolean();
        node.engine().whenRoutesSeen(() -> seen.set(leadsTo(MANY - 1) != null));
        lab.settle();

        assertTrue(seen.get());
        assertEquals(MANY, algorithm.built);
        assertEquals(0, algorithm.changes);

        node.engine().routes().put(row(MANY));
        lab.settle();
        assertNotNull(leadsTo(MANY));
    }

    @Test
    void aGatewaysLinkThatGoesDownIsCompiledInPieces() {
        many(0, MANY);
        lab.advance(LONGEST_PAUSE);
        algorithm.forget();

        var row = requireNonNull(node.engine().links().get(link));
        node.engine().links().put(row.withAdminUp(false));
        node.engine().resolve(address(7), Ipv6Address.UNSPECIFIED, 0);
        assertNotNull(leadsTo(MANY - 1)); // who asks for a route does not wait for all of them
        lab.advance(LONGEST_PAUSE);

        assertNull(leadsTo(0));
        assertNull(leadsTo(MANY - 1));
    }

    @Test
    void anAlgorithmThatComesWhileATableIsBuiltGetsItsRoutes() {
        var next = new Counting();
        many(0, 200);
        algorithm.whileBuilding = () -> node.use(next);
        many(200, MANY - 200);
        lab.advance(LONGEST_PAUSE);

        assertNotNull(leadsTo(MANY - 1));
        assertEquals(MANY, fib().routes());
        next.forget();
        node.engine().routes().remove(row(0).key());
        lab.settle();
        assertEquals(1, next.changes);
        assertNull(leadsTo(0));
    }

    @Test
    void anAlgorithmThatThrowsWhileATableIsBuiltLeavesItToTheEnginesOwn() {
        many(0, 200);
        algorithm.whileBuilding = () -> {
            throw new IllegalStateException("no memory");
        };
        many(200, MANY - 200);
        lab.advance(LONGEST_PAUSE);

        assertNotNull(leadsTo(MANY - 1));
        assertEquals("(core)", fib().algorithm());
        assertEquals(1, node.exceptions());
    }

    private void many(int from, int count) {
        for (int i = from; i < from + count; i++) {
            node.engine().routes().put(row(i));
        }
        lab.settle();
    }

    private RouteRow row(int number) {
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.of(address(number), 48),
                Prefix.ALL,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(link, null, 1)),
                1024,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                Row.PERSON,
                Row.FOREVER);
    }

    private static Ipv6Address address(int number) {
        return new Ipv6Address(0x2a00_0000_0000_0000L | (long) number << 16, 0);
    }

    /// In the published table.
    private @Nullable Object leadsTo(int number) {
        var plan = node.engine().published();
        int value = plan.links()[link].fib().lookup(address(number).high(), 0);
        return value == Fib.NONE ? null : plan.nextHops().get(value);
    }

    private Node.FibInfo fib() {
        return node.engine().fibs().getFirst();
    }

    /// The engine's own table, which counts what it is asked for.
    private static final class Counting implements Fib.Algorithm {
        private int built;
        private int changes;
        private @Nullable Runnable whileBuilding;

        void forget() {
            built = 0;
            changes = 0;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Fib build(Collection<Fib.Entry> entries) {
            built += entries.size();
            var meanwhile = whileBuilding;
            whileBuilding = null;
            if (meanwhile != null) {
                meanwhile.run();
            }
            return new CountingFib(PlainFib.of(entries));
        }

        private final class CountingFib implements Fib {
            private final Fib fib;

            CountingFib(Fib fib) {
                this.fib = fib;
            }

            @Override
            public int lookup(long high, long low) {
                return fib.lookup(high, low);
            }

            @Override
            public Fib apply(List<Change> made) {
                changes += made.size();
                return new CountingFib(fib.apply(made));
            }

            @Override
            public long memory() {
                return fib.memory();
            }
        }
    }
}
