package inaba.hostile;

import com.sun.management.ThreadMXBean;
import inaba.core.count.Column;
import inaba.testkit.LabNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// An attack on a node, and what must hold whatever the attacker sends: nothing is thrown, a packet costs bounded time
/// and memory, tables stay within their limits, each packet is counted once and each drop has one reason, friends are
/// served before, meanwhile and after, and in the end the pool is whole again.
public final class Battle implements AutoCloseable {
    /// Of one packet, code loaded and compiled for it included.
    private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long MOST_BYTES = 8 << 20;
    /// Of one of many packets.
    private static final long MOST_NANOS_OF_MANY = Duration.ofMillis(1).toNanos();
    /// What one packet may make the node send: an answer, and what it takes to find the MAC of who asked.
    private static final int MOST_ANSWERS = 3;

    private static final int BATCH = 64;
    private static final Duration AFTERMATH = Duration.ofMinutes(11);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private final Service service;
    private int cases;

    public Battle(Target target) {
        this.target = target;
        this.service = new Service(target);
        service.check();
        target.sent();
    }

    public Target target() {
        return target;
    }

    /// How many packets and floods there were.
    public int cases() {
        return cases;
    }

    /// The packet is dropped for this reason and no other, and leaves no trace in any table.
    public void dropped(String reason, byte[] frame) {
        var state = target.state();
        expect(Map.of(reason, 1L), frame);
        if (!target.state().equals(state)) {
            var added = new ArrayList<>(target.state());
            added.removeAll(state);
            throw new Harm("a packet that was dropped for " + reason + " left state: " + added);
        }
    }

    /// The packet is for the node, or for others, and goes there.
    public void passes(byte[] frame) {
        expect(Map.of(), frame);
    }

    /// As [#dropped], where others are dropped with it, or none.
    public void expect(Map<String, Long> drops, byte[] frame) {
        cases++;
        var before = target.drops();
        long in = target.counted(Target.LAN, Column.IN);
        target.sent();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        target.hears(Target.LAN, frame);
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        var counted = since(before);
        check(counted.equals(drops), "drops " + counted + " in place of " + drops);
        check(target.counted(Target.LAN, Column.IN) >= in + 1, "the packet was not counted");
        check(nanos < MOST_NANOS, "one packet took " + nanos / 1_000 + " us");
        check(bytes < MOST_BYTES, "one packet took " + bytes + " bytes of heap");
        check(target.sent().size() <= MOST_ANSWERS, "one packet made the node send more than " + MOST_ANSWERS);
        holds();
    }

    /// Many packets, a burst at a time.
    public void flood(int count, IntFunction<byte[]> frames) {
        flood(count, frames, Duration.ZERO);
    }

    /// @param gap passes after each burst
    public void flood(int count, IntFunction<byte[]> frames, Duration gap) {
        cases++;
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            target.puts(Target.LAN, frames.apply(i));
            if (i % BATCH == BATCH - 1) {
                target.settle();
                target.advance(gap);
                target.sent();
            }
            if (i == count / 2) {
                target.settle();
                service.check();
            }
        }
        target.settle();
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        check(nanos / count < MOST_NANOS_OF_MANY, "a packet took " + nanos / count / 1_000 + " us on average");
        holds();
        service.check();
    }

    /// What holds whenever nothing is on its way, after an attack of the caller's own.
    public void invariants() {
        cases++;
        holds();
    }

    private void holds() {
        var faults = target.engine().faults().reports();
        check(target.node().exceptions() == 0, "thrown: " + faults);
        LabNode node = target.node();
        for (var link : List.of(Target.LAN, Target.WAN)) {
            check(node.addsUp(link), "the counters of " + link + " do not add up");
            check(target.counted(link, Column.HELD) >= 0, "less than nothing is held of " + link);
        }
        for (var table : target.tables()) {
            check(table.size() <= table.limit(), table.size() + " " + table.name());
        }
    }

    /// At most so many rows are in the table of this name.
    public void rows(String name, int most) {
        int size = target.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow()
                .size();
        check(size <= most, size + " " + name + " in place of " + most + " at most");
    }

    /// How often packets were dropped for this reason.
    public long drops(String reason) {
        return target.drops().getOrDefault(reason, 0L);
    }

    public void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new Harm(otherwise);
        }
    }

    /// The aftermath: who is left waits no longer, and all packets are back in the pool.
    @Override
    public void close() {
        service.check();
        target.advance(AFTERMATH);
        holds();
        service.check();
        target.advance(AFTERMATH);
        check(target.missing() == 0, target.missing() + " packets are missing in the pool");
    }

    private Map<String, Long> since(Map<String, Long> before) {
        var counted = new TreeMap<String, Long>();
        target.drops().forEach((reason, n) -> {
            long more = n - before.getOrDefault(reason, 0L);
            if (more != 0) {
                counted.put(reason, more);
            }
        });
        return counted;
    }
}
