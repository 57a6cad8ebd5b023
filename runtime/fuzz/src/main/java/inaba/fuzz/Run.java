package inaba.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// One target in a JVM of its own, in which Jazzer looks at the code that inputs reach.
final class Run {
    private static final Pattern EXECUTIONS = Pattern.compile("^#(\\d+)\\s.*");
    private static final Pattern FINAL = Pattern.compile("^stat::number_of_executed_units: *(\\d+)");
    private static final long PROGRESS = Duration.ofSeconds(10).toNanos();

    private final String target;
    private final Path folder;
    private final Consumer<String> out;
    private long executions;
    private Duration cpu = Duration.ZERO;
    private final List<String> finding = new ArrayList<>();

    /// @param folder where corpora and findings are
    Run(String target, Path folder, Consumer<String> out) {
        this.target = target;
        this.folder = folder.resolve(target.replace(':', '-'));
        this.out = out;
    }

    long executions() {
        return executions;
    }

    /// CPU time that the target's JVM has taken, start and compilers included.
    Duration cpu() {
        return cpu;
    }

    /// What was found, empty when nothing was.
    List<String> finding() {
        return finding;
    }

    void go(Duration time) throws IOException, InterruptedException {
        var seeds = Files.createDirectories(folder.resolve("seeds"));
        for (var seed : Subjects.named(target).seeds()) {
            Files.write(seeds.resolve(HexFormat.of().toHexDigits(java.util.Arrays.hashCode(seed))), seed);
        }
        var process = new ProcessBuilder(command(seeds, time))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            long next = System.nanoTime() + PROGRESS;
            boolean found = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                count(line, process);
                found |= line.startsWith("==") || line.startsWith("ERROR:") || line.startsWith("ALARM:");
                if (found) {
                    finding.add(line);
                }
                if (System.nanoTime() > next) {
                    next += PROGRESS;
                    out.accept(target + ": " + executions + " executions so far");
                }
            }
        } finally {
            process.destroy();
        }
        int code = process.waitFor();
        if (code != 0 && finding.isEmpty()) {
            finding.add("Jazzer ended with code " + code);
        }
    }

    private void count(String line, Process process) {
        for (var pattern : List.of(EXECUTIONS, FINAL)) {
            var matcher = pattern.matcher(line);
            if (matcher.matches()) {
                executions = Math.max(executions, Long.parseLong(matcher.group(1)));
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
        }
    }

    private List<String> command(Path seeds, Duration time) throws IOException {
        var corpus = Files.createDirectories(folder.resolve("corpus"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx768m",
                "-D" + Entry.TARGET + '=' + target,
                "-Dinaba.hash.secret=1000003",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entry.class.getName(),
                "--instrumentation_includes=inaba.**",
                "--instrumentation_excludes=inaba.fuzz.**:inaba.hostile.**:inaba.testkit.**",
                "--hooks=false",
                "-rss_limit_mb=0",
                "-timeout=120",
                "-use_value_profile=0",
                "-print_final_stats=1",
                "-max_total_time=" + Math.max(1, time.toSeconds()),
                corpus.toString(),
                seeds.toString());
    }
}
