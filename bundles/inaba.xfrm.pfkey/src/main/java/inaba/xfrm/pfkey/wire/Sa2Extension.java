package inaba.xfrm.pfkey.wire;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// `struct sadb_x_sa2`: mode and request ID.
public record Sa2Extension(MemorySegment bytes) {
    public static final int ANY = 0;
    public static final int TRANSPORT = 1;
    public static final int TUNNEL = 2;

    private static final int MODE = 4;
    private static final int REQUEST_ID = 12;

    public static final int BYTES = 16;

    public int mode() {
        return Layouts.u8(bytes, MODE);
    }

    public int requestId() {
        return Host.u32(bytes, REQUEST_ID);
    }

    public Sa2Extension all(int mode, int requestId) {
        Layouts.u8(bytes, MODE, mode);
        Host.u32(bytes, REQUEST_ID, requestId);
        return this;
    }
}
