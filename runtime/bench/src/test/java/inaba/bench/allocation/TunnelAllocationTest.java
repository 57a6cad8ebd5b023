package inaba.bench.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.Engine;
import inaba.core.link.Links;
import inaba.core.loop.ControlLoop;
import inaba.core.packet.Pool;
import inaba.core.path.Worker;
import inaba.core.slot.Faults;
import inaba.fib.multibit.MultibitAlgorithm;
import inaba.link.sim.SimDriver;
import inaba.testkit.TypedCall;
import inaba.tunnel.TunnelCommand;
import inaba.tunnel.TunnelProtocol;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers allocate nothing for a packet that goes into a tunnel, nor for one that comes out of it: two routers, and
/// 1,000,000 packets through the tunnel between them.
class TunnelAllocationTest {
    private static final long PACKETS = 1_000_000;
    private static final long WARM_UP = 300_000;
    private static final int WAITS = 6_000;
    /// Code that the JVM compiles once more while packets flow makes a few objects meanwhile.
    private static final int ATTEMPTS = 5;

    private static final MacAddress ENTRY = new MacAddress(0x0200_0000_0011L);
    private static final MacAddress EXIT = new MacAddress(0x0200_0000_0012L);
    private static final MacAddress BEYOND = new MacAddress(0x0200_0000_0013L);
    private static final String DESTINATIONS = "2001:db8:3::/48";

    @TempDir
    private Path state;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SimDriver driver = new SimDriver();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sit", "ip6ip6", "ip6ip6 encaplimit none", "gre key 7 seq csum", "ip6gre key 7"})
    void aPacketThroughATunnelIsNoObject(String mode) throws Exception {
        boolean ipv4 = mode.startsWith("sit") || mode.startsWith("gre");
        var entry = ipv4 ? "192.0.2.1" : "2001:db8:5::1";
        var exit = ipv4 ? "192.0.2.2" : "2001:db8:5::2";
        try (var feeder = open("a,hosts=0", "feeder");
                var sink = open("b,hosts=0", "sink");
                var first = new End(state.resolve("1"), "entry", "a,hosts=0", Router.IN, "w,hosts=0", ENTRY);
                var second = new End(state.resolve("2"), "exit", "w,hosts=0", EXIT, "b,hosts=0", BEYOND);
                var arena = Arena.ofShared()) {
            first.neighbor("out-entry", exit, EXIT);
            first.tunnel("out-entry", entry, exit, mode);
            first.route(DESTINATIONS, "t0", null);
            second.neighbor("in-exit", entry, ENTRY);
            second.tunnel("in-exit", exit, entry, mode);
            second.neighbor("out-exit", "2001:db8:2::2", new MacAddress(0x0200_0000_0003L));
            second.route(DESTINATIONS, "out-exit", "2001:db8:2::2");
            var around = new Around(arena, feeder.transmitter(), sink.receiver(0));
            assertTrue(around.trickle(WAITS), () -> "nothing passes: " + first.drops() + second.drops());
            long bytes = allocated(first, second, around, WARM_UP);
            for (int i = 0; i < ATTEMPTS && (i == 0 || bytes != 0); i++) {
                bytes = allocated(first, second, around, PACKETS);
            }
            assertEquals(0, bytes, "bytes for " + PACKETS + " packets");
        }
    }

    private long allocated(End first, End second, Around around, long packets) {
        long before = bytes(first) + bytes(second);
        assertTrue(around.carry(packets), () -> "nothing passes: " + first.drops() + second.drops());
        return bytes(first) + bytes(second) - before;
    }

    private long bytes(End end) {
        return threads.getThreadAllocatedBytes(end.worker().threadId());
    }

    private Port open(String device, String name) throws Exception {
        return driver.open(device, new PortOptions(name, null, state.resolve(name), false, false), () -> {});
    }

    /// A router at one end of the tunnel. Its links are called `in-` and `out-` and its name.
    private final class End implements AutoCloseable {
        private final Faults faults = new Faults();
        private final ControlLoop loop = new ControlLoop(faults, new Random(1));
        private final Engine engine;
        private final String name;

        End(Path folder, String name, String in, MacAddress inMac, String out, MacAddress outMac) throws LinkException {
            this.name = name;
            engine = new Engine(loop, folder, faults, new Pool(4096, 32), Runnable::run, Worker::start);
            engine.forwarding(true);
            loop.start(engine::endTurn);
            engine.linkManager().arrive(driver);
            engine.linkManager().add(wish("in-" + name, in, inMac));
            engine.linkManager().add(wish("out-" + name, out, outMac));
            loop.call(() -> {
                var tunnels = new TunnelProtocol();
                tunnels.start(engine);
                engine.dispatch().add(tunnels);
                engine.routing().use(new MultibitAlgorithm(), failure -> {
                    if (failure != null) {
                        throw new IllegalStateException(failure);
                    }
                });
                return tunnels;
            });
        }

        private Links.Wish wish(String link, String device, MacAddress mac) {
            return new Links.Wish(link, driver.name(), device, 0, mac, RouteRow.MAIN, false);
        }

        /// Somebody on a link, and the subnet of all who are there.
        void neighbor(String link, String address, MacAddress mac) {
            int index = index(link);
            var typed = family(address).parseAddress(address);
            loop.call(() -> engine.neighbors()
                    .put(new NeighborRow(index, typed, mac, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON)));
            route(address, link, null);
        }

        void tunnel(String link, String local, String remote, String mode) throws CommandException {
            int index = index(link);
            loop.call(() -> engine.addresses()
                    .put(new AddressRow(
                            index,
                            family(local).parseAddress(local),
                            128,
                            AddressRow.Origin.MANUAL,
                            false,
                            AddressRow.State.PREFERRED,
                            AddressRow.NO_DAD,
                            Row.FOREVER,
                            Row.FOREVER,
                            Row.PERSON)));
            TypedCall.type(new TunnelCommand(engine), "add t0 mode " + mode + " local " + local + " remote " + remote);
        }

        void route(String prefix, String link, @Nullable String via) {
            var family = family(prefix);
            var gateway = via == null ? null : family.parseAddress(via);
            int index = index(link);
            loop.call(() -> engine.routes()
                    .put(new RouteRow(
                            RouteRow.MAIN,
                            family.parsePrefix(prefix),
                            Prefix.ALL,
                            RouteRow.Kind.UNICAST,
                            List.of(new NextHop(index, gateway, 1)),
                            1024,
                            RouteRow.Preference.MEDIUM,
                            "static",
                            0,
                            null,
                            false,
                            Row.PERSON,
                            Row.FOREVER)));
        }

        private int index(String link) {
            return Objects.requireNonNull(engine.link(link), link).index();
        }

        /// The thread that receives and forwards.
        Thread worker() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("inaba-in-" + name))
                    .findFirst()
                    .orElseThrow();
        }

        String drops() {
            return engine.board().totals() + " " + faults.reports();
        }

        @Override
        public void close() {
            engine.linkManager().close();
            loop.stop();
        }
    }

    private static IpFamily family(String text) {
        return text.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4;
    }
}
