package inaba.route.fib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdviceTest {
    @Test
    void theFastestIsAdvised() {
        var advice = Advice.of(List.of(result("radix", 5_000_000, 100), result("hash", 2_000_000, 50)));
        assertEquals(
                "radix suits this table of 1,000 routes best: 2.5 times the lookups of hash at 2.0 times its memory;"
                        + " type: swap fib radix",
                advice.sentence("hash"));
    }

    @Test
    void amongThoseThatAreNearlyAsFastTheSmallestIsAdvised() {
        var advice = Advice.of(List.of(result("radix", 1_000_000, 100), result("hash", 1_050_000, 200)));
        assertEquals(
                "radix suits this table of 1,000 routes best: 1.0 times the lookups of hash at 0.5 times its memory;"
                        + " it serves already",
                advice.sentence("radix"));
    }

    @Test
    void aTrialAsksEachAlgorithmTheSameAndDigestsItsAnswers() {
        var prefixes = List.of(Prefix.parse("2001:db8::/32"), Prefix.parse("2001:db8:1::/48"));
        var probes = FibTrial.within(prefixes, new SplittableRandom(1));
        var trial = new FibTrial(FibTrial.entries(prefixes), probes, () -> 0);
        assertEquals(
                trial.run(new Constant("a", 5)).answers(),
                trial.run(new Constant("b", 5)).answers());
        assertEquals(2, trial.run(new Constant("a", 5)).routes());
        assertEquals(
                false,
                trial.run(new Constant("a", 5)).answers()
                        == trial.run(new Constant("a", 6)).answers());
    }

    private static FibTrial.Result result(String name, long lookups, long memory) {
        return new FibTrial.Result(name, 1_000, 0, 0, lookups, memory, 0);
    }

    /// Always gives the same answer.
    private record Constant(String name, int value) implements Fib.Algorithm, Fib {
        @Override
        public Fib build(Collection<Entry> entries) {
            return this;
        }

        @Override
        public int lookup(long high, long low) {
            return value;
        }

        @Override
        public Fib apply(List<Change> changes) {
            return this;
        }

        @Override
        public long memory() {
            return 1;
        }
    }
}
