package inaba.link.pcap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.pcap4j.core.PcapHandle;

/// The calls of libpcap that a worker makes for each burst, on a handle that pcap4j opened: through pcap4j each frame
/// would take a call by JNA, an array and a copy.
///
/// `pcap_pkthdr`: seconds and, of a handle that was asked for them, nanoseconds (64 bits each), caplen, len (32 bits).
final class Libpcap implements AutoCloseable {
    /// What pcap_dispatch(3) returns after [#breakLoop], PCAP_ERROR_BREAK.
    static final int BROKEN = -2;

    private static final int SECONDS = 0;
    private static final int NANOS = 8;
    private static final int CAPTURED = 16;
    private static final int LENGTH = 20;
    private static final long BILLION = 1_000_000_000;

    /// All that can be addressed: frames lie in libpcap's memory for as long as a call takes.
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle HANDLE;
    private static final MethodHandle FRAME;
    private static final FunctionDescriptor HANDLER = FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG);

    static {
        try { // pcap4j is part of this bundle
            HANDLE = MethodHandles.privateLookupIn(PcapHandle.class, MethodHandles.lookup())
                    .findVarHandle(PcapHandle.class, "handle", Pointer.class);
            FRAME = MethodHandles.lookup()
                    .findVirtual(
                            Libpcap.class,
                            "frame",
                            MethodType.methodType(void.class, long.class, long.class, long.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// Made at the first call: libpcap may be missing.
    private static final class Calls {
        static final MethodHandle DISPATCH =
                of("pcap_dispatch", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle BREAK_LOOP = of("pcap_breakloop", FunctionDescriptor.ofVoid(JAVA_LONG));
        static final MethodHandle DESCRIPTOR = of("pcap_get_selectable_fd", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));

        private static MethodHandle of(String name, FunctionDescriptor types) {
            var function = NativeLibrary.getInstance("pcap").getFunction(name);
            return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(Pointer.nativeValue(function)), types);
        }
    }

    /// Is handed each frame, which lies in `memory` for as long as the call takes.
    interface Frames {
        /// @param captured bytes at `at`
        /// @param length of the whole frame
        /// @param stamp nanoseconds since 1970
        void frame(MemorySegment memory, long at, int captured, int length, long stamp);

        /// What it threw: nothing may pass through libpcap.
        void failed(Throwable bug);
    }

    private final long pcap;
    private final Frames frames;
    private final Arena arena = Arena.ofShared();
    private final long stub;

    /// @param handle stays the caller's; to be closed after this
    Libpcap(PcapHandle handle, Frames frames) {
        this.pcap = pointer(handle);
        this.frames = frames;
        this.stub = Linker.nativeLinker()
                .upcallStub(FRAME.bindTo(this), HANDLER, arena)
                .address();
    }

    /// The descriptor of a handle, pcap_get_selectable_fd(3), which pcap4j keeps to itself. It is closed with the
    /// handle.
    static int descriptor(PcapHandle handle) {
        try {
            return (int) Calls.DESCRIPTOR.invokeExact(pointer(handle));
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static long pointer(PcapHandle handle) {
        return Pointer.nativeValue((Pointer) HANDLE.get(handle));
    }

    /// Hands over frames that are there, pcap_dispatch(3).
    ///
    /// @param most at least 1
    /// @return how many; [#BROKEN]; or another negative number for an error, which the handle has the words for
    int dispatch(int most) {
        try {
            return (int) Calls.DISPATCH.invokeExact(pcap, most, stub, 0L);
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /// The present frame is the last of [#dispatch], pcap_breakloop(3).
    void breakLoop() {
        try {
            Calls.BREAK_LOOP.invokeExact(pcap);
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @SuppressWarnings("unused") // libpcap's pcap_handler
    private void frame(long user, long header, long bytes) {
        try {
            long stamp = MEMORY.get(JAVA_LONG, header + SECONDS) * BILLION + MEMORY.get(JAVA_LONG, header + NANOS);
            frames.frame(
                    MEMORY,
                    bytes,
                    MEMORY.get(JAVA_INT, header + CAPTURED),
                    MEMORY.get(JAVA_INT, header + LENGTH),
                    stamp);
        } catch (RuntimeException | Error bug) { // it would end the process
            frames.failed(bug);
        }
    }

    /// Not while [#dispatch] runs.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
