package inaba.wire.nd;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Advertisement Interval, RFC 6275 §7.3: the longest time between unsolicited advertisements.
public record AdvertisementInterval(MemorySegment bytes) {
    public static final int TYPE = 7;

    public static final int BYTES = 8;

    private static final long INTERVAL = 4;

    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES && NdOption.is(s, TYPE, BYTES);
    }

    /// Milliseconds, 0..2^32-1.
    public long interval() {
        return Layouts.u32(bytes, INTERVAL);
    }

    public AdvertisementInterval interval(long milliseconds) {
        Layouts.u32(bytes, INTERVAL, milliseconds);
        return this;
    }
}
