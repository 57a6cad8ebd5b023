package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct nlmsghdr`, netlink(7).
public record NetlinkHeader(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U32.withName("length"),
            Host.U16.withName("type"),
            Host.U16.withName("flags"),
            Host.U32.withName("sequence"),
            Host.U32.withName("port"));

    private static final long TYPE = offset(LAYOUT, "type");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long SEQUENCE = offset(LAYOUT, "sequence");
    private static final long PORT = offset(LAYOUT, "port");

    /// 16
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static final int ERROR = 2;
    public static final int DONE = 3;

    public static final int REQUEST = 1;
    public static final int MULTI = 2;
    public static final int ACK = 4;
    public static final int DUMP = 0x300;

    public int length() {
        return Host.u32(bytes, 0);
    }

    public int type() {
        return Host.u16(bytes, TYPE);
    }

    public int flags() {
        return Host.u16(bytes, FLAGS);
    }

    public boolean has(int flag) {
        return (flags() & flag) == flag;
    }

    public int sequence() {
        return Host.u32(bytes, SEQUENCE);
    }

    public int port() {
        return Host.u32(bytes, PORT);
    }

    /// Writes all of it.
    ///
    /// @param sequence of the request, 0 for events
    public NetlinkHeader start(int length, int type, int flags, int sequence, int port) {
        Host.u32(bytes, 0, length);
        Host.u16(bytes, TYPE, type);
        Host.u16(bytes, FLAGS, flags);
        Host.u32(bytes, SEQUENCE, sequence);
        Host.u32(bytes, PORT, port);
        return this;
    }
}
