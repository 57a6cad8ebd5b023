package inaba.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory shared with the kernel, mmap(2).
public final class Mapping {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x1 | 0x8000;

    private Mapping() {}

    /// Maps `bytes` of what `fd` offers from its start, until the arena is closed.
    public static MemorySegment of(int fd, long bytes, Arena arena) throws LinuxException {
        return of(fd, 0, bytes, arena);
    }

    /// As [#of(int, long, Arena)], from `offset` on.
    public static MemorySegment of(int fd, long offset, long bytes, Arena arena) throws LinuxException {
        long at = Sys.mmap(bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
        if (at < 0 && at > -4096) {
            throw new LinuxException("map " + bytes + " bytes of memory", (int) -at);
        }
        return MemorySegment.ofAddress(at).reinterpret(bytes, arena, mapped -> Sys.munmap(at, bytes));
    }
}
