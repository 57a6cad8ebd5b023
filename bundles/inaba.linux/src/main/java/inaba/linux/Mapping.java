package inaba.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory from the kernel, or shared with it, mmap(2).
public final class Mapping {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MAP_SHARED_POPULATE = 0x1 | MAP_POPULATE;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x2 | 0x20;
    private static final int NO_FILE = -1;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final long STEP = 4 << 20;

    private Mapping() {}

    /// Maps `bytes` of what `fd` offers from its start, until the arena is closed.
    public static MemorySegment of(int fd, long bytes, Arena arena) throws LinuxException {
        return of(fd, 0, bytes, arena);
    }

    /// As [#of(int, long, Arena)], from `offset` on.
    public static MemorySegment of(int fd, long offset, long bytes, Arena arena) throws LinuxException {
        return map(bytes, MAP_SHARED_POPULATE, fd, offset, arena);
    }

    /// Memory of our own, zeroed and present, in huge pages where the kernel has some. What [Arena#allocate] zeroes
    /// keeps every thread waiting that wants to stop all, and with it all others: tens of milliseconds for 64 MiB.
    public static MemorySegment anonymous(long bytes, Arena arena) throws LinuxException {
        var memory = reserved(bytes, arena);
        if (!populate(memory)) {
            memory.fill((byte) 0);
        }
        return memory;
    }

    /// As [#anonymous], but each page comes when it is touched first, or with [#populate].
    public static MemorySegment reserved(long bytes, Arena arena) throws LinuxException {
        var memory = map(bytes, MAP_PRIVATE_ANONYMOUS, NO_FILE, 0, arena);
        int _ = Sys.madvise(memory.address(), bytes, MADV_HUGEPAGE); // advice
        return memory;
    }

    /// Brings all pages of what [#reserved] gave, whoever uses them meanwhile.
    ///
    /// @return false where the kernel does not do that (before Linux 5.14)
    public static boolean populate(MemorySegment memory) {
        boolean done = true;
        for (long at = 0; at < memory.byteSize() && done; at += STEP) {
            long step = Math.min(STEP, memory.byteSize() - at);
            done = Sys.madvise(memory.address() + at, step, MADV_POPULATE_WRITE) == 0;
        }
        return done;
    }

    private static MemorySegment map(long bytes, int kind, int fd, long offset, Arena arena) throws LinuxException {
        long at = Sys.mmap(bytes, PROT_READ_WRITE, kind, fd, offset);
        if (at < 0 && at > -4096) {
            throw new LinuxException("map " + bytes + " bytes of memory", (int) -at);
        }
        return MemorySegment.ofAddress(at).reinterpret(bytes, arena, mapped -> Sys.munmap(at, bytes));
    }
}
