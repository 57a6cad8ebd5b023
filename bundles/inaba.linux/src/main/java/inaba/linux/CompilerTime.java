package inaba.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processor time that a JVM's compilers have taken, which tells whether its code is compiled.
public final class CompilerTime {
    /// In the names of their threads, of which the kernel keeps 15 bytes.
    private static final String COMPILER = "CompilerThre";
    /// How much of a processor they take when nothing is left but trifles.
    private static final double TRIFLES = 0.1;

    /// Packets with which the JVM's second compiler has begun, with all that happens to them.
    public static final int ENOUGH = 50_000;
    /// A rehearsal takes one second to four; this is for a machine that has no time for it.
    public static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(CompilerTime.class);
    private static final long PAUSE = 20_000_000;
    /// As long as a round took, so many times.
    private static final int PAUSES = 3;
    /// So many rounds without a compilation: one may have to wait for the processor.
    private static final int QUIET = 4;

    /// Something that is rehearsed.
    public interface Rehearsal {
        void run() throws IOException;
    }

    private CompilerTime() {}

    /// Rehearses, whatever comes of it: who has not is slower at first, and that is all.
    public static void attempt(Rehearsal rehearsal) {
        try {
            rehearsal.run();
        } catch (IOException | RuntimeException | LinkageError failed) {
            LOG.info("not rehearsed, frames may be lost at first: {}", failed.toString());
        }
    }

    /// @param process a JVM's
    /// @throws IOException when there is no such process
    public static Duration of(long process) throws IOException {
        long nanos = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
            for (var thread : threads) {
                nanos += ofThread(thread);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return Duration.ofNanos(nanos);
    }

    /// Of a thread if it compiles, proc_pid_task(5); zero of one that has just ended.
    private static long ofThread(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).contains(COMPILER)
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ")[0])
                    : 0;
        } catch (IOException e) { // no such file, or no such process
            return 0;
        }
    }

    /// True while compilers that have taken so much in so long are at work.
    public static boolean busy(Duration taken, Duration in) {
        return taken.toNanos() > TRIFLES * in.toNanos();
    }

    /// Repeats some code of this process until the compilers are done with it, so that it can take the place of code
    /// that works. For most of the time it leaves the processor to them: there may be no other.
    ///
    /// New code begins in the interpreter: for a second it is slower than frames come in, and for longer than a
    /// ring
    /// holds. And it must have met whatever happens: a branch that the compiler has never seen taken ends the code
    /// that
    /// it is in.
    ///
    /// @param round a part of it, some milliseconds long; says how much it did
    /// @param least what rounds are to do together, unless the time is over
    /// @return what they did
    public static int rehearse(IntSupplier round, int least, Duration limit) {
        long process = ProcessHandle.current().pid();
        long began = System.nanoTime();
        int done = 0;
        try {
            long last = began;
            var taken = of(process);
            for (int quiet = 0; (quiet < QUIET || done < least) && last - began < limit.toNanos(); ) {
                done += round.getAsInt();
                LockSupport.parkNanos(Math.max(PAUSE, PAUSES * (System.nanoTime() - last)));
                var now = of(process);
                long end = System.nanoTime();
                quiet = busy(now.minus(taken), Duration.ofNanos(end - last)) ? 0 : quiet + 1;
                taken = now;
                last = end;
            }
        } catch (IOException e) {
            // Nothing tells: what was rehearsed must do.
        }
        return done;
    }
}
