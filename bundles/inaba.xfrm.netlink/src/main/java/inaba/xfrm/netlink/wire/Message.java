package inaba.xfrm.netlink.wire;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A message that is being written: header, a structure, attributes.
public final class Message {
    private byte[] bytes;
    private int length;

    /// @param fixedBytes of the structure behind the header
    public Message(int type, int flags, int sequence, int port, int fixedBytes) {
        length = NetlinkHeader.BYTES + Attributes.aligned(fixedBytes);
        bytes = new byte[Math.max(length, 512)];
        new NetlinkHeader(MemorySegment.ofArray(bytes)).start(0, type, flags, sequence, port);
    }

    /// The structure behind the header, empty; to be written before attributes are.
    public MemorySegment fixed() {
        return MemorySegment.ofArray(bytes).asSlice(NetlinkHeader.BYTES, length - NetlinkHeader.BYTES);
    }

    /// Appends an attribute.
    ///
    /// @return its value, empty; to be written before the next is appended
    public MemorySegment attribute(int kind, int valueBytes) {
        int size = Attributes.HEADER + valueBytes;
        int at = length;
        length += Attributes.aligned(size);
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        var all = MemorySegment.ofArray(bytes);
        Host.u16(all, at, size);
        Host.u16(all, at + 2, kind);
        return all.asSlice(at + Attributes.HEADER, valueBytes);
    }

    public Message attribute(int kind, byte[] value) {
        attribute(kind, value.length).copyFrom(MemorySegment.ofArray(value));
        return this;
    }

    public Message u32(int kind, int value) {
        Host.u32(attribute(kind, Integer.BYTES), 0, value);
        return this;
    }

    public byte[] bytes() {
        byte[] whole = Arrays.copyOf(bytes, length);
        Host.u32(MemorySegment.ofArray(whole), 0, length);
        return whole;
    }
}
