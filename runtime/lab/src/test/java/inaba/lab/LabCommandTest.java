package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `./inaba lab` as a person calls it, and how it ends.
@NeedsRoot
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LabCommandTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void labsLiveSideBySideAndAreGoneAfterwardsHoweverTheyEnd() throws IOException, InterruptedException {
        try (var first = inaba("lab");
                var second = inaba("lab", "router", "packet")) {
            first.awaitOutput("\nready\n", ApplianceProcess.START);
            second.awaitOutput("\nready\n", ApplianceProcess.START);
            assertEquals(3, namespaces(first).size());
            assertEquals(3, namespaces(second).size());
            var tried = suggestion(first, "ping");
            assertTrue(Task.start((tried + " -c 1").split(" ")).succeed(SOON).contains("1 received"));

            var ofFirst = processes(first);
            first.kill();
            Until.holds("the first is gone", SOON, () -> namespaces(first).isEmpty());
            Until.holds("its processes are gone", SOON, () -> ofFirst.stream().noneMatch(LabCommandTest::runs));
            assertEquals(3, namespaces(second).size());

            second.interrupt();
            assertEquals(0, second.await(SOON));
            assertEquals(List.of(), namespaces(second));
        }
    }

    @Test
    void aWrongCallIsWrongUsage() throws IOException, InterruptedException {
        var lab = inaba("lab", "router", "carrier");
        assertEquals(2, lab.await(SOON));
        assertEquals(
                "inaba: lab expects [router] [packet|xdp|pcap], not 'router carrier'; see: inaba lab --help",
                lab.output().strip());
    }

    private static Task inaba(String... words) throws IOException {
        return Task.start(ApplianceProcess.words(words), ApplianceProcess.ENVIRONMENT);
    }

    /// Names of the namespaces that a lab has now.
    private static List<String> namespaces(Task lab) throws IOException {
        try (var names = Files.newDirectoryStream(Path.of("/run/netns"), "inaba-" + lab.pid() + "-*")) {
            var all = new ArrayList<String>();
            names.forEach(path -> all.add(path.getFileName().toString()));
            return List.copyOf(all);
        }
    }

    private static List<Long> processes(Task lab) throws IOException, InterruptedException {
        var pids = new ArrayList<Long>();
        for (var name : namespaces(lab)) {
            Task.start("ip", "netns", "pids", name)
                    .succeed(SOON)
                    .lines()
                    .map(Long::valueOf)
                    .forEach(pids::add);
        }
        return pids;
    }

    /// False also for a zombie, which only waits for its parent.
    private static boolean runs(long pid) {
        return Files.exists(Path.of("/proc/" + pid + "/exe"));
    }

    private static String suggestion(Task lab, String word) {
        return lab.output()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("ip netns exec") && line.contains(" " + word + " "))
                .findFirst()
                .orElseThrow();
    }
}
