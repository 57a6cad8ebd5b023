package inaba.route.fib;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// A trial of lookup algorithms on one table: each builds it, answers the same addresses, and changes single routes.
public final class FibTrial {
    /// How many addresses are looked up.
    public static final int PROBES = 1 << 16;

    private static final int ROUNDS = 32;
    private static final int UPDATES = 200;

    private final List<Fib.Entry> entries;
    private final long[] probes;
    private final LongSupplier clock;

    /// What a trial found.
    ///
    /// @param buildNanos of the whole table
    /// @param updateNanos of one change, the mean of some that take a route away and put it back
    /// @param lookupsPerSecond of one thread, in the best of several rounds
    /// @param memory bytes
    /// @param answers a digest of all answers: algorithms that are right have the same
    public record Result(
            String algorithm,
            int routes,
            long buildNanos,
            long updateNanos,
            long lookupsPerSecond,
            long memory,
            long answers) {}

    /// @param probes pairs of upper and lower halves of the addresses to look up
    /// @param clock nanoseconds
    public FibTrial(List<Fib.Entry> entries, long[] probes, LongSupplier clock) {
        this.entries = List.copyOf(entries);
        this.probes = probes.clone();
        this.clock = clock;
    }

    /// The table of these prefixes, each with a value of its own.
    public static List<Fib.Entry> entries(Collection<Prefix> prefixes) {
        var entries = new ArrayList<Fib.Entry>(prefixes.size());
        for (var prefix : prefixes) {
            entries.add(new Fib.Entry(prefix, entries.size()));
        }
        return entries;
    }

    /// Addresses in random ones of the prefixes, which are one or more.
    public static long[] within(List<Prefix> prefixes, RandomGenerator random) {
        long[] probes = new long[PROBES * 2];
        for (int i = 0; i < probes.length; i += 2) {
            var prefix = prefixes.get(random.nextInt(prefixes.size()));
            probes[i] = prefix.address().high() | random.nextLong() & ~Prefix.maskHigh(prefix.length());
            probes[i + 1] = prefix.address().low() | random.nextLong() & ~Prefix.maskLow(prefix.length());
        }
        return probes;
    }

    /// Takes about two seconds of one thread.
    public Result run(Fib.Algorithm algorithm) {
        long start = clock.getAsLong();
        var fib = algorithm.build(entries);
        long build = clock.getAsLong() - start;
        long best = Long.MAX_VALUE;
        long answers = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = clock.getAsLong();
            answers = lookUp(fib, probes);
            best = Math.min(best, clock.getAsLong() - before);
        }
        long memory = fib.memory();
        long update = update(fib);
        long perSecond = probes.length / 2 * 1_000_000_000L / Math.max(1, best);
        return new Result(algorithm.name(), entries.size(), build, update, perSecond, memory, answers);
    }

    /// Looks all up.
    ///
    /// @param probes as [#within] makes them
    /// @return a digest of the answers
    public static long lookUp(Fib fib, long[] probes) {
        long digest = 0;
        for (int i = 0; i < probes.length; i += 2) {
            digest = digest * 31 + fib.lookup(probes[i], probes[i + 1]);
        }
        return digest;
    }

    private long update(Fib built) {
        int count = Math.min(UPDATES, entries.size());
        var fib = built;
        long start = clock.getAsLong();
        for (int i = 0; i < count; i++) {
            var entry = entries.get((int) ((long) i * entries.size() / count));
            fib = fib.apply(List.of(new Fib.Change(entry.prefix(), Fib.NONE)));
            fib = fib.apply(List.of(new Fib.Change(entry.prefix(), entry.value())));
        }
        return count == 0 ? 0 : (clock.getAsLong() - start) / (2L * count);
    }
}
