package inaba.xfrm;

import inaba.api.manage.Line;
import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.xfrm.core.Association;
import inaba.xfrm.core.Associations;
import inaba.xfrm.core.Gate;
import inaba.xfrm.core.PlainReceiver;
import inaba.xfrm.core.Receiver;
import inaba.xfrm.core.UdpReceiver;
import inaba.xfrm.core.Underlay;
import inaba.xfrm.core.Works;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps what workers ask in step with the tables of policies and associations. On the control loop.
final class Database {
    private static final Duration LOOK_AT_LIMITS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_ACQUIRES = Duration.ofMillis(10);

    private final Node node;
    private final Function<String, @Nullable Algorithm> algorithms;
    private final Events events;
    private final Associations associations;
    private final Keepalives keepalives;
    private final Works works = new Works();
    private final long secret;
    private final Map<SaRow.Key, String> unusable = new ConcurrentHashMap<>();
    private final Set<SaRow.Key> limited = new LinkedHashSet<>();
    private final Set<SaRow.Key> compressed = new LinkedHashSet<>();
    private final Set<SaRow.Key> encapsulated = new LinkedHashSet<>();
    private final List<Table.Watch> watches = new ArrayList<>();
    private final AtomicInteger acquires = new AtomicInteger();
    private Time.@Nullable Timer timer;
    private boolean policiesDue;
    private boolean pathsDue;

    /// @param keepalive as [XfrmConfig#nat_keepalive]
    Database(Node node, Function<String, @Nullable Algorithm> algorithms, Events events, IntSupplier keepalive) {
        this.node = node;
        this.algorithms = algorithms;
        this.events = events;
        this.secret = node.random().nextLong();
        this.associations = new Associations(secret);
        this.keepalives = new Keepalives(node, keepalive);
    }

    void start() {
        node.associations().rows().stream().filter(row -> !Wanted.is(row)).forEach(this::use);
        watches.add(node.associations().watch(this::associationChanged));
        watches.add(node.policies().watch((before, after) -> {
            policyChanged(before, after);
            policiesDue();
        }));
        watches.add(node.pathMtus().watch((_, _) -> pathsDue()));
        watches.add(node.routes().watch((_, _) -> pathsDue()));
        watches.add(node.links().watch((_, _) -> pathsDue()));
        decapsulators(true);
        publish();
        paths();
        timer = node.time().after(LOOK_AT_LIMITS, this::limits);
    }

    void stop() {
        watches.forEach(Table.Watch::close);
        if (timer != null) {
            timer.cancel();
        }
        decapsulators(false);
        node.gate(null);
    }

    void post(Runnable task) {
        node.loop().post(task);
    }

    @Nullable
    String unusable(SaRow.Key key) {
        return unusable.get(key);
    }

    private void decapsulators(boolean on) {
        for (var family : IpFamily.values()) {
            for (int protocol : List.of(IpProtocol.ESP, IpProtocol.AH, IpProtocol.IPCOMP)) {
                node.decapsulator(family, protocol, on ? new Receiver(protocol, associations, works) : null);
            }
        }
        if (!on && !encapsulated.isEmpty()) {
            inUdp(false);
        }
        if (!on && !compressed.isEmpty()) {
            inPlain(false);
        }
    }

    /// Only while there are IPComp tunnels: what they send uncompressed looks like any tunnel's.
    private void inPlain(boolean on) {
        for (var family : IpFamily.values()) {
            for (int protocol : PlainReceiver.protocols()) {
                node.earlyDecapsulator(family, protocol, on ? new PlainReceiver(associations, works) : null);
            }
        }
    }

    private static boolean isCompressedTunnel(SaRow row) {
        return row.key().protocol() == IpProtocol.IPCOMP && row.mode() == Mode.TUNNEL;
    }

    /// Only while there are associations in UDP is each UDP packet looked at.
    private void inUdp(boolean on) {
        for (var family : IpFamily.values()) {
            node.decapsulator(family, IpProtocol.UDP, on ? new UdpReceiver(associations, works) : null);
        }
    }

    private void associationChanged(@Nullable SaRow before, @Nullable SaRow after) {
        if (Wanted.is(before) || Wanted.is(after)) {
            return; // for key management to see
        }
        if (after != null) {
            use(after);
            tell("Updated", before == null, after);
        } else if (before != null) {
            forget(before.key());
            boolean over = before.validUntil() <= node.time().nanos()
                    || (before.state().dying() & SaState.HARD) != 0;
            events.tell(StateWords.event(over ? "Expired hard" : "Deleted", before));
        }
    }

    private void tell(String otherwise, boolean isNew, SaRow row) {
        if (events.heard()) {
            events.tell(StateWords.event(isNew ? "Added" : otherwise, row));
        }
    }

    private void policyChanged(@Nullable PolicyRow before, @Nullable PolicyRow after) {
        var row = after == null ? before : after;
        if (row != null && events.heard()) {
            events.tell(Line.of()
                    .bare(
                            "event",
                            after != null
                                    ? before == null ? "Added" : "Updated"
                                    : isOver(row) ? "Expired hard" : "Deleted")
                    .bare("policy", PolicyWords.text(row, node.links().rows())));
        }
    }

    private boolean isOver(PolicyRow row) {
        return row.validUntil() <= node.time().nanos() || (row.life().dying() & SaState.HARD) != 0;
    }

    private void use(SaRow row) {
        try {
            var association = Association.of(row, algorithms);
            forgetDetails(row.key());
            if (association.isTunnel()) {
                association.underlay().mtu(pathMtu(association.underlay().destination(), row.source()));
            }
            if (isCompressedTunnel(row) && compressed.add(row.key()) && compressed.size() == 1) {
                inPlain(true);
            }
            if (row.encapsulation() != null && encapsulated.add(row.key()) && encapsulated.size() == 1) {
                inUdp(true);
            }
            associations.put(association);
            if (!row.limits().equals(Limits.UNLIMITED)) {
                limited.add(row.key());
            }
        } catch (IllegalArgumentException wrong) {
            forget(row.key());
            unusable.put(row.key(), String.valueOf(wrong.getMessage()));
        }
    }

    private void forget(SaRow.Key key) {
        associations.remove(key);
        forgetDetails(key);
    }

    private void forgetDetails(SaRow.Key key) {
        unusable.remove(key);
        limited.remove(key);
        if (compressed.remove(key) && compressed.isEmpty()) {
            inPlain(false);
        }
        if (encapsulated.remove(key) && encapsulated.isEmpty()) {
            inUdp(false);
        }
    }

    /// Associations that had none may have one now.
    void algorithmsChanged() {
        List.copyOf(unusable.keySet()).forEach(this::again);
    }

    void algorithmGone(String name) {
        node.associations().rows().stream()
                .filter(row -> Stream.of(row.aead(), row.encryption(), row.authentication())
                        .anyMatch(keyed -> keyed != null && keyed.algorithm().equals(name)))
                .map(SaRow::key)
                .forEach(this::again);
    }

    private void again(SaRow.Key key) {
        var row = node.associations().get(key);
        if (row != null) {
            use(row);
        }
    }

    private void policiesDue() {
        if (!policiesDue) {
            policiesDue = true;
            post(this::publish);
        }
    }

    private void publish() {
        policiesDue = false;
        var rows = node.policies().rows();
        var policies = Gate.Policies.of(rows, secret);
        node.gate(new Gate(policies, associations, works, this::wanted));
    }

    /// On a worker: a policy found no association. One message is under way at most.
    private void wanted(PolicyRow policy, Packet packet) {
        if (acquires.compareAndSet(0, 1)) {
            var flow = Wanted.flow(packet);
            post(() -> {
                node.time().after(BETWEEN_ACQUIRES, () -> acquires.set(0));
                events.tell(Line.of()
                        .bare("event", "Acquire")
                        .bare("flow", Wanted.text(flow))
                        .bare("policy", PolicyWords.text(policy, node.links().rows())));
                Wanted.by(policy, flow, node).ifPresent(node.associations()::put);
            });
        }
    }

    private void pathsDue() {
        if (!pathsDue) {
            pathsDue = true;
            post(this::paths);
        }
    }

    /// The paths of tunnels may be wider or narrower than they were.
    private void paths() {
        pathsDue = false;
        Map<Ipv6Address, Integer> known = new HashMap<>();
        for (var row : node.associations().rows()) {
            var association = associations.get(row.key());
            if (association != null && association.isTunnel()) {
                var to = row.key().destination();
                association.underlay().mtu(known.computeIfAbsent(to, d -> pathMtu(d, row.source())));
            }
        }
    }

    private int pathMtu(Ipv6Address destination, Ipv6Address source) {
        var way = node.resolve(destination, source, 0);
        int most = way == null || way.mtu() == 0 ? Underlay.UNKNOWN : way.mtu();
        var narrower = node.pathMtus().get(new PathMtuRow.Key(0, destination));
        return narrower == null ? most : Math.min(most, narrower.mtu());
    }

    /// Looks at what has a life: marks what became old, removes what is over.
    private void limits() {
        long now = node.time().nanos();
        node.associations().rows().forEach(row -> row.state().look(now));
        for (var key : List.copyOf(limited)) {
            var row = node.associations().get(key);
            if (row != null) {
                limits(row);
            }
        }
        node.policies().rows().forEach(row -> life(row, now));
        keepalives.look(encapsulated);
        timer = node.time().after(LOOK_AT_LIMITS, this::limits);
    }

    private void limits(SaRow row) {
        var state = row.state();
        long now = node.time().nanos();
        boolean used = state.firstUse() != SaState.UNUSED;
        int reached = row.limits().reachedBy(seconds(now - row.added()), used ? seconds(now - state.firstUse()) : -1);
        state.die(reached);
        if ((state.dying() & SaState.HARD) != 0) {
            node.associations().remove(row.key());
        } else if ((state.dying() & SaState.SOFT) != 0 && state.tellSoft()) {
            events.tell(StateWords.event("Expired soft", row));
        }
    }

    private void life(PolicyRow row, long now) {
        row.life().look(row.use().sum(), now);
        if ((row.life().dying() & SaState.HARD) != 0) {
            node.policies().remove(row.key());
        }
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }
}
