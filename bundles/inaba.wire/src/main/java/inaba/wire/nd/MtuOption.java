package inaba.wire.nd;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// MTU, RFC 4861 §4.6.4.
public record MtuOption(MemorySegment bytes) {
    public static final int TYPE = 5;

    public static final int BYTES = 8;

    private static final long MTU = 4;

    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES && NdOption.is(s, TYPE, BYTES);
    }

    /// In bytes; whether the link can carry it is for the receiver to say.
    public long mtu() {
        return Layouts.u32(bytes, MTU);
    }

    public MtuOption mtu(long mtu) {
        Layouts.u32(bytes, MTU, mtu);
        return this;
    }
}
