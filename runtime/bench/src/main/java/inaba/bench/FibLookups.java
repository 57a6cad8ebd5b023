package inaba.bench;

import inaba.api.route.Fib;
import inaba.fib.hash.HashAlgorithm;
import inaba.fib.multibit.MultibitAlgorithm;
import inaba.fib.poptrie.PoptrieAlgorithm;
import inaba.fib.radix.RadixAlgorithm;
import inaba.route.fib.FibTrial;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// How many addresses one thread looks up in a second, by JMH: each algorithm in JVMs of its own, as the compiler would
/// else treat it by what it has learned of the others.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FibLookups {
    static final List<Fib.Algorithm> ALGORITHMS =
            List.of(new RadixAlgorithm(), new HashAlgorithm(), new PoptrieAlgorithm(), new MultibitAlgorithm());
    private static final int SEED = 1;
    private static final TimeValue ITERATION = TimeValue.milliseconds(200);
    private static final int ITERATIONS = 5;

    @Param("")
    public String algorithm = "";

    @Param("0")
    public int routes;

    /// Whether addresses are of the prefixes, or any of the registries' blocks.
    @Param("true")
    public boolean routed;

    private Fib fib = ALGORITHMS.getFirst().build(List.of());
    private long[] probes = {};

    /// The prefixes that all algorithms are measured with.
    static List<Prefix> prefixes(int count) {
        return RegistryTable.of(count, new SplittableRandom(SEED));
    }

    /// The addresses that are looked up.
    static long[] probes(List<Prefix> prefixes, boolean routed) {
        return FibTrial.within(routed ? prefixes : RegistryTable.blocks(), new SplittableRandom(SEED));
    }

    /// @return lookups a second: the median of the iterations of some JVMs
    static double perSecond(String algorithm, int routes, boolean routed, int jvms) throws IOException {
        var options = new OptionsBuilder()
                .include(FibLookups.class.getName())
                .param("algorithm", algorithm)
                .param("routes", Integer.toString(routes))
                .param("routed", Boolean.toString(routed))
                .forks(jvms)
                .warmupIterations(ITERATIONS)
                .warmupTime(ITERATION)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            return new Runner(options)
                    .runSingle()
                    .getPrimaryResult()
                    .getStatistics()
                    .getPercentile(50);
        } catch (RunnerException failed) {
            throw new IOException("the lookups of " + algorithm + " cannot be measured", failed);
        }
    }

    @Setup
    public void build() {
        var prefixes = prefixes(routes);
        probes = probes(prefixes, routed);
        fib = ALGORITHMS.stream()
                .filter(each -> each.name().equals(algorithm))
                .findFirst()
                .orElseThrow()
                .build(FibTrial.entries(prefixes));
    }

    @Benchmark
    @OperationsPerInvocation(FibTrial.PROBES)
    public long lookUp() {
        return FibTrial.lookUp(fib, probes);
    }
}
