package inaba.ip.probe;

/// When the last requests were sent, by sequence number, and which were answered.
final class SentRequests {
    /// A power of two; answers to older requests are counted as late.
    static final int MOST = 4096;

    private final long[] number = new long[MOST];
    private final long[] instant = new long[MOST];
    private final boolean[] answered = new boolean[MOST];

    /// @param n 1 upwards; its low 16 bits are the sequence number
    void sent(long n, long now) {
        int slot = slot(n);
        number[slot] = n;
        instant[slot] = now;
        answered[slot] = false;
    }

    /// The request of this sequence number, or 0 when it was not sent or is too old.
    long find(int sequence, long last) {
        long n = last - ((last - sequence) & 0xffff);
        return n > 0 && number[slot(n)] == n ? n : 0;
    }

    long instant(long n) {
        return instant[slot(n)];
    }

    /// @return true the first time
    boolean answer(long n) {
        boolean first = !answered[slot(n)];
        answered[slot(n)] = true;
        return first;
    }

    private static int slot(long n) {
        return (int) (n & (MOST - 1));
    }
}
