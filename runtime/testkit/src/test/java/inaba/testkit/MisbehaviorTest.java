package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.hook.Hook;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.Fib;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.CoreDrop;
import inaba.core.count.Column;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What code of bundles does wrong stays with one packet: nothing leaks, nothing is counted twice, nothing stops.
class MisbehaviorTest {
    private static final int LAN = 1;
    private static final int WAN = 2;
    private static final Ipv6Address A = Ipv6Address.parse("2001:db8:1::a");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8:2::b");

    @TempDir
    Path state;

    private final Wire left = new Wire();
    private final Wire right = new Wire();
    private Lab lab;
    private LabNode router;
    private int ready;

    @BeforeEach
    void aRouter() {
        lab = new Lab(state);
        router = lab.node("router", true);
        router.link("lan", left);
        router.link("wan", right);
        router.address("lan", "2001:db8:1::1/64").address("wan", "2001:db8:2::1/64");
        router.engine().routes().put(route("2001:db8:2::/64"));
        lab.settle();
        ready = router.engine().pool().outstanding();
    }

    @Test
    void aResolverThatThrowsLosesThePacketAndNoMore() {
        router.engine().resolver(IpFamily.IPV6, new NeighborResolver() {
            @Override
            public void resolve(NeighborKey neighbor, Ipv6Address source) {
                throw new IllegalStateException("resolver");
            }

            @Override
            public void used(NeighborKey neighbor) {}

            @Override
            public void redirect(Packet offender, Ipv6Address target, Ipv6Address destination) {}
        });

        inject(10);
        lab.settle();

        assertEquals(10, router.engine().board().drops(LAN).get(CoreDrop.ADDRESS_UNREACHABLE.counterName()));
        assertEquals(0, router.engine().board().value(LAN, Column.HELD));
        assertAllIsAccountedFor();
    }

    @Test
    void anErrorSenderThatThrowsLosesTheErrorOnly() {
        router.engine().errors(IpFamily.IPV6, (_, _, _, _) -> {
            throw new IllegalStateException("errors");
        });

        inject(10); // nobody resolves

        lab.settle();
        assertAllIsAccountedFor();
    }

    @Test
    void aHookThatKeepsAPacketAgainstItsContractLosesIt() {
        router.engine().add(new Hook() {
            @Override
            public Point point() {
                return Point.FORWARD;
            }

            @Override
            public Verdict inspect(Packet packet) {
                return Verdict.Go.HELD;
            }
        });
        lab.settle();

        inject(10);
        lab.settle();

        assertEquals(10, router.engine().board().drops(LAN).get(CoreDrop.EXCEPTION.counterName()));
        assertAllIsAccountedFor();
    }

    @Test
    void aLookupThatThrowsIsCountedAndTheNextPacketIsServed() {
        router.use(new Throwing());
        lab.settle();

        inject(10);
        lab.settle();

        assertEquals(10, router.engine().board().drops(LAN).get(CoreDrop.EXCEPTION.counterName()));
        assertAllIsAccountedFor();
    }

    @Test
    void aValueIsUsedAnewOnlyWhenNoPublishedTableLeadsToIt() {
        var engine = router.engine();
        engine.routes().remove(route("2001:db8:2::/64").key());
        engine.routing().flush();
        engine.routes().put(route("2001:db8:3::/64"));
        engine.routing().flush();

        var link = Objects.requireNonNull(engine.published().link(LAN));
        assertEquals(Fib.NONE, link.fib().lookup(B.high(), B.low()));
    }

    private void assertAllIsAccountedFor() {
        assertTrue(router.addsUp("lan"));
        assertEquals(ready, router.engine().pool().outstanding());
    }

    private void inject(int frames) {
        var frame = new byte[EthernetHeader.BYTES + Ipv6Header.BYTES];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0)
                .destinationValue(router.port("lan").mac().value())
                .sourceValue(0x0200_0000_00ffL)
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(bytes, EthernetHeader.BYTES)
                .start(0, 0)
                .nextHeader(253)
                .hopLimit(64)
                .source(A)
                .destination(B);
        for (int i = 0; i < frames; i++) {
            left.inject(frame);
        }
    }

    private static RouteRow route(String prefix) {
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(prefix),
                Prefix.ALL,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(WAN, null, 1)),
                1024,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                Row.PERSON,
                Row.FOREVER);
    }

    private static final class Throwing implements Fib, Fib.Algorithm {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Fib build(Collection<Entry> entries) {
            return this;
        }

        @Override
        public int lookup(long addressHigh, long addressLow) {
            throw new IllegalStateException("lookup");
        }

        @Override
        public Fib apply(List<Change> changes) {
            return this;
        }

        @Override
        public long memory() {
            return 0;
        }
    }
}
