package inaba.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The JVM's compilers, which stand back while an appliance starts: they would take half of the processors, most of it
/// for code that runs only then.
///
/// The threads of the optimizing one, C2, run only where a processor is idle meanwhile (SCHED_IDLE, sched(7)), those of
/// C1 after all that start something. Taking that back needs CAP_SYS_NICE or RLIMIT_NICE: root in a container may lack
/// both, and then nothing is done, as for a process that has another policy.
final class Compilers {
    private static final Path THREADS = Path.of("/proc/self/task");
    /// What `stat` has of the threads' names: 15 bytes.
    private static final String C1 = "(C1 CompilerThre";

    private static final String C2 = "(C2 CompilerThre";

    private static final int AFTER_OTHERS = 10;
    private static final int LOWEST = 19;
    /// A start and the first commands, with a margin.
    private static final Duration MEANWHILE = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final int SCHED_OTHER = 0;

    /// How a thread is scheduled, sched(7).
    record Scheduling(int nice, int policy) {
        /// Fields 19 and 41 of proc_pid_stat(5); the name before them, in brackets, may hold anything.
        static Scheduling of(String stat) {
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Scheduling(Integer.parseInt(fields[19 - 3]), Integer.parseInt(fields[41 - 3]));
        }
    }

    private Compilers() {}

    /// Returns at once.
    static void standBack(Consumer<String> report) {
        Thread.ofPlatform().daemon().name("inaba-compilers").start(() -> standBackMeanwhile(report));
    }

    private static void standBackMeanwhile(Consumer<String> report) {
        try {
            var own = Scheduling.of(Files.readString(Path.of("/proc/self/stat")));
            if (own.policy == SCHED_OTHER && renice(own.nice - 1, List.of(thisThread()))) {
                try {
                    lower(own);
                    Thread.sleep(MEANWHILE);
                } finally {
                    restore(own, report);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            report.accept("the compilers do not stand back while the appliance starts: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void lower(Scheduling own) throws IOException, InterruptedException {
        for (var thread : threads(C2)) {
            run(List.of("chrt", "--idle", "--pid", "0", thread));
        }
        renice(Math.min(own.nice + AFTER_OTHERS, LOWEST), threads(C1));
    }

    private static void restore(Scheduling own, Consumer<String> report) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                for (var thread : changed(own)) {
                    run(List.of("chrt", "--other", "--pid", "0", thread));
                    renice(own.nice, List.of(thread));
                }
                if (changed(own).isEmpty()) {
                    return;
                }
            } catch (IOException | DirectoryIteratorException e) {
                // another attempt may find what was short, such as processes
            }
            if (attempt == ATTEMPTS) {
                report.accept("the JVM's compilers keep a low priority: chrt or renice fails");
                return;
            }
            Thread.sleep(BETWEEN);
        }
    }

    /// @return false if it failed for one of them: it may have ended
    private static boolean renice(int nice, List<String> threads) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("renice", Integer.toString(nice), "-p"));
        words.addAll(threads);
        return run(words);
    }

    private static boolean run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String thisThread() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
    }

    /// A compiler's threads. The JVM begins and ends them as it needs them.
    private static List<String> threads(String name) throws IOException {
        try (var all = Files.newDirectoryStream(THREADS)) {
            var threads = new ArrayList<String>();
            for (var thread : all) {
                if (stat(thread).contains(name)) {
                    threads.add(thread.getFileName().toString());
                }
            }
            return threads;
        }
    }

    /// Those of both compilers that are not scheduled like the process.
    private static List<String> changed(Scheduling own) throws IOException {
        var threads = new ArrayList<>(threads(C1));
        threads.addAll(threads(C2));
        threads.removeIf(thread -> {
            var stat = stat(THREADS.resolve(thread));
            return stat.isEmpty() || Scheduling.of(stat).equals(own);
        });
        return threads;
    }

    /// Empty if it has ended since it was listed.
    private static String stat(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            return "";
        }
    }
}
