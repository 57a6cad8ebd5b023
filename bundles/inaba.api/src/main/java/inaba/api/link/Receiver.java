package inaba.api.link;

import inaba.api.packet.Packet;
import org.osgi.annotation.versioning.ConsumerType;

/// One receive queue, used by one thread, but for [#wakeup] and [#missed].
///
/// What it hands over are Ethernet frames without FCS, no longer than the link's MTU and 14 bytes, with complete
/// checksums: super frames are segmented and partial checksums completed by the driver.
@ConsumerType
public interface Receiver {
    /// Fills `burst[0..n)`, which are empty packets with headroom, with frames. Does not wait.
    ///
    /// @return n, 0 to limit
    int receive(Packet[] burst, int limit);

    /// Waits until frames may be there, [#wakeup] was called or the time is over. May return early.
    void await(long nanos);

    /// Ends a wait that is running or the next one. Any thread.
    void wakeup();

    /// Called after the packets of a burst were used: borrowed memory may be given back.
    default void release() {}

    /// Frames lost before us since opening: a full ring or socket buffer. Any thread.
    long missed();

    /// Frames stamped outside `from` (inclusive) to `until` (exclusive) are discarded; nanoseconds since 1970. Only of
    /// a port that is [Port#stamped] or [Port#exclusive].
    default void only(long from, long until) {}

    /// True once all frames stamped before `until` were handed over, the end that [#only] has set. Only of a port that
    /// is [Port#stamped] or [Port#exclusive].
    default boolean passed(long until) {
        return true;
    }
}
