package inaba.bench.xfrm;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.bench.forward.Series;
import inaba.bench.forward.Tools;
import inaba.lab.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `xfrm`: what looking up costs with few and with many policies and associations, and AES-128-GCM as ESP uses it
/// beside OpenSSL's EVP. All of it on one thread, in its CPU time, in turns. `tunnel` has the whole path.
public final class XfrmBenchmark implements Benchmark {
    private static final int FEW = 10;
    private static final int MANY_POLICIES = 10_000;
    private static final int MANY_ASSOCIATIONS = 100_000;
    private static final int ROUNDS = 7;
    private static final List<Integer> SIZES = List.of(78, 512, 1400);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LIBRARY = "libcrypto";

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        lookups(run);
        try {
            seals(run);
        } catch (GeneralSecurityException e) {
            throw new IOException("AES-GCM failed", e);
        }
        return true;
    }

    private static void lookups(Run run) {
        var few = new LookupTrial(FEW, FEW);
        var many = new LookupTrial(MANY_POLICIES, MANY_ASSOCIATIONS);
        double[] sumFew = new double[ROUNDS];
        double[] sumMany = new double[ROUNDS];
        for (var kind : LookupTrial.Kind.values()) {
            few.nanos(kind);
            many.nanos(kind); // warm
            double[] ofFew = new double[ROUNDS];
            double[] ofMany = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                ofFew[round] = few.nanos(kind);
                ofMany[round] = many.nanos(kind);
                sumFew[round] += ofFew[round];
                sumMany[round] += ofMany[round];
            }
            print(run, kind.title, ofFew, ofMany);
        }
        print(run, "all three", sumFew, sumMany);
    }

    private static void print(Run run, String what, double[] few, double[] many) {
        var ratio = Series.ratio(many, few);
        run.out()
                .printf(
                        Locale.ROOT,
                        "xfrm     %-44s %6.0f ns of %d, %6.0f ns of %,d policies and %,d associations: %.2f times (%.2f-%.2f)%n",
                        what,
                        new Series(few).median(),
                        FEW,
                        new Series(many).median(),
                        MANY_POLICIES,
                        MANY_ASSOCIATIONS,
                        ratio.median(),
                        ratio.least(),
                        ratio.most());
        run.results()
                .add("benchmark", "xfrm", "lookup", what, "few", new Series(few).median(), "ratio", ratio.median());
    }

    private static void seals(Run run) throws IOException, InterruptedException, GeneralSecurityException {
        var trial = new SealTrial();
        for (int bytes : SIZES) {
            trial.run(bytes); // warm
        }
        boolean compares = Tools.hasLibrary(LIBRARY);
        if (!compares) {
            run.out().println("xfrm     no OpenSSL to compare with (Debian packages gcc, pkg-config, libssl-dev)");
        }
        var folder = Files.createTempDirectory("inaba-bench-");
        var program = compares ? new Tools(folder).compile("esp_gcm", LIBRARY) : folder;
        try {
            for (int bytes : run.chosenNumbers("bytes", SIZES)) {
                compare(run, trial, compares ? program : null, bytes);
            }
        } finally {
            Files.deleteIfExists(program);
            Files.deleteIfExists(folder);
        }
    }

    private static void compare(Run run, SealTrial trial, @Nullable Path program, int bytes)
            throws IOException, InterruptedException, GeneralSecurityException {
        double[] ours = new double[ROUNDS];
        double[] openssl = new double[ROUNDS];
        Arrays.fill(openssl, Double.NaN);
        double objects = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var seen = trial.run(bytes);
            ours[round] = seen.gigabits();
            objects = seen.objects();
            openssl[round] = program == null ? Double.NaN : openssl(program, bytes);
        }
        var ratio = Series.ratio(ours, openssl);
        run.out()
                .printf(
                        Locale.ROOT,
                        "xfrm     AES-128-GCM of %,5d bytes %6.2f Gbit/s, OpenSSL %6.2f: %.2f (%.2f-%.2f); %,.0f bytes of objects of the JCA a packet%n",
                        bytes,
                        new Series(ours).median(),
                        new Series(openssl).median(),
                        ratio.median(),
                        ratio.least(),
                        ratio.most(),
                        objects);
        run.results()
                .add(
                        "benchmark",
                        "xfrm",
                        "bytes",
                        bytes,
                        "gigabits",
                        new Series(ours).median(),
                        "ofOpenSsl",
                        ratio.median(),
                        "objects",
                        objects);
    }

    private static double openssl(Path program, int bytes) throws IOException, InterruptedException {
        var words = List.of(program.toString(), Integer.toString(bytes), Long.toString(SealTrial.ROUND.toMillis()));
        var said = Task.start(words, Map.of()).succeed(LIMIT).strip().split(" ");
        return Long.parseLong(said[0]) * 8.0 * bytes / Long.parseLong(said[1]);
    }
}
