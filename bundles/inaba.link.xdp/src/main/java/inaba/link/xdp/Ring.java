package inaba.link.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import inaba.linux.LinuxException;
import inaba.linux.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// One of the four rings of a socket, in memory shared with the kernel (`Documentation/networking/af_xdp.rst`): a
/// producer writes entries, then its index; a consumer reads them, then its own. Indices run freely.
final class Ring {
    static final long RX = 0;
    static final long TX = 0x8000_0000L;
    static final long FILL = 0x1_0000_0000L;
    static final long COMPLETION = 0x1_8000_0000L;
    /// Bytes of an entry of the rings RX and TX, `struct xdp_desc`: address, length@8, options@12.
    static final int DESCRIPTOR = 16;
    /// Bytes of an entry of the other two: an address.
    static final int ADDRESS = 8;

    private static final int NEED_WAKEUP = 1;
    private static final VarHandle INDEX = JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final long producer;
    private final long consumer;
    private final long entries;
    private final long flags;
    private final int size;
    private final int entry;
    /// Ours.
    private int at;

    /// @param layout of this ring in `struct xdp_mmap_offsets`: producer, consumer, descriptors, flags
    /// @param size a power of two
    Ring(int socket, long offset, MemorySegment layout, int size, int entry, Arena arena) throws LinuxException {
        producer = layout.get(JAVA_LONG, 0);
        consumer = layout.get(JAVA_LONG, 8);
        entries = layout.get(JAVA_LONG, 16);
        flags = layout.get(JAVA_LONG, 24);
        this.size = size;
        this.entry = entry;
        memory = Mapping.of(socket, offset, entries + (long) size * entry, arena);
    }

    /// The same ring from the other side: as the kernel has it that has not begun to use it.
    Ring otherSide() {
        return new Ring(this);
    }

    private Ring(Ring other) {
        producer = other.producer;
        consumer = other.consumer;
        entries = other.entries;
        flags = other.flags;
        size = other.size;
        entry = other.entry;
        memory = other.memory;
    }

    /// As the kernel: whether it waits to be called.
    void wantWakeup(boolean wanted) {
        INDEX.setOpaque(memory, flags, wanted ? NEED_WAKEUP : 0);
    }

    /// As its producer: entries that can be written.
    int room() {
        return size - (at - (int) INDEX.getAcquire(memory, consumer));
    }

    /// As its consumer: entries that can be read.
    int ready() {
        return (int) INDEX.getAcquire(memory, producer) - at;
    }

    /// True while the kernel waits to be called.
    boolean needsWakeup() {
        return ((int) INDEX.getOpaque(memory, flags) & NEED_WAKEUP) != 0;
    }

    void write(int number, long address) {
        memory.set(JAVA_LONG, entry(number), address);
    }

    void write(int number, long address, int length) {
        long to = entry(number);
        memory.set(JAVA_LONG, to, address);
        memory.set(JAVA_INT, to + 8, length);
        memory.set(JAVA_INT, to + 12, 0);
    }

    long address(int number) {
        return memory.get(JAVA_LONG, entry(number));
    }

    int length(int number) {
        return memory.get(JAVA_INT, entry(number) + 8);
    }

    /// So many entries were written.
    void produced(int count) {
        at += count;
        INDEX.setRelease(memory, producer, at);
    }

    /// So many entries were read.
    void consumed(int count) {
        at += count;
        INDEX.setRelease(memory, consumer, at);
    }

    /// Where the entry lies that is `number` behind the first one to write or read.
    private long entry(int number) {
        return entries + (long) (at + number & size - 1) * entry;
    }
}
