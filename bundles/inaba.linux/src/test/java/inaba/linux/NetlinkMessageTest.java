package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.linux.NetlinkMessage.Body;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// RFC 3549 §2.3.2 and netlink(7): length, type, value, padded to 4 bytes.
class NetlinkMessageTest {
    @Test
    void anAttributeIsPaddedButItsLengthIsNot() {
        var bytes =
                new Body().attribute(3, new byte[] {1, 2, 3}).attribute(4, 77).bytes();

        var b = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        assertEquals(16, bytes.length);
        assertEquals(7, b.getShort(0));
        assertEquals(3, b.getShort(2));
        assertEquals(0, b.get(7));
        assertEquals(8, b.getShort(8));
        assertEquals(77, b.getInt(12));
    }

    @Test
    void whatWasBuiltIsFoundAgain() {
        var inner = new Body().attribute(1, 5);
        var body = new Body().u8(10).u8(64).u16(0).u32(7).attribute(2, inner).attribute(9, 42);
        var message = new NetlinkMessage(Netlink.RTM_NEWADDR, body.bytes());

        assertEquals(42, message.number(8, 9, -1));
        assertEquals(-1, message.number(8, 5, -1));
        var nested = message.attribute(8, 2);
        assertArrayEquals(inner.bytes(), nested);
    }

    @Test
    void anAttributeThatClaimsMoreThanThereIsIsNotRead() {
        var bytes = new Body().u16(100).u16(1).u32(5).bytes();
        assertNull(new NetlinkMessage(0, bytes).attribute(0, 1));
    }
}
