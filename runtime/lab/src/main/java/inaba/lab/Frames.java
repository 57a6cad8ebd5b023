package inaba.lab;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Frames of one length, ready for sendmmsg(2).
///
/// `mmsghdr` is 64 bytes: msg_iov at 16, msg_iovlen at 24. `iovec` is 16: base, length.
public final class Frames {
    private static final int MESSAGE = 64;
    private static final int VECTOR = 16;

    private final MemorySegment messages;
    private final int count;
    private final int bytes;

    /// Writes one of them.
    @FunctionalInterface
    public interface Writer {
        /// @param which from 0
        /// @param frame as long as all are, and zero
        void write(int which, MemorySegment frame);
    }

    /// @param arena where they are until it is closed
    /// @param bytes of a frame, Ethernet header included and without FCS
    public Frames(Arena arena, int count, int bytes, Writer writer) {
        this.count = count;
        this.bytes = bytes;
        messages = arena.allocate((long) count * MESSAGE, 64);
        var vectors = arena.allocate((long) count * VECTOR, 64);
        long apart = (bytes + 63) & ~63L;
        var memory = arena.allocate(count * apart, 64);
        for (int i = 0; i < count; i++) {
            var frame = memory.asSlice(i * apart, bytes);
            writer.write(i, frame);
            vectors.set(JAVA_LONG, (long) i * VECTOR, frame.address());
            vectors.set(JAVA_LONG, (long) i * VECTOR + 8, bytes);
            messages.set(JAVA_LONG, (long) i * MESSAGE + 16, vectors.address() + (long) i * VECTOR);
            messages.set(JAVA_LONG, (long) i * MESSAGE + 24, 1);
        }
    }

    public int count() {
        return count;
    }

    public int bytes() {
        return bytes;
    }

    /// The messages from `first` on.
    public MemorySegment messages(int first) {
        return messages.asSlice((long) first * MESSAGE);
    }
}
