package inaba.junit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        onThread(() -> {
            var here = new Namespace();
            try {
                check(call("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT), CLONE_NEWNET), "unshare");
                run("ip link set lo up");
                body.run(here);
            } finally {
                here.clean();
            }
            return here;
        });
    }

    /// Computes something on a thread that lives in a named namespace: sockets opened there belong to it.
    public static <T> T in(String name, Callable<T> body) throws Exception {
        return onThread(() -> {
            enter(name);
            return body.call();
        });
    }

    private static <T> T onThread(Callable<T> body) throws Exception {
        var done = new CompletableFuture<T>();
        Thread.ofPlatform().name("inb-links").start(() -> {
            try {
                done.complete(body.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private static void enter(String name) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var path = arena.allocateFrom("/run/netns/" + name);
            int fd = check(call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), path, 0), "open " + name);
            check(
                    call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), fd, CLONE_NEWNET),
                    "setns " + name);
            check(call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), fd), "close " + name);
        }
    }

    private static int check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": no such namespace, or no right to change it");
        }
        return result;
    }

    private static int call(String name, FunctionDescriptor signature, Object... arguments) throws IOException {
        var linker = Linker.nativeLinker();
        try {
            var call = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
            return (int) call.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IOException(name, e);
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
