package inaba.testkit.fib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import inaba.api.route.Fib;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of [Fib]: a bundle with an algorithm extends this class, and its tests run.
public abstract class FibContract {
    /// The algorithm under test.
    protected abstract Fib.Algorithm algorithm();

    @Test
    protected void anEmptyTableKnowsNothing() {
        var fib = algorithm().build(List.of());
        assertEquals(Fib.NONE, lookup(fib, "::"));
        assertEquals(Fib.NONE, lookup(fib, "2001:db8::1"));
        assertEquals(Fib.NONE, lookup(fib, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    protected void theLongestPrefixWins() {
        var fib = table("::/0 1", "2001:db8::/32 2", "2001:db8:1::/48 3", "2001:db8:1::5/128 4");
        assertEquals(1, lookup(fib, "2001:db9::"));
        assertEquals(2, lookup(fib, "2001:db8:2::1"));
        assertEquals(3, lookup(fib, "2001:db8:1::4"));
        assertEquals(4, lookup(fib, "2001:db8:1::5"));
    }

    @Test
    protected void zeroIsAValueLikeAnyOther() {
        var fib = table("::/0 7", "2001:db8::/32 0");
        assertEquals(0, lookup(fib, "2001:db8::1"));
        assertEquals(7, lookup(fib, "2001:db7::1"));
    }

    @Test
    protected void bothHalvesOfAllAddressesTogetherAreNotTheDefault() {
        var fib = table("::/1 1", "8000::/1 2");
        assertEquals(1, lookup(fib, "::"));
        assertEquals(2, lookup(fib, "8000::"));
        fib = fib.apply(List.of(change("::/1", Fib.NONE)));
        assertEquals(Fib.NONE, lookup(fib, "7fff::"));
        assertEquals(2, lookup(fib, "ffff::"));
    }

    @Test
    protected void prefixesMeetAtTheMiddleOfTheAddress() {
        var fib = table("2001:db8::/63 63", "2001:db8::/64 64", "2001:db8::/65 65", "2001:db8:0:1:8000::/65 66");
        assertEquals(65, lookup(fib, "2001:db8::7fff:ffff:ffff:ffff"));
        assertEquals(64, lookup(fib, "2001:db8::8000:0:0:0"));
        assertEquals(63, lookup(fib, "2001:db8:0:1:7fff:ffff:ffff:ffff"));
        assertEquals(66, lookup(fib, "2001:db8:0:1:8000::"));
        assertEquals(Fib.NONE, lookup(fib, "2001:db8:0:2::"));
    }

    @Test
    protected void changesAreAppliedInTheirOrder() {
        var fib = table("2001:db8::/32 1");
        fib = fib.apply(List.of(
                change("2001:db8::/32", 2),
                change("2001:db8::/32", Fib.NONE),
                change("2001:db8::/48", 3),
                change("2001:db8::/48", 4)));
        assertEquals(4, lookup(fib, "2001:db8::1"));
        assertEquals(Fib.NONE, lookup(fib, "2001:db8:1::1"));
    }

    @Test
    protected void removingWhatIsNotThereChangesNothing() {
        var fib = table("2001:db8::/32 1", "2001:db8::/64 2");
        fib = fib.apply(
                List.of(change("2001:db8::/48", Fib.NONE), change("::/0", Fib.NONE), change("::/128", Fib.NONE)));
        assertEquals(2, lookup(fib, "2001:db8::1"));
        assertEquals(1, lookup(fib, "2001:db8:0:1::1"));
    }

    @Test
    protected void aTableThatWasEmptiedCanBeFilledAgain() {
        var fib = table("::/0 1", "2001:db8::/32 2", "2001:db8::1/128 3");
        fib = fib.apply(List.of(
                change("2001:db8::1/128", Fib.NONE), change("::/0", Fib.NONE), change("2001:db8::/32", Fib.NONE)));
        assertEquals(Fib.NONE, lookup(fib, "2001:db8::1"));
        fib = fib.apply(List.of(change("2001:db8::/33", 5)));
        assertEquals(5, lookup(fib, "2001:db8::1"));
        assertEquals(Fib.NONE, lookup(fib, "2001:db8:8000::1"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    protected void aRandomTableAnswersAsEveryPrefixTriedInTurn(long seed) {
        var random = new SplittableRandom(seed);
        var oracle = new FibOracle();
        for (int i = 0; i < 30; i++) {
            oracle = oracle.after(oracle.randomChanges(random, 20));
        }
        agree(oracle, algorithm().build(oracle.entries()), random, 3_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    protected void aTableChangedManyTimesAnswersAsOneBuiltAtOnce(long seed) {
        var random = new SplittableRandom(seed);
        var oracle = new FibOracle();
        var fib = algorithm().build(List.of());
        for (int batch = 0; batch < 300; batch++) {
            var changes = oracle.randomChanges(random, random.nextInt(1, 12));
            oracle = oracle.after(changes);
            fib = fib.apply(changes);
            agree(oracle, fib, random, 40);
        }
        agree(oracle, fib, random, 3_000);
    }

    @Test
    protected void churnDoesNotMakeTheTableGrow() {
        var random = new SplittableRandom(21);
        var oracle = new FibOracle();
        oracle = oracle.after(oracle.randomChanges(random, 2_000));
        var fib = algorithm().build(oracle.entries());
        long fresh = fib.memory();
        var known = oracle.entries();
        for (int i = 0; i < 20_000; i++) {
            var entry = known.get(random.nextInt(known.size()));
            fib = fib.apply(List.of(new Fib.Change(entry.prefix(), Fib.NONE)));
            fib = fib.apply(List.of(new Fib.Change(entry.prefix(), entry.value())));
        }
        assertTrue(fib.memory() < 4 * fresh, fresh + " bytes became " + fib.memory());
        agree(oracle, fib, random, 500);
    }

    /// While [Fib#apply] runs, readers of the present table get its answer or the next one's, never a third.
    @Test
    protected void readersSeeTheOldOrTheNewValueWhileChangesAreApplied() throws InterruptedException {
        var random = new SplittableRandom(31);
        var oracle = new FibOracle();
        oracle = oracle.after(oracle.randomChanges(random, 300));
        var fib = algorithm().build(oracle.entries());
        var round = new AtomicReference<@Nullable Round>(Round.of(oracle, oracle, fib, random));
        var wrong = new AtomicReference<@Nullable String>();
        var readers = List.of(reader(round, wrong), reader(round, wrong), reader(round, wrong));
        for (int i = 0; i < 400 && wrong.get() == null; i++) {
            var changes = oracle.randomChanges(random, 20);
            var next = oracle.after(changes);
            round.set(Round.of(oracle, next, fib, random));
            fib = fib.apply(changes);
            oracle = next;
        }
        round.set(null);
        for (var reader : readers) {
            reader.join();
        }
        assertNull(wrong.get());
    }

    @Test
    protected void aLookupAllocatesNothing() {
        var random = new SplittableRandom(41);
        var oracle = new FibOracle();
        oracle = oracle.after(oracle.randomChanges(random, 1_000));
        var fib = algorithm().build(oracle.entries());
        var probes = oracle.probes(random, 1_000);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int sum = 0;
        for (int run = 0; run < 200 && least > 0; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                var probe = probes.get(i);
                sum += fib.lookup(probe.high(), probe.low());
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes for 1,000 lookups, sum " + sum);
    }

    /// A table of `PREFIX VALUE` lines.
    protected final Fib table(String... lines) {
        var entries = new ArrayList<Fib.Entry>();
        for (String line : lines) {
            var words = line.split(" ", 2);
            entries.add(new Fib.Entry(Prefix.parse(words[0]), Integer.parseInt(words[1])));
        }
        return algorithm().build(entries);
    }

    private static Fib.Change change(String prefix, int value) {
        return new Fib.Change(Prefix.parse(prefix), value);
    }

    private static int lookup(Fib fib, String text) {
        var address = Ipv6Address.parse(text);
        return fib.lookup(address.high(), address.low());
    }

    private static void agree(FibOracle oracle, Fib fib, RandomGenerator random, int count) {
        for (var probe : oracle.probes(random, count)) {
            assertEquals(oracle.lookup(probe), fib.lookup(probe.high(), probe.low()), () -> "for " + probe);
        }
    }

    private static Thread reader(AtomicReference<@Nullable Round> round, AtomicReference<@Nullable String> wrong) {
        return Thread.ofPlatform().start(() -> {
            for (var now = round.get(); now != null && wrong.get() == null; now = round.get()) {
                String failure = now.check();
                if (failure != null) {
                    wrong.set(failure);
                }
            }
        });
    }

    /// A table that readers use while it is being changed, and what they may see.
    private record Round(Fib fib, List<Ipv6Address> probes, int[] old, int[] next) {
        static Round of(FibOracle before, FibOracle after, Fib fib, RandomGenerator random) {
            var probes = before.probes(random, 30);
            return new Round(
                    fib,
                    probes,
                    probes.stream().mapToInt(before::lookup).toArray(),
                    probes.stream().mapToInt(after::lookup).toArray());
        }

        @Nullable
        String check() {
            for (int i = 0; i < probes.size(); i++) {
                var probe = probes.get(i);
                int seen = fib.lookup(probe.high(), probe.low());
                if (seen != old[i] && seen != next[i]) {
                    return probe + ": " + seen + ", neither " + old[i] + " nor " + next[i];
                }
            }
            return null;
        }
    }
}
