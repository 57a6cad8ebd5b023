package inaba.lab;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// setns(2): a thread moves into a named network namespace.
final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final MethodHandle SETNS = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("setns"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private NetworkNamespace() {}

    /// The calling thread, a platform thread made for this, stays there until its end.
    static void enter(String name) throws IOException {
        int file = Sys.check(Sys.open("/run/netns/" + name, O_RDONLY_CLOEXEC), "open namespace " + name);
        try {
            if ((int) SETNS.invokeExact(file, CLONE_NEWNET) != 0) {
                throw new IOException("no right to enter the namespace " + name);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setns failed in Java", e);
        } finally {
            Sys.close(file);
        }
    }
}
