package inaba.link.sim.host;

import inaba.api.time.Time;
import inaba.api.time.Time.Timer;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who has which MAC, RFC 4861 §7: resolution, and probes of who was not heard for a while.
///
/// The states of §7.3.2 are in the fields: INCOMPLETE has no MAC, STALE was not heard for [#REACHABLE_TIME], DELAY has
/// a timer and PROBE has also solicited.
final class Neighbors {
    private static final Duration REACHABLE_TIME = Duration.ofSeconds(30); // RFC 4861 §10
    private static final Duration DELAY_FIRST_PROBE_TIME = Duration.ofSeconds(5);
    private static final Duration RETRANS_TIMER = Duration.ofSeconds(1);
    private static final int MAX_SOLICIT = 3;
    private static final int MAX_WAITING = 8;
    private static final int MAX_ENTRIES = 64;

    private final Time time;
    private final Transport transport;
    private final SequencedMap<Ipv6Address, Entry> entries = new LinkedHashMap<>();

    Neighbors(Time time, Transport transport) {
        this.time = time;
        this.transport = transport;
    }

    /// Sends an IPv6 packet to a neighbour, once its MAC is known.
    void send(Ipv6Address neighbor, MemorySegment packet) {
        var entry = entry(neighbor);
        if (entry.mac == null) {
            entry.hold(packet);
        } else {
            transport.frame(entry.mac, packet);
        }
        entry.confirm();
    }

    /// What a solicitation, an advertisement of a router or a redirect says of its sender, RFC 4861 §7.2.3 and §6.3.4.
    void heard(Ipv6Address neighbor, MacAddress mac) {
        var entry = entry(neighbor);
        if (!mac.equals(entry.mac)) {
            entry.mac = mac;
            entry.heardAt = time.nanos() - REACHABLE_TIME.toNanos();
            entry.release();
        }
    }

    /// A Neighbor Advertisement, RFC 4861 §7.2.5. Nobody else's entries are made by it.
    void advertised(Ipv6Address neighbor, @Nullable MacAddress mac, boolean solicited, boolean override) {
        var entry = entries.get(neighbor);
        if (entry == null || (entry.mac == null && mac == null)) {
            return;
        }
        boolean differs = mac != null && !mac.equals(entry.mac);
        if (differs && entry.mac != null && !override) {
            return;
        }
        if (differs) {
            entry.mac = mac;
        }
        if (solicited) {
            entry.heardAt = time.nanos();
            entry.settle();
        }
        entry.release();
    }

    /// The entry, made when it is not there; the oldest of too many goes.
    private Entry entry(Ipv6Address neighbor) {
        var present = entries.get(neighbor);
        if (present != null) {
            return present;
        }
        if (entries.size() == MAX_ENTRIES) {
            entries.pollFirstEntry().getValue().settle();
        }
        var made = new Entry(neighbor);
        entries.put(neighbor, made);
        return made;
    }

    /// How the cache reaches the wire and its owner.
    interface Transport {
        void frame(MacAddress to, MemorySegment packet);

        /// @param mac null to ask the solicited-node group
        void solicit(Ipv6Address neighbor, @Nullable MacAddress mac);

        void unreachable(Ipv6Address neighbor);
    }

    private final class Entry {
        private final Ipv6Address neighbor;
        private final Deque<MemorySegment> waiting = new ArrayDeque<>();
        private @Nullable MacAddress mac;
        private long heardAt;
        private int solicited;
        private @Nullable Timer timer;

        Entry(Ipv6Address neighbor) {
            this.neighbor = neighbor;
        }

        /// RFC 4861 §7.2.2: the newest packets are kept.
        void hold(MemorySegment packet) {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(packet);
        }

        void release() {
            while (mac != null && !waiting.isEmpty()) {
                transport.frame(mac, waiting.removeFirst());
            }
        }

        /// Asks for the MAC at once, and whether it is still right after a while, unless the neighbour was heard
        /// lately.
        void confirm() {
            if (timer != null) {
                return;
            }
            if (mac == null) {
                ask();
            } else if (time.nanos() - heardAt >= REACHABLE_TIME.toNanos()) {
                timer = time.after(DELAY_FIRST_PROBE_TIME, this::ask);
            }
        }

        private void ask() {
            if (solicited == MAX_SOLICIT) {
                settle();
                entries.remove(neighbor);
                transport.unreachable(neighbor);
                return;
            }
            solicited++;
            timer = time.after(RETRANS_TIMER, this::ask);
            transport.solicit(neighbor, mac);
        }

        void settle() {
            if (timer != null) {
                timer.cancel();
            }
            timer = null;
            solicited = 0;
        }
    }
}
