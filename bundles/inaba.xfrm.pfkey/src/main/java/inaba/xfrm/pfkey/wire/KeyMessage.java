package inaba.xfrm.pfkey.wire;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A message that is being written: header and extensions.
public final class KeyMessage {
    private byte[] bytes = new byte[512];
    private int length = KeyHeader.BYTES;

    public KeyMessage(int type, int saType, int sequence, int pid) {
        new KeyHeader(MemorySegment.ofArray(bytes)).start(type, saType, sequence, pid);
    }

    /// Appends an extension.
    ///
    /// @param octets with its header; rounded up to whole units
    /// @return the whole extension, empty but for its header; to be written before the next is appended
    public MemorySegment extension(int type, int octets) {
        int size = octets + KeyHeader.UNIT - 1 & -KeyHeader.UNIT;
        int at = length;
        length += size;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        var all = MemorySegment.ofArray(bytes);
        Host.u16(all, at, size / KeyHeader.UNIT);
        Host.u16(all, at + 2, type);
        return all.asSlice(at, size);
    }

    public byte[] bytes() {
        byte[] whole = Arrays.copyOf(bytes, length);
        new KeyHeader(MemorySegment.ofArray(whole)).length(length);
        return whole;
    }
}
