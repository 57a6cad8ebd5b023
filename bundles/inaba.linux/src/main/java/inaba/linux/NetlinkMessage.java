package inaba.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A netlink message, RFC 3549 §2.3.2: a type and a body, which is a fixed header of the family and attributes.
///
/// Numbers are in the machine's order. Attributes are `length, type, value`, padded to 4 bytes.
record NetlinkMessage(int type, byte[] body) {
    static final int HEADER_BYTES = 16;
    private static final int ATTRIBUTE_BYTES = 4;
    private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED, NET_BYTEORDER

    static int align(int length) {
        return length + 3 & ~3;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
    }

    /// The value of the first attribute of this kind behind a fixed header of `fixed` bytes, or null.
    byte @Nullable [] attribute(int fixed, int kind) {
        return attribute(body, align(fixed), body.length, kind);
    }

    static byte @Nullable [] attribute(byte[] bytes, int from, int to, int kind) {
        var b = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        for (int at = from; at + ATTRIBUTE_BYTES <= to; ) {
            int length = Short.toUnsignedInt(b.getShort(at));
            if (length < ATTRIBUTE_BYTES || at + length > to) {
                return null;
            }
            if ((b.getShort(at + 2) & TYPE_MASK) == kind) {
                return Arrays.copyOfRange(bytes, at + ATTRIBUTE_BYTES, at + length);
            }
            at += align(length);
        }
        return null;
    }

    /// The attribute as a number of 32 bits.
    int number(int fixed, int kind, int otherwise) {
        var value = attribute(fixed, kind);
        return value == null || value.length < 4
                ? otherwise
                : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    /// Builds a body: fixed fields first, then attributes.
    static final class Body {
        private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

        Body u8(int value) {
            room(1).put((byte) value);
            return this;
        }

        Body u16(int value) {
            room(2).putShort((short) value);
            return this;
        }

        Body u32(int value) {
            room(4).putInt(value);
            return this;
        }

        Body raw(byte[] value) {
            room(value.length).put(value);
            return this;
        }

        Body attribute(int kind, byte[] value) {
            u16(ATTRIBUTE_BYTES + value.length).u16(kind).raw(value);
            return raw(new byte[align(value.length) - value.length]);
        }

        Body attribute(int kind, int value) {
            return attribute(
                    kind,
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.nativeOrder())
                            .putInt(value)
                            .array());
        }

        Body attribute(int kind, Body nested) {
            return attribute(kind, nested.bytes());
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes.array(), bytes.position());
        }

        private ByteBuffer room(int more) {
            if (bytes.remaining() < more) {
                bytes = ByteBuffer.allocate(2 * bytes.capacity() + more)
                        .order(ByteOrder.nativeOrder())
                        .put(bytes.flip());
            }
            return bytes;
        }
    }
}
