package inaba.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/// System calls. A negative result is `-errno`, as inside the kernel; [#check] turns it into an exception with words.
///
/// Memory handed in must be native. No call allocates on the Java heap but a thread's first, and the first of those
/// linked with it.
public final class Sys {
    private static final ThreadLocal<MemorySegment> CALL_STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Calls.STATE));
    private static final int NOT_VARIADIC = -1;
    private static final int PRIO_PROCESS = 0;

    /// What all calls are made with. Each of their handles takes milliseconds to make, so they are in classes by their
    /// purpose: none is made before the first call of those beside it.
    private static final class Calls {
        static final Linker LINKER = Linker.nativeLinker();
        static final MemoryLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    }

    private static final class Threads {
        static final MethodHandle SCHED_SETAFFINITY =
                call("sched_setaffinity", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle GETPRIORITY = call("getpriority", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle SETPRIORITY =
                call("setpriority", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle SETNS = call("setns", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Memory {
        static final MethodHandle MMAP =
                call("mmap", NOT_VARIADIC, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        static final MethodHandle MUNMAP = call("munmap", NOT_VARIADIC, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle MADVISE = call("madvise", NOT_VARIADIC, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    }

    private static final class Files {
        static final MethodHandle OPEN = call("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle CLOSE = call("close", NOT_VARIADIC, JAVA_INT, JAVA_INT);
        static final MethodHandle READ = call("read", NOT_VARIADIC, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle WRITE = call("write", NOT_VARIADIC, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle IOCTL = call("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
        static final MethodHandle EVENTFD = call("eventfd", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Sockets {
        static final MethodHandle SOCKET = call("socket", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle BIND = call("bind", NOT_VARIADIC, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle CONNECT = call("connect", NOT_VARIADIC, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle LISTEN = call("listen", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle SETSOCKOPT =
                call("setsockopt", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle GETSOCKOPT =
                call("getsockopt", NOT_VARIADIC, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SENDTO =
                call("sendto", NOT_VARIADIC, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        static final MethodHandle RECVFROM =
                call("recvfrom", NOT_VARIADIC, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    }

    private static final class Frames {
        static final MethodHandle PPOLL = quiet("ppoll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        static final MethodHandle SENDMMSG =
                call("sendmmsg", NOT_VARIADIC, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        static final MethodHandle SENDMMSG_QUIET = quiet("sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle SENDTO_QUIET =
                quiet("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle RECVFROM_QUIET =
                quiet("recvfrom", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    private static final class Others {
        static final MethodHandle SYSCALL = call("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    }

    private Sys() {}

    /// True on Linux: elsewhere nothing of this package works.
    public static boolean available() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /// Returns `result`, unless it is `-errno`.
    ///
    /// @param what the call and its object, for the message: `bind to eth1`
    /// @throws LinuxException with the kernel's words for the error
    public static int check(long result, String what) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(what, (int) -result);
        }
        return (int) result;
    }

    public static int socket(int family, int type, int protocol) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Sockets.SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int bind(int fd, MemorySegment address) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Sockets.BIND.invokeExact(state, fd, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int connect(int fd, MemorySegment address) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Sockets.CONNECT.invokeExact(state, fd, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int listen(int fd, int backlog) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Sockets.LISTEN.invokeExact(state, fd, backlog));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int setsockopt(int fd, int level, int name, MemorySegment value) {
        var state = CALL_STATE.get();
        try {
            return result(
                    state, (int) Sockets.SETSOCKOPT.invokeExact(state, fd, level, name, value, (int) value.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// As [#setsockopt] with an `int` as value.
    public static int setsockopt(int fd, int level, int name, int value) {
        try (var arena = Arena.ofConfined()) {
            return setsockopt(fd, level, name, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /// Fills `value`; its whole size is offered.
    ///
    /// @param length 4 bytes of scratch memory
    public static int getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length) {
        length.set(JAVA_INT, 0, (int) value.byteSize());
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Sockets.GETSOCKOPT.invokeExact(state, fd, level, name, value, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int ioctl(int fd, long request, MemorySegment argument) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Files.IOCTL.invokeExact(state, fd, request, argument));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// @param timeout a `timespec`, or NULL to wait for ever
    /// @return how many are ready, or -1 without the reason
    public static int ppoll(MemorySegment pollfds, long count, MemorySegment timeout) {
        try {
            return (int) Frames.PPOLL.invokeExact(pollfds.address(), count, timeout.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(pollfds);
            Reference.reachabilityFence(timeout);
        }
    }

    /// @return the address, or `-errno`
    static long mmap(long length, int protection, int flags, int fd, long offset) {
        var state = CALL_STATE.get();
        try {
            long at = (long) Memory.MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset);
            return at == -1 ? -(int) Calls.ERRNO.get(state, 0L) : at;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int madvise(long address, long length, int advice) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Memory.MADVISE.invokeExact(state, address, length, advice));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int munmap(long address, long length) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Memory.MUNMAP.invokeExact(state, address, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Where nothing was sent it is tried once more, to learn why.
    ///
    /// @return how many messages were sent
    public static int sendmmsg(int fd, MemorySegment messages, int count, int flags) {
        try {
            int sent = (int) Frames.SENDMMSG_QUIET.invokeExact(fd, messages.address(), count, flags);
            if (sent >= 0) {
                return sent;
            }
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(messages);
        }
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Frames.SENDMMSG.invokeExact(state, fd, messages, count, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// @param address where to, or NULL on a connected or bound socket
    public static long sendto(int fd, MemorySegment bytes, long length, int flags, MemorySegment address) {
        var state = CALL_STATE.get();
        try {
            return result(state, (long)
                    Sockets.SENDTO.invokeExact(state, fd, bytes, length, flags, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Sends no bytes, to let the kernel look at a ring. Where that fails it is tried once more, to learn why.
    ///
    /// @return 0, or `-errno`
    public static int kick(int fd, int flags) {
        try {
            if ((long) Frames.SENDTO_QUIET.invokeExact(fd, 0L, 0L, flags, 0L, 0) >= 0) {
                return 0;
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return (int) sendto(fd, MemorySegment.NULL, 0, flags, MemorySegment.NULL);
    }

    /// Receives no bytes, to let the kernel look at a ring.
    ///
    /// @return 0, or -1 without the reason
    public static int poke(int fd, int flags) {
        try {
            return (int) (long) Frames.RECVFROM_QUIET.invokeExact(fd, 0L, 0L, flags, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static long recv(int fd, MemorySegment bytes, long length, int flags) {
        var state = CALL_STATE.get();
        try {
            return result(state, (long) Sockets.RECVFROM.invokeExact(
                    state, fd, bytes, length, flags, MemorySegment.NULL, MemorySegment.NULL));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Reads into `length` bytes from `at`.
    public static long read(int fd, MemorySegment bytes, long at, long length) {
        var state = CALL_STATE.get();
        try {
            return result(state, (long) Files.READ.invokeExact(state, fd, address(bytes, at, length), length));
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /// Writes `length` bytes from `at`.
    public static long write(int fd, MemorySegment bytes, long at, long length) {
        var state = CALL_STATE.get();
        try {
            return result(state, (long) Files.WRITE.invokeExact(state, fd, address(bytes, at, length), length));
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /// Opens a file that exists.
    public static int open(String path, int flags) {
        var state = CALL_STATE.get();
        try (var arena = Arena.ofConfined()) {
            return result(state, (int) Files.OPEN.invokeExact(state, arena.allocateFrom(path), flags, 0));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int close(int fd) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Files.CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Keeps the calling thread on the processors whose bits are set.
    public static int setAffinity(MemorySegment processors) {
        var state = CALL_STATE.get();
        try {
            return result(
                    state, (int) Threads.SCHED_SETAFFINITY.invokeExact(state, 0, processors.byteSize(), processors));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// The nice value of a thread, 0 being the calling one.
    static int getPriority(int thread) {
        var state = CALL_STATE.get();
        try {
            return (int) Threads.GETPRIORITY.invokeExact(state, PRIO_PROCESS, thread); // -1 is a value
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Sets the nice value of the calling thread.
    static int setPriority(int nice) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Threads.SETPRIORITY.invokeExact(state, PRIO_PROCESS, 0, nice));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    public static int eventfd(int initial, int flags) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Files.EVENTFD.invokeExact(state, initial, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// setns(2) for the calling thread. @return a negative number is `-errno`
    static int setns(int fd, int kind) {
        var state = CALL_STATE.get();
        try {
            return result(state, (int) Threads.SETNS.invokeExact(state, fd, kind));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// A call that libc has no function for; `number` depends on the processor.
    static long syscall(long number, long command, MemorySegment attributes) {
        var state = CALL_STATE.get();
        try {
            return result(state, (long)
                    Others.SYSCALL.invokeExact(state, number, command, attributes, attributes.byteSize()));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// A number, as a slice would be an object.
    private static long address(MemorySegment bytes, long at, long length) {
        return bytes.address() + Objects.checkFromIndexSize(at, length, bytes.byteSize());
    }

    private static int result(MemorySegment state, int value) {
        return value == -1 ? -(int) Calls.ERRNO.get(state, 0L) : value;
    }

    private static long result(MemorySegment state, long value) {
        return value == -1 ? -(int) Calls.ERRNO.get(state, 0L) : value;
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a native call failed in Java", e);
    }

    /// A call whose errno nobody wants: keeping it makes a view of its place, an object that the JVM avoids only where
    /// it inlines the whole.
    private static MethodHandle quiet(String name, MemoryLayout returns, MemoryLayout... parameters) {
        return Calls.LINKER.downcallHandle(
                Calls.LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(returns, parameters));
    }

    private static MethodHandle call(String name, int firstVariadic, MemoryLayout returns, MemoryLayout... parameters) {
        var symbol = Calls.LINKER.defaultLookup().findOrThrow(name);
        var signature = FunctionDescriptor.of(returns, parameters);
        var errno = Linker.Option.captureCallState("errno");
        return firstVariadic == NOT_VARIADIC
                ? Calls.LINKER.downcallHandle(symbol, signature, errno)
                : Calls.LINKER.downcallHandle(symbol, signature, errno, Linker.Option.firstVariadicArg(firstVariadic));
    }
}
