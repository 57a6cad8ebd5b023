package inaba.api.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A bounded ring of frames from many threads to one: no lock, no waiting and, once made, no allocation.
///
/// Each slot has a sequence number that says whose turn it is (D. Vyukov's bounded queue). The one reading thread sees
/// a frame between [#next] and [#release].
public final class FrameRing {
    private static final int LINE = 64;

    private final int mask;
    private final int slotBytes;
    private final long stride;
    private final MemorySegment memory;
    private final AtomicLongArray turns;
    private final int[] lengths;
    private final long[] stamps;
    private final int[] tags;
    private final AtomicLong tail = new AtomicLong();
    private long head;
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;

    /// @param slots how many frames it holds; rounded up to a power of two, at least 2
    /// @param slotBytes the longest frame
    public FrameRing(int slots, int slotBytes) {
        if (slots < 1 || slots > 1 << 24 || slotBytes < 1) {
            throw new IllegalArgumentException(slots + " slots of " + slotBytes + " bytes");
        }
        int capacity = Integer.highestOneBit(2 * Math.max(slots, 2) - 1);
        this.mask = capacity - 1;
        this.slotBytes = slotBytes;
        this.stride = (slotBytes + LINE - 1L) / LINE * LINE;
        this.memory = Arena.ofAuto().allocate(stride * capacity, LINE);
        this.turns = new AtomicLongArray(capacity);
        this.lengths = new int[capacity];
        this.stamps = new long[capacity];
        this.tags = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            turns.setPlain(i, i);
        }
    }

    /// Copies a frame into the ring. Any thread.
    ///
    /// @param stamp an instant, for the reader
    /// @param tag any number, for the reader
    /// @return false when the ring is full or the frame longer than a slot
    public boolean offer(MemorySegment from, long at, int length, long stamp, int tag) {
        if (length > slotBytes) {
            return false;
        }
        long turn = claim();
        if (turn < 0) {
            return false;
        }
        int slot = (int) turn & mask;
        MemorySegment.copy(from, at, memory, slot * stride, length);
        lengths[slot] = length;
        stamps[slot] = stamp;
        tags[slot] = tag;
        turns.set(slot, turn + 1); // volatile, as is the sleeper: one of both threads sees the other
        unpark();
        return true;
    }

    private long claim() {
        long turn = tail.get();
        while (true) {
            long difference = turns.getAcquire((int) turn & mask) - turn;
            if (difference < 0) {
                return -1;
            }
            if (difference == 0 && tail.compareAndSet(turn, turn + 1)) {
                return turn;
            }
            turn = tail.get();
        }
    }

    /// True when a frame is there. This and what follows is for the reading thread only, but for [#wakeup].
    public boolean next() {
        return turns.get((int) head & mask) == head + 1;
    }

    /// Where the present frame's bytes are.
    public MemorySegment memory() {
        return memory;
    }

    /// Where in [#memory] the present frame begins.
    public long at() {
        return ((int) head & mask) * stride;
    }

    public int length() {
        return lengths[(int) head & mask];
    }

    public long stamp() {
        return stamps[(int) head & mask];
    }

    public int tag() {
        return tags[(int) head & mask];
    }

    /// Gives the present frame's slot back.
    public void release() {
        turns.setRelease((int) head & mask, head + mask + 1);
        head++;
    }

    /// Waits until a frame is there, [#wakeup] is called or the time is over. May return early.
    public void await(long nanos) {
        sleeper = Thread.currentThread();
        if (!woken && !next()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
        woken = false;
    }

    /// Ends a wait that is running or the next one. Any thread.
    public void wakeup() {
        woken = true;
        unpark();
    }

    private void unpark() {
        var asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
    }
}
