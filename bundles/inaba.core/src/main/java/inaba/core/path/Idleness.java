package inaba.core.path;

import java.util.function.LongSupplier;

/// Says when a worker that finds nothing goes to sleep: at once, but for a few more looks; or, where it is to stay
/// awake, once a while has passed in which it could have expected a packet.
///
/// It expects the next packet as soon as the last one came. Where that took longer than it may stay awake, staying
/// awake is of no use, and it sleeps at once: a link on which little comes costs nothing.
final class Idleness {
    private static final int LOOKS = 64;

    private final LongSupplier most;
    private final LongSupplier nanos;
    private int empty;
    private long since;
    private long gap;

    /// @param most nanoseconds to stay awake after a packet; 0 = not at all
    /// @param nanos a clock
    Idleness(LongSupplier most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /// After each look.
    ///
    /// @return true when it is time to sleep
    boolean after(int received) {
        long awake = most.getAsLong();
        if (received > 0) {
            if (empty > 0 && awake > 0) {
                gap = nanos.getAsLong() - since;
            }
            empty = 0;
            return false;
        }
        if (empty == 0 && awake > 0) {
            since = nanos.getAsLong();
        }
        empty = Math.min(empty + 1, LOOKS + 1);
        return empty > LOOKS && (gap >= awake || nanos.getAsLong() - since >= awake);
    }

    /// Sleep now, whatever came.
    void tired() {
        empty = LOOKS + 1;
        gap = Long.MAX_VALUE;
    }
}
