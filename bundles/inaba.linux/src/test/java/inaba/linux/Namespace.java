package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// A network namespace of a test's own: the body runs on a thread that lives in it, and so do the commands it starts.
/// Other ends of cables live in named namespaces, which go away with it.
public final class Namespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long LONGEST_COMMAND = 60;

    private final List<String> named = new ArrayList<>();

    private Namespace() {}

    /// What a test does in it.
    public interface Body {
        void run(Namespace here) throws Exception;
    }

    /// Runs the body in a fresh namespace, in which `lo` is up.
    public static void fresh(Body body) throws Exception {
        var done = new CompletableFuture<Void>();
        Thread.ofPlatform().name("inb-links").start(() -> {
            var here = new Namespace();
            try {
                unshare();
                run("ip link set lo up");
                body.run(here);
                here.clean();
                done.complete(null);
            } catch (Throwable e) {
                here.clean();
                done.completeExceptionally(e);
            }
        });
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private static void unshare() throws Throwable {
        var call = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("unshare"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        if ((int) call.invokeExact(CLONE_NEWNET) != 0) {
            throw new IOException("no right to make a network namespace");
        }
    }

    /// A namespace at the other end of a cable: `device` here, up, and `far` there, up.
    ///
    /// @return its name, for `ip netns exec`
    public String cable(String device, String far) throws IOException {
        var name = "inb-links-" + ProcessHandle.current().pid() + '-' + COUNT.incrementAndGet();
        run("ip netns add " + name);
        named.add(name);
        run("ip link add " + device + " numrxqueues 1 numtxqueues 1 type veth peer name " + far
                + " numrxqueues 1 numtxqueues 1 netns " + name);
        run("ip link set " + device + " up");
        run("ip -n " + name + " link set lo up");
        run("ip -n " + name + " link set " + far + " up");
        return name;
    }

    private void clean() {
        for (var name : named) {
            try {
                run("ip netns del " + name);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Runs a command, words split at blanks, in this thread's namespace.
    ///
    /// @return what it printed
    /// @throws IOException with its output when it failed
    public static String run(String command) throws IOException {
        var process = start(command);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_COMMAND, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(command, e);
        }
        return output;
    }

    /// Starts a command in this thread's namespace.
    public static Process start(String command) throws IOException {
        return new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    }

    /// Waits until the condition holds.
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(5);
        }
    }
}
