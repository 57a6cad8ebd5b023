package inaba.lab;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Who runs where: the generator, and with it the kernel's forwarding, on the first processor; an appliance on the
/// others.
public final class Processors {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;

    private Processors() {}

    /// The calling thread stays on the first processor.
    public static void stayOnFirst(Arena arena) {
        Sys.setAffinity(arena.allocateFrom(JAVA_LONG, 1));
    }

    /// The scheduler's group of another session gets the same priority as ours (sched(7), "The autogroup feature").
    private static void sameShare(long process) throws IOException {
        var ours = Path.of("/proc/self/autogroup");
        if (Files.exists(ours)) {
            var nice = Files.readString(ours).strip().replaceFirst(".* ", "");
            Files.writeString(Path.of("/proc/" + process + "/autogroup"), nice);
        }
    }

    /// All threads of a process stay on the others, if there are others.
    public static void leaveFirst(Host host, long process) throws IOException, InterruptedException {
        sameShare(process);
        run(host, process, 1);
    }

    /// All threads of a process run on any again.
    public static void useAll(Host host, long process) throws IOException, InterruptedException {
        run(host, process, 0);
    }

    private static void run(Host host, long process, int first) throws IOException, InterruptedException {
        int count = Runtime.getRuntime().availableProcessors();
        if (count == 1) {
            return;
        }
        var words = "taskset -acp " + first + "-" + (count - 1) + " " + process;
        for (int attempt = 1; ; attempt++) {
            try {
                host.start(words).succeed(LIMIT);
                return;
            } catch (IOException failed) { // as it does when one of the threads has just ended
                if (attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }
}
