package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// The `virtio_net_hdr` of 10 bytes directly before a frame (virtio 1.2 §5.1.6; here in the machine's byte order):
/// flags and gso_type (8 bits), hdr_len, gso_size, csum_start, csum_offset (16 bits). Says what the sender left
/// undone.
final class VnetHeader {
    static final int BYTES = 10;

    static final int NEEDS_CSUM = 1;
    static final int CHECKSUM_START = 6;
    static final int CHECKSUM_OFFSET = 8;
    private static final int TYPE = 0x7f; // without the bit GSO_ECN

    private VnetHeader() {}

    /// The checksum from [#checksumStart] on is partial.
    static boolean partialChecksum(MemorySegment s, long frame) {
        return (s.get(JAVA_BYTE, frame - BYTES) & NEEDS_CSUM) != 0;
    }

    /// The frame is to be segmented.
    static boolean large(MemorySegment s, long frame) {
        return (s.get(JAVA_BYTE, frame - BYTES + 1) & TYPE) != 0;
    }

    /// Payload bytes of each segment.
    static int segment(MemorySegment s, long frame) {
        return u16(s, frame - BYTES + 4);
    }

    /// Where the sum begins, from the start of the frame.
    static int checksumStart(MemorySegment s, long frame) {
        return u16(s, frame - BYTES + CHECKSUM_START);
    }

    /// Where the checksum stands, from [#checksumStart].
    static int checksumOffset(MemorySegment s, long frame) {
        return u16(s, frame - BYTES + CHECKSUM_OFFSET);
    }

    private static int u16(MemorySegment s, long at) {
        return Short.toUnsignedInt(s.get(JAVA_SHORT_UNALIGNED, at));
    }
}
