package inaba.api.xfrm;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Which sequence numbers came in, RFC 4303 §3.4.3 and Appendix A. Any number of threads; no lock.
///
/// The numbers are of 64 bits; without extended ones the upper half is zero. Each word of the ring holds 32
/// numbers: in its upper half which ones, in its lower half which of them came. So nothing is cleared when the
/// window moves on.
public final class ReplayWindow {
    public static final int MOST = 4096;

    private static final int SHIFT = 5;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long HALF = 1L << 32;
    private static final long QUARTER = 1L << 31;

    private final int size;
    private final AtomicLong top = new AtomicLong();
    private final AtomicLongArray ring;
    private final int mask;

    /// @param size how many numbers up to the highest are known apart, 0..4096; 0 accepts everything (RFC 4303
    /// §3.4.3: the receiver need not check)
    public ReplayWindow(int size) {
        if (size < 0 || size > MOST) {
            throw new IllegalArgumentException("a replay window has 0 to " + MOST + " numbers, not " + size);
        }
        this.size = size;
        int words = size == 0 ? 1 : Integer.highestOneBit((size >> SHIFT) + 2) << 1;
        ring = new AtomicLongArray(words);
        mask = words - 1;
    }

    public int size() {
        return size;
    }

    /// The highest number that came, 0 when none did.
    public long top() {
        return top.get();
    }

    /// The whole number of a packet that carries the lower half, RFC 4303 Appendix A2.2. Where nothing is checked,
    /// what is less than half a turn behind counts as late, not as new.
    public long infer(int low) {
        long highest = top.get();
        long upper = highest & ~LOW_32;
        long lower = highest & LOW_32;
        long seen = Integer.toUnsignedLong(low);
        long bottom = lower - (size == 0 ? QUARTER : size) + 1;
        if (bottom >= 0) { // case A: the window is within one upper half
            return seen >= bottom ? upper | seen : upper + HALF | seen;
        }
        boolean before = upper != 0 && seen >= (bottom & LOW_32); // case B: it reaches into the one before
        return before ? upper - HALF | seen : upper | seen;
    }

    /// True when the number may be new. What a check says counts only once the packet is authentic: then [#accept].
    public boolean check(long sequence) {
        if (size == 0) {
            return true;
        }
        if (isTooOld(sequence)) {
            return false;
        }
        long block = sequence >>> SHIFT;
        long word = ring.get((int) block & mask);
        int age = (int) (word >>> 32) - (int) block;
        return age < 0 || age == 0 && (word & bit(sequence)) == 0;
    }

    /// Marks the number of an authentic packet.
    ///
    /// @return false when it came before, or is too old by now
    public boolean accept(long sequence) {
        if (size == 0) {
            raise(sequence);
            return true;
        }
        if (isTooOld(sequence) || !mark(sequence)) {
            return false;
        }
        raise(sequence);
        return true;
    }

    /// The first packet's number is 1 (RFC 4303 §3.3.3).
    private boolean isTooOld(long sequence) {
        return sequence <= Math.max(0, top.get() - size);
    }

    private boolean mark(long sequence) {
        long block = sequence >>> SHIFT;
        int slot = (int) block & mask;
        while (true) {
            long word = ring.get(slot);
            int age = (int) (word >>> 32) - (int) block;
            if (age > 0 || age == 0 && (word & bit(sequence)) != 0) {
                return false;
            }
            long marked = age == 0 ? word | bit(sequence) : block << 32 | bit(sequence);
            if (ring.compareAndSet(slot, word, marked)) {
                return true;
            }
        }
    }

    private void raise(long sequence) {
        long highest = top.get();
        while (sequence > highest && !top.compareAndSet(highest, sequence)) {
            highest = top.get();
        }
    }

    private static long bit(long sequence) {
        return 1L << (sequence & 31);
    }
}
