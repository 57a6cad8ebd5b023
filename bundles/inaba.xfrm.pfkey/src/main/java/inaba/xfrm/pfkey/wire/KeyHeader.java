package inaba.xfrm.pfkey.wire;

import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The base header, RFC 2367 §2.3.1: `struct sadb_msg`.
public record KeyHeader(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Layouts.U8.withName("version"),
            Layouts.U8.withName("type"),
            Layouts.U8.withName("errno"),
            Layouts.U8.withName("saType"),
            Host.U16.withName("length"),
            Host.U16.withName("reserved"),
            Host.U32.withName("sequence"),
            Host.U32.withName("pid"));

    private static final long TYPE = offset(LAYOUT, "type");
    private static final long ERRNO = offset(LAYOUT, "errno");
    private static final long SA_TYPE = offset(LAYOUT, "saType");
    private static final long LENGTH = offset(LAYOUT, "length");
    private static final long SEQUENCE = offset(LAYOUT, "sequence");
    private static final long PID = offset(LAYOUT, "pid");

    /// 16
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// Octets in a unit of length.
    public static final int UNIT = 8;

    public static final int VERSION = 2;

    public static final int GETSPI = 1;
    public static final int UPDATE = 2;
    public static final int ADD = 3;
    public static final int DELETE = 4;
    public static final int GET = 5;
    public static final int ACQUIRE = 6;
    public static final int REGISTER = 7;
    public static final int EXPIRE = 8;
    public static final int FLUSH = 9;
    public static final int DUMP = 10;
    public static final int PROMISC = 11;
    public static final int SPD_UPDATE = 13;
    public static final int SPD_ADD = 14;
    public static final int SPD_DELETE = 15;
    public static final int SPD_GET = 16;
    public static final int SPD_DUMP = 18;
    public static final int SPD_FLUSH = 19;
    public static final int SPD_SET_INDEX = 20;
    public static final int SPD_EXPIRE = 21;
    public static final int SPD_DELETE_BY_INDEX = 22;
    public static final int NAT_NEW_MAPPING = 23;

    public int version() {
        return Layouts.u8(bytes, 0);
    }

    public int type() {
        return Layouts.u8(bytes, TYPE);
    }

    public int saType() {
        return Layouts.u8(bytes, SA_TYPE);
    }

    /// Octets of the whole message.
    public int length() {
        return Host.u16(bytes, LENGTH) * UNIT;
    }

    public int sequence() {
        return Host.u32(bytes, SEQUENCE);
    }

    public int pid() {
        return Host.u32(bytes, PID);
    }

    public int errno() {
        return Layouts.u8(bytes, ERRNO);
    }

    public KeyHeader start(int type, int saType, int sequence, int pid) {
        Layouts.u8(bytes, 0, VERSION);
        Layouts.u8(bytes, TYPE, type);
        Layouts.u8(bytes, SA_TYPE, saType);
        Host.u32(bytes, SEQUENCE, sequence);
        Host.u32(bytes, PID, pid);
        return this;
    }

    public KeyHeader length(int octets) {
        Host.u16(bytes, LENGTH, octets / UNIT);
        return this;
    }

    public KeyHeader errno(int errno) {
        Layouts.u8(bytes, ERRNO, errno);
        return this;
    }
}
