package inaba.bench.allocation;

import inaba.api.link.IngressRow;
import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.NdGuardRow;
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
import inaba.ingress.Ingress;
import inaba.ndguard.NdGuard;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.SpecialPurpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// The real engine with its threads, two links of one driver, one route and one neighbour; sources are looked at where
/// packets come in.
final class Router implements AutoCloseable {
    static final MacAddress IN = new MacAddress(0x0200_0000_0001L);
    static final MacAddress OUT = new MacAddress(0x0200_0000_0002L);
    private static final MacAddress NEXT = new MacAddress(0x0200_0000_0003L);
    private static final Ipv6Address GATEWAY = Ipv6Address.parse("2001:db8:2::2");
    private static final Prefix DESTINATIONS = Prefix.parse("2001:db8:3::/48");
    private static final String NAME = "allocates";

    private final Faults faults = new Faults();
    private final ControlLoop loop = new ControlLoop(faults, new Random(1));
    private final Engine engine;

    Router(Path state, LinkDriver driver, String in, String out) throws LinkException {
        engine = new Engine(loop, state, faults, new Pool(4096, 32), Runnable::run, Worker::start);
        engine.forwarding(true);
        loop.start(engine::endTurn);
        engine.linkManager().arrive(driver);
        engine.linkManager().add(wish(NAME, driver, in, IN));
        engine.linkManager().add(wish("out", driver, out, OUT));
        loop.call(() -> {
            int link = Objects.requireNonNull(engine.link("out")).index();
            engine.neighbors()
                    .put(new NeighborRow(link, GATEWAY, NEXT, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON));
            engine.routes()
                    .put(new RouteRow(
                            RouteRow.MAIN,
                            DESTINATIONS,
                            Prefix.ALL,
                            RouteRow.Kind.UNICAST,
                            List.of(new NextHop(link, GATEWAY, 1)),
                            1024,
                            RouteRow.Preference.MEDIUM,
                            "static",
                            0,
                            null,
                            false,
                            Row.PERSON,
                            Row.FOREVER));
            guard(Objects.requireNonNull(engine.link(NAME)).index());
            engine.routing().use(new MultibitAlgorithm(), failure -> {
                if (failure != null) {
                    throw new IllegalStateException(failure);
                }
            });
            return link;
        });
    }

    /// Packets come back by the default route; nobody is bound to their source.
    private void guard(int link) {
        engine.routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.ALL,
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
                        Row.FOREVER));
        var bogons = List.of(SpecialPurpose.PRIVATE, SpecialPurpose.RESERVED);
        engine.ingressFilters().put(new IngressRow(link, IngressRow.Reverse.STRICT, true, bogons, Row.PERSON));
        engine.ndGuards().put(new NdGuardRow(link, true, true, 16, Row.PERSON));
        engine.add(new Ingress(engine));
        engine.add(new NdGuard(engine));
    }

    private static Links.Wish wish(String name, LinkDriver driver, String device, MacAddress mac) {
        return new Links.Wish(name, driver.name(), device, 0, mac, RouteRow.MAIN, false);
    }

    /// The thread that receives and forwards.
    Thread worker() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("inaba-" + NAME))
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
