package inaba.link.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// virtio 1.2 §5.1.6: flags, gso_type, hdr_len, gso_size, csum_start, csum_offset.
class VnetHeaderTest {
    @Test
    void aTcpSuperFrameSaysHowItIsToBeFinished() {
        var s = header(1, 4, 74, 1428, 54, 16);
        assertTrue(VnetHeader.partialChecksum(s, VnetHeader.BYTES));
        assertTrue(VnetHeader.large(s, VnetHeader.BYTES));
        assertEquals(1428, VnetHeader.segment(s, VnetHeader.BYTES));
        assertEquals(54, VnetHeader.checksumStart(s, VnetHeader.BYTES));
        assertEquals(16, VnetHeader.checksumOffset(s, VnetHeader.BYTES));
    }

    @Test
    void aFinishedFrameNeedsNothing() {
        var s = header(2, 0x80, 0, 0, 0, 0); // DATA_VALID, ECN without a type
        assertFalse(VnetHeader.partialChecksum(s, VnetHeader.BYTES));
        assertFalse(VnetHeader.large(s, VnetHeader.BYTES));
    }

    private static MemorySegment header(int flags, int type, int header, int size, int start, int offset) {
        var b = ByteBuffer.allocate(VnetHeader.BYTES).order(ByteOrder.nativeOrder());
        b.put((byte) flags).put((byte) type).putShort((short) header).putShort((short) size);
        b.putShort((short) start).putShort((short) offset);
        return MemorySegment.ofArray(b.array());
    }
}
