package inaba.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Error numbers that the code tells apart, and the words for all of them.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EMSGSIZE = 90;
    public static final int EOPNOTSUPP = 95;
    public static final int EADDRINUSE = 98;
    public static final int ENETDOWN = 100;
    public static final int ENOBUFS = 105;

    private static final long LONGEST = 256;
    private static final MethodHandle STRERROR = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Errno() {}

    /// `Permission denied`; for missing rights also what would help.
    public static String text(int errno) {
        String words;
        try {
            words = ((MemorySegment) STRERROR.invokeExact(errno))
                    .reinterpret(LONGEST)
                    .getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("strerror failed", e);
        }
        return errno == EPERM || errno == EACCES
                ? words + " (needs root, or CAP_NET_ADMIN, CAP_NET_RAW and CAP_BPF)"
                : words;
    }
}
