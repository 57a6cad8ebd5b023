package inaba.xfrm.netlink.wire;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `struct rtattr`, one behind the other, each at a multiple of four (netlink(7)). Of equal ones the last counts.
public final class Attributes {
    /// `struct rtattr`
    public static final int HEADER = 4;

    private static final int KIND_BITS = 0x3fff;

    private final Map<Integer, MemorySegment> byKind = new HashMap<>();

    private Attributes() {}

    /// @return null when one does not fit
    public static @Nullable Attributes read(MemorySegment bytes) {
        var found = new Attributes();
        long at = 0;
        while (bytes.byteSize() - at >= HEADER) {
            int length = Host.u16(bytes, at);
            if (length < HEADER || length > bytes.byteSize() - at) {
                return null;
            }
            int kind = Host.u16(bytes, at + 2) & KIND_BITS;
            found.byKind.put(kind, bytes.asSlice(at + HEADER, length - HEADER));
            at += aligned(length);
        }
        return found;
    }

    public static int aligned(int length) {
        return length + 3 & ~3;
    }

    /// @param bytes the fewest that it must have
    /// @return null when it is not there
    /// @throws IllegalArgumentException when it is shorter
    public @Nullable MemorySegment get(int kind, long bytes) {
        var value = byKind.get(kind);
        if (value != null && value.byteSize() < bytes) {
            throw new IllegalArgumentException("attribute " + kind + " is too short");
        }
        return value;
    }

    public boolean has(int kind) {
        return byKind.containsKey(kind);
    }
}
