package inaba.xfrm.pfkey.wire;

import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// `struct sadb_x_policy`, and the requests behind it.
public record PolicyExtension(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U16.withName("length"),
            Host.U16.withName("extension"),
            Host.U16.withName("type"),
            Layouts.U8.withName("direction"),
            Layouts.U8.withName("reserved"),
            Host.U32.withName("index"),
            Host.U32.withName("priority"));

    private static final long TYPE = offset(LAYOUT, "type");
    private static final long DIRECTION = offset(LAYOUT, "direction");
    private static final long INDEX = offset(LAYOUT, "index");
    private static final long PRIORITY = offset(LAYOUT, "priority");

    public static final int DISCARD = 0;
    public static final int NONE = 1;
    public static final int IPSEC = 2;

    /// 16
    public static final int BYTES = (int) LAYOUT.byteSize();

    public int type() {
        return Host.u16(bytes, TYPE);
    }

    /// 1 in, 2 out, 3 fwd
    public int direction() {
        return Layouts.u8(bytes, DIRECTION);
    }

    public int index() {
        return Host.u32(bytes, INDEX);
    }

    public long priority() {
        return Integer.toUnsignedLong(Host.u32(bytes, PRIORITY));
    }

    /// @throws IllegalArgumentException when one does not fit
    public List<PolicyRequest> requests() {
        var all = new ArrayList<PolicyRequest>();
        long at = BYTES;
        while (bytes.byteSize() - at >= PolicyRequest.FIXED) {
            int length = Host.u16(bytes, at);
            if (length < PolicyRequest.FIXED || length > bytes.byteSize() - at) {
                throw new IllegalArgumentException("a request of a policy does not fit");
            }
            all.add(new PolicyRequest(bytes.asSlice(at, length)));
            at += length;
        }
        return all;
    }

    public PolicyExtension all(int type, int direction, int index, long priority) {
        Host.u16(bytes, TYPE, type);
        Layouts.u8(bytes, DIRECTION, direction);
        Host.u32(bytes, INDEX, index);
        Host.u32(bytes, PRIORITY, (int) priority);
        return this;
    }
}
