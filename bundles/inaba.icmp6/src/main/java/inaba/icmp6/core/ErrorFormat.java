package inaba.icmp6.core;

import inaba.wire.Checksum;
import inaba.wire.Layouts;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;

/// Writes ICMPv6 errors: as much of the invoking packet as the minimum MTU allows, RFC 4443 §2.4 (c).
public final class ErrorFormat {
    /// What [#write] needs at most, in bytes.
    public static final int MAX_BYTES = ErrorMessage.FIXED_BYTES + ErrorMessage.MAX_QUOTED;

    /// An extension structure of one Pointer object, RFC 8883 §3.1.
    private static final int POINTER_BYTES = 12;

    /// RFC 4884 §5.1: the packet in front of extensions has 128 octets or more.
    private static final int MIN_QUOTED = 128;

    private static final int WORD = 8;
    private static final int VERSION_2 = 0x2000_0000;
    private static final int EXTENDED_INFORMATION_POINTER = 8 << 16 | 4 << 8 | 1;

    private ErrorFormat() {}

    /// Writes a message to the start of `to`, with zero as checksum.
    ///
    /// @param parameter the MTU or the pointer, else 0
    /// @return its length in bytes
    public static int write(MemorySegment to, int type, int code, long parameter, MemorySegment invoking) {
        if (type == Icmpv6Type.DESTINATION_UNREACHABLE && code == Icmpv6Code.HEADERS_TOO_LONG) {
            return writeWithPointer(to, parameter, invoking);
        }
        new ErrorMessage(to).start(type, code, parameter);
        long quoted = Math.min(invoking.byteSize(), ErrorMessage.MAX_QUOTED);
        MemorySegment.copy(invoking, 0, to, ErrorMessage.FIXED_BYTES, quoted);
        return ErrorMessage.FIXED_BYTES + (int) quoted;
    }

    /// Headers Too Long is the one error whose pointer stands in an extension, RFC 8883 §3.1.
    private static int writeWithPointer(MemorySegment to, long pointer, MemorySegment invoking) {
        long most = (ErrorMessage.MAX_QUOTED - POINTER_BYTES) & -WORD;
        long copied = Math.min(invoking.byteSize(), most);
        long padded = Math.max(MIN_QUOTED, (copied + WORD - 1) & -WORD);
        new ErrorMessage(to)
                .start(
                        Icmpv6Type.DESTINATION_UNREACHABLE,
                        Icmpv6Code.HEADERS_TOO_LONG,
                        padded / WORD << Quote.LENGTH_SHIFT);
        MemorySegment.copy(invoking, 0, to, ErrorMessage.FIXED_BYTES, copied);
        to.asSlice(ErrorMessage.FIXED_BYTES + copied, padded - copied).fill((byte) 0);
        writePointer(to.asSlice(ErrorMessage.FIXED_BYTES + padded, POINTER_BYTES), pointer);
        return ErrorMessage.FIXED_BYTES + (int) padded + POINTER_BYTES;
    }

    private static void writePointer(MemorySegment extension, long pointer) {
        Layouts.u32(extension, 0, VERSION_2);
        Layouts.u32(extension, 4, EXTENDED_INFORMATION_POINTER);
        Layouts.u32(extension, 8, pointer);
        Layouts.u16(extension, 2, Checksum.finish(Checksum.sum(extension, 0, POINTER_BYTES, 0)));
    }
}
