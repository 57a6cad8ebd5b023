package inaba.api.route.fib;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.Arrays;

/// Prefixes with their values in the order of [Prefix#compareTo], in arrays: 13 bytes a prefix, or 21 where one is
/// longer than 64 bits. One thread uses it.
public final class PrefixList {
    private static final int FEW = 4;

    private long[] high;
    private long[] low = new long[0];
    private byte[] length;
    private int[] value;
    private int size;

    public PrefixList() {
        this(FEW);
    }

    /// @param expected how many there will be
    PrefixList(int expected) {
        high = new long[expected];
        length = new byte[expected];
        value = new int[expected];
    }

    public int size() {
        return size;
    }

    public long high(int index) {
        return high[index];
    }

    public long low(int index) {
        return low.length == 0 ? 0 : low[index];
    }

    /// 0..128
    public int length(int index) {
        return Byte.toUnsignedInt(length[index]);
    }

    public int value(int index) {
        return value[index];
    }

    public long memory() {
        return 8L * (high.length + low.length) + length.length + 4L * value.length;
    }

    /// Adds a prefix or replaces its value.
    public void put(Prefix prefix, int to) {
        int at = find(prefix.address().high(), prefix.address().low(), prefix.length());
        if (at < 0) {
            at = ~at;
            insert(at, prefix);
        }
        value[at] = to;
    }

    /// Adds a prefix that comes behind all others.
    void append(Prefix prefix, int to) {
        insert(size, prefix);
        value[size - 1] = to;
    }

    /// Removes a prefix, if it is there.
    public void remove(Prefix prefix) {
        int at = find(prefix.address().high(), prefix.address().low(), prefix.length());
        if (at < 0) {
            return;
        }
        size--;
        System.arraycopy(high, at + 1, high, at, size - at);
        System.arraycopy(length, at + 1, length, at, size - at);
        System.arraycopy(value, at + 1, value, at, size - at);
        if (low.length > 0) {
            System.arraycopy(low, at + 1, low, at, size - at);
        }
        if (size >= FEW && size * 4 < high.length) {
            capacity(size * 2);
        }
    }

    /// The value of the longest prefix that contains this address and is from `least` to `most` bits long, or
    /// [Fib#NONE].
    public int longest(long addressHigh, long addressLow, int least, int most) {
        for (int bits = most; bits >= least; bits--) {
            int at = find(addressHigh & Prefix.maskHigh(bits), addressLow & Prefix.maskLow(bits), bits);
            if (at >= 0) {
                return value[at];
            }
        }
        return Fib.NONE;
    }

    /// The first one that is this prefix or behind it: those of the same address that are shorter come before.
    public int from(long addressHigh, long addressLow, int bits) {
        int at = find(addressHigh, addressLow, bits);
        return at < 0 ? ~at : at;
    }

    /// The first one behind all those whose address lies in this prefix.
    public int behind(long addressHigh, long addressLow, int bits) {
        long lastHigh = addressHigh | ~Prefix.maskHigh(bits);
        long lastLow = addressLow | ~Prefix.maskLow(bits);
        return from(lastHigh, lastLow, 129);
    }

    private void insert(int at, Prefix prefix) {
        if (size == high.length) {
            capacity(size + (size >> 2) + FEW);
        }
        if (prefix.address().low() != 0 && low.length == 0) {
            low = new long[high.length];
        }
        System.arraycopy(high, at, high, at + 1, size - at);
        System.arraycopy(length, at, length, at + 1, size - at);
        System.arraycopy(value, at, value, at + 1, size - at);
        high[at] = prefix.address().high();
        length[at] = (byte) prefix.length();
        if (low.length > 0) {
            System.arraycopy(low, at, low, at + 1, size - at);
            low[at] = prefix.address().low();
        }
        size++;
    }

    private void capacity(int count) {
        high = Arrays.copyOf(high, count);
        length = Arrays.copyOf(length, count);
        value = Arrays.copyOf(value, count);
        low = low.length == 0 ? low : Arrays.copyOf(low, count);
    }

    /// @return the index, or `~index` of where it would be
    private int find(long addressHigh, long addressLow, int bits) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, addressHigh, addressLow, bits);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return ~from;
    }

    private int compare(int index, long addressHigh, long addressLow, int bits) {
        int order = Long.compareUnsigned(high[index], addressHigh);
        if (order == 0) {
            order = Long.compareUnsigned(low(index), addressLow);
        }
        return order == 0 ? Integer.compare(length(index), bits) : order;
    }
}
