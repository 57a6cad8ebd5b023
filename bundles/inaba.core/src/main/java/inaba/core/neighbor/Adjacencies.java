package inaba.core.neighbor;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.table.Table;
import inaba.core.CoreDrop;
import inaba.core.packet.Addresses;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The cells that workers send by, kept in step with the neighbour table, and the packets that wait for a MAC.
///
/// Everything but [#get] happens on the control loop.
public final class Adjacencies {
    private final AdjacencyMap map;
    private final Table<NeighborKey, NeighborRow> neighbors;
    private final Predicate<Ipv6Address> ours;
    /// The neighbour that is waited for longest comes first.
    private final Map<Adjacency, Deque<Packet>> waiting = new LinkedHashMap<>();
    private final Map<Adjacency, Integer> references = new HashMap<>();
    private final Outlet outlet;
    private final Faults faults;
    private final Map<IpFamily, NeighborResolver> resolvers = new EnumMap<>(IpFamily.class);
    private WaitingLimits limits = WaitingLimits.STANDARD;
    private int held;

    /// Where packets go that waited.
    public interface Outlet {
        /// The neighbour's MAC is known.
        void send(Adjacency adjacency, Packet packet);

        /// The packet does not get there.
        void drop(Packet packet, DropReason reason);
    }

    /// @param secret makes collisions unpredictable
    /// @param ours says whether an address is one of this node
    public Adjacencies(
            long secret,
            Table<NeighborKey, NeighborRow> neighbors,
            Predicate<Ipv6Address> ours,
            Outlet outlet,
            Faults faults) {
        this.map = new AdjacencyMap(secret, new Adjacency(new NeighborKey(-1, Ipv6Address.UNSPECIFIED)));
        this.neighbors = neighbors;
        this.ours = ours;
        this.outlet = outlet;
        this.faults = faults;
        neighbors.watch(this::changed);
    }

    /// The cell of a neighbour, or null. Any thread.
    public @Nullable Adjacency get(int link, long high, long low) {
        return map.get(link, high, low);
    }

    /// The cell of a neighbour, which is made where there is none. It stays if somebody refers to it before anything
    /// else happens.
    public Adjacency require(NeighborKey key) {
        var known = map.get(key.link(), key.address().high(), key.address().low());
        if (known != null) {
            return known;
        }
        var added = new Adjacency(key);
        map.put(added);
        return added;
    }

    /// The cell of a gateway stays while next hops refer to it.
    public void refer(Adjacency adjacency) {
        references.merge(adjacency, 1, Integer::sum);
    }

    /// A next hop no longer refers to the cell.
    public void release(Adjacency adjacency) {
        references.computeIfPresent(adjacency, (_, n) -> n == 1 ? null : n - 1);
        forgetIfUnused(adjacency);
    }

    /// A resolver that comes hears of uses anew: those of the time without one are lost.
    public void resolver(IpFamily family, @Nullable NeighborResolver now) {
        if (now == null) {
            resolvers.remove(family);
            return;
        }
        resolvers.put(family, now);
        neighbors.rows().stream()
                .filter(row -> IpFamily.of(row.address()) == family)
                .forEach(row -> require(row.key()).reportUse(wantsUse(row)));
    }

    public @Nullable NeighborResolver resolver(IpFamily family) {
        return resolvers.get(family);
    }

    /// How many packets may wait from now on.
    public void limits(WaitingLimits now) {
        limits = now;
    }

    /// Packets that wait now.
    public int held() {
        return held;
    }

    /// Lets the packet wait, or sends it when the MAC is known by now.
    public void hold(int link, long high, long low, Packet packet) {
        var adjacency = map.get(link, high, low);
        if (adjacency != null && adjacency.mac() != Adjacency.UNRESOLVED) {
            outlet.send(adjacency, packet);
            return;
        }
        if (adjacency == null) {
            adjacency = require(new NeighborKey(link, new Ipv6Address(high, low)));
        }
        var source = Addresses.source(packet);
        enqueue(adjacency, packet);
        resolve(adjacency, source);
    }

    /// A packet went to a neighbour that is STALE.
    public void used(Adjacency adjacency) {
        var present = resolver(IpFamily.of(adjacency.key().address()));
        if (present == null) {
            return; // one that comes later asks anew
        }
        faults.guard(present, () -> present.used(adjacency.key()));
    }

    private void resolve(Adjacency adjacency, Ipv6Address source) {
        if (!failed(adjacency.key())) {
            return;
        }
        var present = resolver(IpFamily.of(adjacency.key().address()));
        if (present == null) {
            fail(adjacency, CoreDrop.NO_RESOLVER);
            return;
        }
        var asker = ours.test(source) ? source : Ipv6Address.UNSPECIFIED;
        faults.guard(present, () -> present.resolve(adjacency.key(), asker));
        if (failed(adjacency.key())) {
            fail(adjacency, CoreDrop.ADDRESS_UNREACHABLE);
        }
    }

    private static boolean wantsUse(NeighborRow row) {
        return row.state() == NeighborRow.State.STALE || row.state() == NeighborRow.State.UNREACHABLE;
    }

    private boolean failed(NeighborKey key) {
        var row = neighbors.get(key);
        return row == null || row.state() == NeighborRow.State.FAILED;
    }

    private void enqueue(Adjacency adjacency, Packet packet) {
        var queue = waiting.get(adjacency);
        if (queue != null && queue.size() >= limits.perNeighbor()) {
            giveUp(queue.remove());
        } else if (held >= limits.total()) {
            makeRoom();
        }
        waiting.computeIfAbsent(adjacency, _ -> new ArrayDeque<>()).add(packet);
        held++;
    }

    /// Who answers does so within a round trip: those that are waited for longest are the least likely to.
    private void makeRoom() {
        var eldest = waiting.values().iterator();
        var queue = eldest.next();
        var first = queue.remove();
        if (queue.isEmpty()) {
            eldest.remove();
        }
        giveUp(first);
    }

    private void giveUp(Packet packet) {
        held--;
        outlet.drop(packet, CoreDrop.NEIGHBOR_QUEUE_FULL);
    }

    private void changed(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        if (after == null) {
            removed(before);
            return;
        }
        var adjacency = require(after.key());
        if (after.state().resolved()) {
            adjacency.mac(after.mac().value());
            adjacency.reportUse(wantsUse(after));
            sendAll(adjacency);
        } else {
            adjacency.mac(Adjacency.UNRESOLVED);
            if (after.state() == NeighborRow.State.FAILED) {
                fail(adjacency, CoreDrop.ADDRESS_UNREACHABLE);
            }
        }
    }

    private void removed(@Nullable NeighborRow before) {
        var key = before == null ? null : before.key();
        var adjacency = key == null
                ? null
                : map.get(key.link(), key.address().high(), key.address().low());
        if (adjacency != null) {
            adjacency.mac(Adjacency.UNRESOLVED);
            fail(adjacency, CoreDrop.ADDRESS_UNREACHABLE);
            forgetIfUnused(adjacency);
        }
    }

    private void sendAll(Adjacency adjacency) {
        var queue = waiting.isEmpty() ? null : waiting.remove(adjacency);
        if (queue != null) {
            held -= queue.size();
            queue.forEach(packet -> outlet.send(adjacency, packet));
        }
    }

    private void fail(Adjacency adjacency, DropReason reason) {
        var queue = waiting.isEmpty() ? null : waiting.remove(adjacency);
        if (queue != null) {
            held -= queue.size();
            queue.forEach(packet -> outlet.drop(packet, reason));
        }
        forgetIfUnused(adjacency);
    }

    private void forgetIfUnused(Adjacency adjacency) {
        if (neighbors.get(adjacency.key()) == null
                && !references.containsKey(adjacency)
                && !waiting.containsKey(adjacency)) {
            map.remove(adjacency);
        }
    }
}
