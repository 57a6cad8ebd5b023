package inaba.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void aBenchmarkThatDoesNotExistIsNamedBeforeAnyIsRun() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Main.run(List.of("fib", "nosuch"), print(out), print(err));
        assertEquals(2, exit);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "bench: there is no benchmark \"nosuch\"; there are: fib, forward, families, tunnel, xfrm,"
                        + " latency, loss, swap, start, scale, tables, dpdk, profile, floods, figures",
                err.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void aTableHasAsManyDistinctPrefixesAsAskedFor() {
        assertEquals(
                5_000,
                RegistryTable.of(5_000, new SplittableRandom(1)).stream()
                        .distinct()
                        .count());
    }

    @Test
    void anOptionThatDoesNotExistIsRefused() {
        var err = new ByteArrayOutputStream();
        assertEquals(2, Main.run(List.of("--nosuch", "fib"), print(err), print(err)));
        assertEquals(
                "bench: usage: bench [--full] [--json FILE] [--svg FILE] [--drivers D,...] [--sources S,...] [--routes N,...]"
                        + " [--neighbors N,...] [--links N,...] [--bytes N,...] [--algorithms A,...] [--probes P,...]"
                        + " [--loads N,...] [--rate N] [--changes C,...] [NAME...], not --nosuch",
                err.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void resultsAreWrittenAsJson() {
        assertEquals(
                "{\"router\": \"packet\", \"kpps\": 571.3000, \"routes\": 1000, \"said\": \"\\u0022\\u000a\"}",
                Json.object(Results.object("router", "packet", "kpps", 571.3, "routes", 1_000, "said", "\"\n")));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
