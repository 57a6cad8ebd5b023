package inaba.core;

import inaba.api.counter.Counters;
import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.api.link.AddressKey;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.packet.Packet;
import inaba.api.protocol.ErrorSender;
import inaba.api.protocol.Output;
import inaba.api.route.ReversePath;
import inaba.api.route.RouteRow;
import inaba.api.time.Loop;
import inaba.api.transform.Decapsulator;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.Secret;
import inaba.core.count.Board;
import inaba.core.link.Links;
import inaba.core.loop.EngineLoop;
import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.ArpFallback;
import inaba.core.neighbor.NeighborFallback;
import inaba.core.neighbor.WaitingLimits;
import inaba.core.output.DestinationSelection;
import inaba.core.output.Dispatch;
import inaba.core.output.GroupFilters;
import inaba.core.output.Lent;
import inaba.core.output.LocalInput;
import inaba.core.output.OutputPath;
import inaba.core.output.PolicyTable;
import inaba.core.output.ReassemblyLimits;
import inaba.core.output.SentLog;
import inaba.core.output.SourceSelection;
import inaba.core.packet.Pool;
import inaba.core.path.Control;
import inaba.core.path.HeaderLimits;
import inaba.core.path.Ipv4Settings;
import inaba.core.path.LinkView;
import inaba.core.path.LoopPath;
import inaba.core.path.Membership;
import inaba.core.path.Plan;
import inaba.core.path.Quiescence;
import inaba.core.path.QuotedOuter;
import inaba.core.path.Reverse;
import inaba.core.path.Sender;
import inaba.core.path.Worker;
import inaba.core.route.LinkMtus;
import inaba.core.route.Lookup;
import inaba.core.route.Routing;
import inaba.core.route.SelectionLimits;
import inaba.core.slot.Faults;
import inaba.core.slot.SlotBoard;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The engine: makes the parts, connects them, and publishes a plan when something changed. Knows nothing of OSGi, so
/// that a harness can run several in simulated time.
public final class Engine extends TabledNode {
    private final EngineLoop loop;
    private final Path state;
    private final Faults faults;
    private final Board board = new Board();
    private final Pool pool;
    private final Quiescence quiescence;
    private final Dispatch dispatch;
    private final LocalInput local;
    private final Adjacencies adjacencies;
    private final Control control;
    private final Sender sender;
    private final OutputPath output;
    private final SentLog sent;
    private final Routing routing;
    private final Lookup lookup;
    private final Links links;
    private final SlotBoard slots;
    private final PolicyTable policy = new PolicyTable();
    private final Membership membership;
    private final Publisher publisher;
    private final Transforms transforms;
    private final Reverse reverse;
    private final long secret;
    private final Workforce workforce;
    private volatile boolean forwarding = true;
    private Ipv4Settings ipv4;

    /// @param pool all packets of the node
    /// @param builder runs long work off the loop
    /// @param starter starts workers: [Worker#start], or what serves them in simulated time
    public Engine(EngineLoop loop, Path state, Faults faults, Pool pool, Executor builder, Consumer<Worker> starter) {
        super(new Tables(loop.time(), faults));
        this.loop = loop;
        this.state = state;
        this.faults = faults;
        this.pool = pool;
        this.secret = loop.random().nextLong();
        this.ipv4 = new Ipv4Settings(true, false, loop.time());
        quiescence = new Quiescence(loop.time());
        var lent = new Lent(pool);
        membership = new Membership(tables.links, tables.addresses, tables.proxies, tables.groups);
        publisher = new Publisher(loop, membership, quiescence, faults);
        reverse = new Reverse(publisher::published, faults);
        transforms = new Transforms(~secret, tables.policies, publisher::planDue);
        dispatch = new Dispatch(faults, lent, publisher::planDue);
        var cache = pool.cache();
        local = new LocalInput(
                dispatch,
                board.loopTally(),
                cache,
                loop.time(),
                new GroupFilters(tables.groups),
                new NeighborFallback(() -> plan().local(), tables.links::get, tables.neighbors::get, this::output),
                this::resolves,
                new ArpFallback(tables.addresses::get, tables.links::get, this::output),
                lent,
                faults);
        control = new Control(cache, local, (address, link) -> lookup().isNeighbor(address, link));
        adjacencies = new Adjacencies(secret, tables.neighbors, this::isOurs, control, faults);
        sender = new Sender(control, cache, board.loopTally(), faults, null);
        control.connect(sender, adjacencies);
        local.connect(LoopPath.of(this::plan, board.loopTally(), cache, sender, control, faults));
        var mtus = new LinkMtus(tables.links, tables.parameters);
        routing = new Routing(
                loop,
                tables.routes,
                tables.links,
                mtus,
                tables.neighbors,
                tables.advertisedPrefixes,
                adjacencies,
                publisher::whenUnused,
                faults,
                builder,
                publisher::planDue);
        lookup = new Lookup(
                routing,
                tables.links,
                mtus,
                tables.addresses,
                tables.neighbors,
                tables.pathMtus,
                adjacencies,
                () -> plan().local(),
                new SourceSelection(policy));
        sent = new SentLog(loop.time(), secret);
        output = new OutputPath(
                this::plan,
                cache,
                board.loopTally(),
                sender,
                lookup,
                packet -> loop.post(() -> local.receive(packet)),
                sent,
                loop.random());
        workforce = new Workforce(
                publisher, board, faults, pool, quiescence, control, loop.time()::nanos, loop::wake, starter);
        links = new Links(loop, tables.links, state, workforce, () -> forwarding, dispatch::farewell);
        slots = new SlotBoard(loop, state);
        publisher.begin(this::build, sender::plan);
        tables.links.watch(this::linkChanged);
        tables.associations.watch(this::associationChanged);
        tables.addresses.watch((before, after) -> {
            if (Membership.changes(before, after)) {
                publisher.membershipDue();
            }
        });
        tables.proxies.watch((_, _) -> publisher.membershipDue());
        tables.groups.watch((_, _) -> publisher.planDue());
        loop.add(control);
    }

    /// The workers of all links. Any thread.
    public List<Worker> workers() {
        return workforce.working();
    }

    /// Publishes a plan that is due, and sends what is queued: the end of each turn of the loop.
    public void endTurn() {
        publisher.publish();
        sender.flush();
    }

    /// The present plan. On the loop, what is due is published first.
    public Plan plan() {
        return publisher.plan();
    }

    /// The plan that workers see. Any thread.
    public Plan published() {
        return publisher.published();
    }

    public void add(Hook hook) {
        publisher.add(hook);
    }

    /// @param gone run once no worker uses it
    public void remove(Hook hook, Runnable gone) {
        publisher.remove(hook, gone);
    }

    @Override
    public void hooksChanged() {
        publisher.planDue();
        publisher.publish();
    }

    public void add(Tap tap) {
        publisher.add(tap);
    }

    /// @param gone run once no worker uses it
    public void remove(Tap tap, Runnable gone) {
        publisher.remove(tap, gone);
    }

    /// Runs the task on the loop once no worker uses what the present plan no longer has.
    void whenUnused(Runnable task) {
        publisher.whenUnused(task);
    }

    /// On the loop: workers see the change when it is complete.
    void atOnce(Runnable change) {
        publisher.atOnce(change);
    }

    /// Whether links that are added from now on forward.
    public void forwarding(boolean on) {
        forwarding = on;
    }

    /// How long workers stay awake after a packet. Any thread.
    public void spin(Duration spin) {
        workforce.spin(spin);
    }

    /// What is chosen for IPv4 packets that are forwarded. Any thread.
    ///
    /// @param recordsOptions see [Ipv4Settings]
    /// @param directedBroadcast see [Ipv4Settings]
    public void ipv4(boolean recordsOptions, boolean directedBroadcast) {
        loop.post(() -> {
            ipv4 = new Ipv4Settings(recordsOptions, directedBroadcast, loop.time());
            publisher.planDue();
        });
    }

    /// How much of extension headers is processed in packets for this node. Any thread.
    public void limits(HeaderLimits limits) {
        loop.post(() -> {
            local.limits(limits);
            transforms.limits(limits);
        });
    }

    /// How much waits, and is remembered, from now on. Any thread.
    public void limits(ReassemblyLimits fragments, WaitingLimits neighbors, SelectionLimits routers) {
        loop.post(() -> {
            local.limits(fragments);
            adjacencies.limits(neighbors);
            routing.limits(routers);
        });
    }

    /// The most neighbours, from now on. Any thread.
    public void neighbors(int most) {
        loop.post(() -> tables.neighbors(most));
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    public Links linkManager() {
        return links;
    }

    public SlotBoard slots() {
        return slots;
    }

    public Routing routing() {
        return routing;
    }

    public PolicyTable policy() {
        return policy;
    }

    public Board board() {
        return board;
    }

    public Pool pool() {
        return pool;
    }

    public Quiescence quiescence() {
        return quiescence;
    }

    public Adjacencies adjacencies() {
        return adjacencies;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Counters counters() {
        return board;
    }

    @Override
    public Output output() {
        return output;
    }

    @Override
    public ReversePath reversePath(Packet packet) {
        return reverse.of(packet);
    }

    @Override
    public void gate(@Nullable PolicyGate gate) {
        transforms.gate(gate);
    }

    @Override
    public Path state() {
        return state;
    }

    @Override
    public void resolver(IpFamily family, @Nullable NeighborResolver resolver) {
        adjacencies.resolver(family, resolver);
    }

    @Override
    public void errors(IpFamily family, @Nullable ErrorSender errors) {
        local.errors(family, errors);
    }

    @Override
    public void error(Packet offender, int type, int code, int parameter) {
        local.error(offender, type, code, parameter);
    }

    @Override
    public void decapsulator(IpFamily outer, int protocol, @Nullable Decapsulator decapsulator) {
        transforms.decapsulator(outer, protocol, decapsulator);
    }

    @Override
    public void earlyDecapsulator(IpFamily outer, int protocol, @Nullable Decapsulator early) {
        transforms.earlyDecapsulator(outer, protocol, early);
    }

    @Override
    public @Nullable LinkRow addLink(String name, String driver, String device, int mtu, String table) {
        return links.addWithoutDevice(name, driver, device, mtu, table);
    }

    @Override
    public void outlet(int link, @Nullable Dst outlet) {
        transforms.outlet(link, outlet);
    }

    @Override
    public AtomicLong sequence(String name) {
        return transforms.sequence(name);
    }

    /// Takes away what code of this class loader has offered and did not take back.
    void letGo(@Nullable ClassLoader code) {
        for (var family : IpFamily.values()) {
            var resolver = adjacencies.resolver(family);
            if (resolver != null && resolver.getClass().getClassLoader() == code) {
                adjacencies.resolver(family, null);
            }
        }
        local.letGo(code);
        transforms.letGo(code);
    }

    @Override
    public @Nullable Resolved resolve(Ipv6Address destination, Ipv6Address source, int link) {
        routing.flush();
        return lookup.resolve(destination, source, link);
    }

    @Override
    public boolean sent(MemorySegment quoted) {
        var tunneling = published().tunneling();
        int protocol = QuotedOuter.protocol(quoted);
        boolean ipv4 = QuotedOuter.isIpv4(quoted);
        if (protocol < 0 || !tunneling.takes(ipv4, protocol)) {
            return sent.has(quoted);
        }
        return sent(tunneling.early(ipv4, protocol), quoted) || sent(tunneling.of(ipv4, protocol), quoted);
    }

    private boolean sent(@Nullable Decapsulator maker, MemorySegment quoted) {
        if (maker == null) {
            return false;
        }
        try {
            return maker.sent(quoted);
        } catch (RuntimeException | Error thrown) {
            faults.caught(maker, thrown);
            return false;
        }
    }

    /// Destination address selection, RFC 6724 §6: the order in which to try them.
    public List<DestinationSelection.Choice> order(List<AddressKey> destinations) {
        routing.flush();
        return new DestinationSelection(policy)
                .order(destinations.stream().map(lookup::choice).toList());
    }

    @Override
    public void progress(Ipv6Address peer, Ipv6Address source, int link) {
        var resolver = adjacencies.resolver(IpFamily.of(peer));
        var way = resolver == null ? null : resolve(peer, source, link);
        var hop = way == null ? null : way.nextHop();
        if (resolver != null && hop != null) {
            faults.guard(resolver, () -> resolver.confirmed(new NeighborKey(hop.link(), hop.neighbor())));
        }
    }

    @Override
    public void whenRoutesSeen(Runnable task) {
        routing.whenSeen(task);
    }

    @Override
    public List<FibInfo> fibs() {
        return routing.info();
    }

    private Lookup lookup() {
        return lookup;
    }

    /// No worker uses the keys of an association that is gone, or was rekeyed, once this plan is everybody's.
    private void associationChanged(@Nullable SaRow before, @Nullable SaRow after) {
        if (before == null) {
            return;
        }
        var kept = after == null ? List.<Secret>of() : after.secrets().toList();
        var gone = before.secrets().filter(secret -> !kept.contains(secret)).toList();
        if (!gone.isEmpty()) {
            loop.post(() -> whenUnused(() -> gone.forEach(Secret::wipe)));
        }
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (after == null && before != null) {
            tables.forgetLink(before.index());
            transforms.outlet(before.index(), null);
        }
        publisher.membershipDue();
    }

    private Plan build() {
        int size = tables.links.rows().stream().mapToInt(LinkRow::index).max().orElse(0) + 1;
        var views = new LinkView[size];
        for (var row : tables.links.rows()) {
            views[row.index()] = LinkView.of(
                    row,
                    links.port(row.index()),
                    transforms.outlet(row.index()),
                    routing.fib(row.table(), IpFamily.IPV6),
                    routing.fib(row.table(), IpFamily.IPV4),
                    address4(row.index()));
        }
        return new Plan(
                views,
                dispatch.etherTypes(),
                membership.build(secret),
                transforms.table(routing.fib(RouteRow.MAIN, IpFamily.IPV6), routing.fib(RouteRow.MAIN, IpFamily.IPV4)),
                transforms.gate(),
                routing.nextHops(),
                adjacencies,
                publisher.hooks(Hook.Point.INGRESS),
                publisher.hooks(Hook.Point.FORWARD),
                publisher.hooks(Hook.Point.EGRESS),
                publisher.taps(),
                ipv4);
    }

    private int address4(int link) {
        return tables.addresses.rows().stream()
                .filter(row -> row.link() == link && row.family() == IpFamily.IPV4 && row.usable())
                .findFirst()
                .map(row -> row.address().toIpv4())
                .orElse(0);
    }

    private boolean resolves() {
        return adjacencies.resolver(IpFamily.IPV6) != null;
    }

    private boolean isOurs(Ipv6Address address) {
        return tables.addresses.rows().stream()
                .anyMatch(row -> row.usable() && row.address().equals(address));
    }
}
