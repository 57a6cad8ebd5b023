package inaba.tunnel.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.tunnel.TunnelDrop;
import inaba.wire.Checksum;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/// The GRE header, RFC 2784 §2.1 with the key and sequence number of RFC 2890 §2:
///
///      0                   1                   2                   3
///     |C| |K|S| Reserved0       | Ver |         Protocol Type         |
///     |      Checksum (optional)      |       Reserved1 (Optional)    |
///     |                         Key (optional)                        |
///     |                 Sequence Number (Optional)                    |
///
/// Read and written without views, as all that many packets pass.
public final class Gre {
    static final int CHECKSUM = 0x8000;
    static final int KEY = 0x2000;
    static final int SEQUENCE = 0x1000;
    /// The fixed part.
    public static final int BYTES = 4;

    private static final int VERSION = 7;
    /// RFC 2784 §2.3: bits 1 to 5 but those that RFC 2890 has named since.
    private static final int REFUSED = 0x4c00;

    private static final int FIELD = 4;
    private static final int PROTOCOL = 2;

    private Gre() {}

    /// The header with the fields that the flags tell of.
    static int bytes(int flags) {
        return BYTES
                + ((flags & CHECKSUM) == 0 ? 0 : FIELD)
                + ((flags & KEY) == 0 ? 0 : FIELD)
                + ((flags & SEQUENCE) == 0 ? 0 : FIELD);
    }

    static int flags(MemorySegment memory, long at) {
        return Layouts.u16(memory, at);
    }

    static int protocol(MemorySegment memory, long at) {
        return Layouts.u16(memory, at + PROTOCOL);
    }

    /// The key of a header that has one.
    static int key(MemorySegment memory, long at, int flags) {
        return memory.get(Layouts.U32, at + BYTES + ((flags & CHECKSUM) == 0 ? 0 : FIELD));
    }

    /// True when the header with all its fields is there.
    static boolean fits(MemorySegment memory, long at, long end) {
        return end - at >= BYTES && end - at >= bytes(flags(memory, at));
    }

    /// What any header must fulfil, and its checksum.
    static Verdict check(Packet packet, long at) {
        var memory = packet.memory();
        if (!fits(memory, at, packet.end())) {
            return TunnelDrop.GRE_TOO_SHORT;
        }
        int flags = flags(memory, at);
        if ((flags & VERSION) != 0) {
            return TunnelDrop.GRE_VERSION;
        }
        if ((flags & REFUSED) != 0) {
            return TunnelDrop.GRE_FLAGS;
        }
        boolean wrong = (flags & CHECKSUM) != 0 && Checksum.finish(Checksum.sum(memory, at, packet.end() - at, 0)) != 0;
        return wrong ? TunnelDrop.GRE_CHECKSUM : Verdict.Go.DELIVER;
    }

    /// What a tunnel asks of a packet that is its: RFC 2890 §2.2.
    static Verdict check(Tunnel tunnel, MemorySegment memory, long at) {
        int flags = flags(memory, at);
        if (tunnel.row().checksum() && (flags & CHECKSUM) == 0) {
            return TunnelDrop.GRE_NO_CHECKSUM;
        }
        if (!tunnel.row().sequence()) {
            return Verdict.Go.DELIVER;
        }
        if ((flags & SEQUENCE) == 0) {
            return TunnelDrop.GRE_NO_SEQUENCE;
        }
        int number = memory.get(Layouts.U32, at + bytes(flags) - FIELD);
        return inOrder(tunnel.received(), number) ? Verdict.Go.DELIVER : TunnelDrop.GRE_SEQUENCE;
    }

    /// Numbers wrap, RFC 2890 §2.2: what is less than half the circle ahead of the last one is newer.
    ///
    /// @param expected the number after the last, above bit 32 whether there was one
    private static boolean inOrder(AtomicLong expected, int number) {
        while (true) {
            long present = expected.get();
            if (present != 0 && number - (int) present < 0) {
                return false;
            }
            if (expected.compareAndSet(present, 1L << 32 | Integer.toUnsignedLong(number + 1))) {
                return true;
            }
        }
    }

    /// Puts a header before the packet.
    static void prepend(Tunnel tunnel, Packet packet) {
        var row = tunnel.row();
        var key = row.outKey();
        int flags = (row.checksum() ? CHECKSUM : 0) | (key != null ? KEY : 0) | (row.sequence() ? SEQUENCE : 0);
        var memory = packet.memory();
        long at = packet.start() - bytes(flags);
        Layouts.u16(memory, at, flags);
        Layouts.u16(memory, at + PROTOCOL, packet.etherType());
        long field = at + BYTES;
        if (row.checksum()) {
            memory.set(Layouts.U32, field, 0);
            field += FIELD;
        }
        if (key != null) {
            memory.set(Layouts.U32, field, key);
            field += FIELD;
        }
        if (row.sequence()) {
            memory.set(Layouts.U32, field, (int) tunnel.sent().getAndIncrement());
        }
        if (row.checksum()) {
            int sum = Checksum.finish(Checksum.sum(memory, at, packet.end() - at, 0));
            Layouts.u16(memory, at + BYTES, sum);
        }
        packet.start(at);
    }
}
