package inaba.api.xfrm;

import inaba.wire.Ipv6Address;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What changes in a security association with each packet. The engine's table keeps it: it outlives the bundle, so
/// that no successor repeats a sequence number or an IV, or opens the replay window anew. Workers share it without a
/// lock.
public final class SaState {
    /// The bits of [#dying].
    public static final int SOFT = 1;
    public static final int HARD = 2;

    private static final int TOLD = 4;

    /// [#firstUse] before the first packet.
    public static final long UNUSED = Long.MIN_VALUE;

    private final AtomicLong sequence = new AtomicLong();
    private final ReplayWindow window;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong firstUse = new AtomicLong(UNUSED);
    private final AtomicInteger dying = new AtomicInteger();
    private volatile long lastUse = UNUSED;
    private volatile @Nullable Mapping mapping;
    private long lookedAt;
    private final LongAdder replays = new LongAdder();
    private final LongAdder forged = new LongAdder();

    /// Where a NAT says that a peer is.
    public record Mapping(Ipv6Address address, int port) {}

    public SaState(int replayWindow) {
        window = new ReplayWindow(replayWindow);
    }

    public ReplayWindow window() {
        return window;
    }

    /// The next sequence number to send, from 1 on (RFC 4303 §3.3.3). Given once, whether the packet is sent or not.
    public long nextSequence() {
        return sequence.incrementAndGet();
    }

    /// The last one given.
    public long sent() {
        return sequence.get();
    }

    /// Goes on behind a number that another gave, never back: for key management that moves an association.
    public void advance(long to) {
        sequence.accumulateAndGet(to, Math::max);
    }

    /// Counts a packet and its bytes.
    ///
    /// @return false when a hard limit had been reached before (RFC 4301 §4.4.2.1)
    public boolean use(int length, Limits limits) {
        if ((dying.getPlain() & HARD) != 0) {
            return false;
        }
        long nowBytes = bytes.addAndGet(length);
        long nowPackets = packets.incrementAndGet();
        int reached = limits.reached(nowBytes, nowPackets);
        if (reached != 0) {
            dying.getAndUpdate(before -> before | reached);
        }
        return true;
    }

    /// Which limits were reached, soft, hard or both.
    public int dying() {
        return dying.get() & (SOFT | HARD);
    }

    /// True once: its soft limit is told to key management.
    public boolean tellSoft() {
        return (dying.getAndUpdate(before -> before | TOLD) & TOLD) == 0;
    }

    /// A limit was reached.
    public void die(int which) {
        dying.getAndUpdate(before -> before | which);
    }

    public long bytes() {
        return bytes.get();
    }

    public long packets() {
        return packets.get();
    }

    /// The instant of the first use, in nanoseconds of [inaba.api.time.Time], or [#UNUSED].
    public long firstUse() {
        return firstUse.get();
    }

    /// The instant of the last use, as exact as [#look] is often, or [#UNUSED].
    public long lastUse() {
        return lastUse;
    }

    /// Notices whether it was used since the last look. On the control loop.
    public void look(long now) {
        long used = packets.get();
        if (used != lookedAt) {
            lookedAt = used;
            lastUse = now;
            firstUse.compareAndSet(UNUSED, now);
        }
    }

    /// Where the last genuine packet came from, if that is not where the association has its peer (RFC 7296 §2.23).
    public @Nullable Mapping mapping() {
        return mapping;
    }

    /// A genuine packet came from elsewhere. Nothing is made while they go on coming from there.
    public void cameFrom(long high, long low, int port) {
        var before = mapping;
        if (before == null || before.port != port || before.address.low() != low || before.address.high() != high) {
            mapping = new Mapping(new Ipv6Address(high, low), port);
        }
    }

    /// A genuine packet came from where the association has its peer.
    public void cameFromPeer() {
        if (mapping != null) {
            mapping = null;
        }
    }

    public void replayed() {
        replays.increment();
    }

    public void forged() {
        forged.increment();
    }

    /// Packets that came again or too late.
    public long replays() {
        return replays.sum();
    }

    /// Packets whose ICV was wrong.
    public long integrityFailures() {
        return forged.sum();
    }
}
