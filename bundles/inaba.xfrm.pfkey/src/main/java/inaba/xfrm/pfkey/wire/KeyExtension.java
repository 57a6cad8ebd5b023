package inaba.xfrm.pfkey.wire;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A key, RFC 2367 §2.3.4: `struct sadb_key`.
public record KeyExtension(MemorySegment bytes) {
    private static final int BITS = 4;

    /// Octets before the key.
    public static final int FIXED = 8;

    /// A copy.
    ///
    /// @throws IllegalArgumentException when it does not fit
    public byte[] key() {
        int bits = Host.u16(bytes, BITS);
        if (bits % 8 != 0 || bits / 8 > bytes.byteSize() - FIXED) {
            throw new IllegalArgumentException("a key does not fit");
        }
        return bytes.asSlice(FIXED, bits / 8).toArray(Layouts.U8);
    }

    /// @param key is wiped
    public KeyExtension key(byte[] key) {
        Host.u16(bytes, BITS, key.length * 8);
        MemorySegment.copy(key, 0, bytes, Layouts.U8, FIXED, key.length);
        Arrays.fill(key, (byte) 0);
        return this;
    }
}
