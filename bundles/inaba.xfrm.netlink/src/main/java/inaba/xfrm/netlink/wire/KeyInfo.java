package inaba.xfrm.netlink.wire;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// `struct xfrm_algo`, `xfrm_algo_auth` and `xfrm_algo_aead`: the latter two say the bits of the ICV before the key.
///
/// @param withIcv one of the latter two
public record KeyInfo(MemorySegment bytes, boolean withIcv) {
    private static final int NAME_BYTES = 64;
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Layouts.octets(NAME_BYTES).withName("name"), Host.U32.withName("keyBits"), Host.U32.withName("icvBits"));

    private static final long KEY_BITS = Layouts.offset(LAYOUT, "keyBits");
    private static final long ICV_BITS = Layouts.offset(LAYOUT, "icvBits");

    /// Octets before the key.
    public static int fixedBytes(boolean withIcv) {
        return (int) (withIcv ? LAYOUT.byteSize() : ICV_BITS);
    }

    /// @throws IllegalArgumentException when name or key do not fit
    public KeyInfo {
        if (bytes.byteSize() < fixedBytes(withIcv)) {
            throw new IllegalArgumentException("an algorithm is too short");
        }
        long key = Integer.toUnsignedLong(Host.u32(bytes, KEY_BITS));
        if (key % 8 != 0 || key / 8 > bytes.byteSize() - fixedBytes(withIcv)) {
            throw new IllegalArgumentException("a key does not fit");
        }
    }

    public String name() {
        byte[] all = bytes.asSlice(0, NAME_BYTES).toArray(Layouts.U8);
        int end = 0;
        while (end < all.length && all[end] != 0) {
            end++;
        }
        return new String(all, 0, end, StandardCharsets.US_ASCII);
    }

    /// A copy.
    public byte[] key() {
        int length = Host.u32(bytes, KEY_BITS) >>> 3;
        return bytes.asSlice(fixedBytes(withIcv), length).toArray(Layouts.U8);
    }

    public int icvBits() {
        return Host.u32(bytes, ICV_BITS);
    }

    /// @param key is wiped
    /// @param icvBits negative where the structure has none
    public static byte[] write(String name, byte[] key, int icvBits) {
        boolean withIcv = icvBits >= 0;
        byte[] all = new byte[fixedBytes(withIcv) + key.length];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, all, 0, Math.min(text.length, NAME_BYTES - 1));
        var segment = MemorySegment.ofArray(all);
        Host.u32(segment, KEY_BITS, key.length * 8);
        if (withIcv) {
            Host.u32(segment, ICV_BITS, icvBits);
        }
        System.arraycopy(key, 0, all, fixedBytes(withIcv), key.length);
        Arrays.fill(key, (byte) 0);
        return all;
    }
}
