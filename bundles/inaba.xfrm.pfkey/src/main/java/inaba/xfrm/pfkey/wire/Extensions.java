package inaba.xfrm.pfkey.wire;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The extensions of a message, RFC 2367 §2.3.2: each once.
public final class Extensions {
    /// `struct sadb_ext`
    public static final int HEADER = 4;

    public static final int SA = 1;
    public static final int LIFETIME_CURRENT = 2;
    public static final int LIFETIME_HARD = 3;
    public static final int LIFETIME_SOFT = 4;
    public static final int ADDRESS_SOURCE = 5;
    public static final int ADDRESS_DESTINATION = 6;
    public static final int KEY_AUTHENTICATION = 8;
    public static final int KEY_ENCRYPTION = 9;
    public static final int PROPOSAL = 13;
    public static final int SUPPORTED_AUTHENTICATION = 14;
    public static final int SUPPORTED_ENCRYPTION = 15;
    public static final int SPI_RANGE = 16;
    public static final int POLICY = 18;
    public static final int SA2 = 19;
    public static final int NAT_TYPE = 20;
    public static final int NAT_SOURCE_PORT = 21;
    public static final int NAT_DESTINATION_PORT = 22;

    private final Map<Integer, MemorySegment> byType = new HashMap<>();

    private Extensions() {}

    /// @return null when one does not fit, or comes twice
    public static @Nullable Extensions read(MemorySegment bytes) {
        var found = new Extensions();
        long at = 0;
        while (at < bytes.byteSize()) {
            if (bytes.byteSize() - at < KeyHeader.UNIT) {
                return null;
            }
            int length = Host.u16(bytes, at) * KeyHeader.UNIT;
            int type = Host.u16(bytes, at + 2);
            boolean fits = length > 0 && length <= bytes.byteSize() - at;
            if (!fits || found.byType.put(type, bytes.asSlice(at, length)) != null) {
                return null;
            }
            at += length;
        }
        return found;
    }

    /// @param bytes the fewest that it must have
    /// @return null when it is not there
    /// @throws IllegalArgumentException when it is shorter
    public @Nullable MemorySegment get(int type, long bytes) {
        var value = byType.get(type);
        if (value != null && value.byteSize() < bytes) {
            throw new IllegalArgumentException("extension " + type + " is too short");
        }
        return value;
    }

    /// @throws IllegalArgumentException when it is not there, or shorter
    public MemorySegment need(int type, long bytes) {
        var value = get(type, bytes);
        if (value == null) {
            throw new IllegalArgumentException("extension " + type + " is missing");
        }
        return value;
    }
}
