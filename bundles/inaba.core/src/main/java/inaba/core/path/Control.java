package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.count.Column;
import inaba.core.loop.EngineLoop;
import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.Adjacency;
import inaba.core.output.LocalInput;
import inaba.core.packet.Addresses;
import inaba.core.packet.Pool;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The loop's side of the packet path: serves what workers ask for, and what the loop's own packets need.
///
/// Packets that come here from a worker are counted as held on their link, until this class says what became of them.
public final class Control implements Upcalls, EngineLoop.Source, Adjacencies.Outlet {
    private static final int EVENTS_PER_POLL = 64;

    private final Pool.Cache cache;
    private final LocalInput local;
    private final BiPredicate<Ipv6Address, Integer> isNeighbor;
    private final List<EventRing> rings = new CopyOnWriteArrayList<>();
    private @Nullable Sender sender;
    private @Nullable Adjacencies adjacencies;

    /// @param isNeighbor says whether an address is on a link, without a router between
    public Control(Pool.Cache cache, LocalInput local, BiPredicate<Ipv6Address, Integer> isNeighbor) {
        this.cache = cache;
        this.local = local;
        this.isNeighbor = isNeighbor;
    }

    /// Completes what needs this object to be made.
    public void connect(Sender loopSender, Adjacencies cells) {
        sender = loopSender;
        adjacencies = cells;
    }

    public void add(EventRing ring) {
        rings.add(ring);
    }

    /// Serves what is left in the ring, and forgets it.
    public void remove(EventRing ring) {
        int served;
        do {
            served = ring.drain(this, EVENTS_PER_POLL);
        } while (served > 0);
        rings.remove(ring);
    }

    @Override
    public boolean poll() {
        local.recover();
        int served = 0;
        for (var ring : rings) {
            served += ring.drain(this, EVENTS_PER_POLL);
        }
        return served > 0;
    }

    @Override
    public Verdict hold(int link, long high, long low, Packet packet) {
        cells().hold(link, high, low, packet);
        return Verdict.Go.HELD;
    }

    @Override
    public void used(Adjacency adjacency) {
        cells().used(adjacency);
    }

    @Override
    public void error(Packet packet, int type, int code, int parameter) {
        local.error(packet, type, code, parameter);
        cache.give(packet);
    }

    @Override
    public Verdict deliver(Packet packet) {
        local.receive(packet);
        return Verdict.Go.HELD;
    }

    @Override
    public void redirect(Packet copy, long targetHigh, long targetLow) {
        var destination = Addresses.destination(copy);
        var resolver = cells().resolver(IpFamily.of(destination));
        if (resolver != null && isNeighbor.test(Addresses.source(copy), copy.link())) {
            var target = new Ipv6Address(targetHigh, targetLow);
            local.lendTo(resolver, copy, () -> resolver.redirect(copy, target, destination));
        }
        cache.give(copy);
    }

    @Override
    public void send(Adjacency adjacency, Packet packet) {
        boolean own = packet.own();
        int link = packet.link();
        var verdict = Objects.requireNonNull(sender).neighbor(adjacency, packet);
        switch (verdict) {
            case DropReason reason -> local.drop(packet, reason, 0);
            case Verdict.Go.HELD -> {} // waits again, and is counted so already
            default -> local.settle(own, link, Column.FORWARDED);
        }
    }

    @Override
    public void drop(Packet packet, DropReason reason) {
        local.drop(packet, reason, 0);
    }

    private Adjacencies cells() {
        return Objects.requireNonNull(adjacencies);
    }

    void handle(Event event) {
        if (event.kind == Event.Kind.USED) {
            used(Objects.requireNonNull(event.adjacency));
            return;
        }
        var packet = Objects.requireNonNull(event.packet);
        switch (event.kind) {
            case HOLD -> hold(event.link, event.high, event.low, packet);
            case ERROR -> error(packet, event.type, event.code, event.parameter);
            case DELIVER -> deliver(packet);
            case REDIRECT -> redirect(packet, event.high, event.low);
            case USED -> {}
        }
    }
}
