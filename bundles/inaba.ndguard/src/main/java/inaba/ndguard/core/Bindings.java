package inaba.ndguard.core;

import inaba.api.neighbor.BindingRow;
import inaba.wire.KeyedHash;
import java.util.List;

/// A snapshot of the bindings for workers: read by any number of threads, without objects.
public final class Bindings {
    /// There is no binding; no Ethernet address is negative.
    public static final long NONE = -1;

    private static final int LEAST = 16;

    private final long[] highs;
    private final long[] lows;
    /// 0 for an empty place: links count from 1.
    private final int[] links;
    private final long[] macs;
    private final int mask;

    public Bindings(List<BindingRow> rows) {
        int size = LEAST;
        while (size < rows.size() * 2) {
            size *= 2;
        }
        highs = new long[size];
        lows = new long[size];
        links = new int[size];
        macs = new long[size];
        mask = size - 1;
        for (var row : rows) {
            add(row);
        }
    }

    /// @return the Ethernet address that the address is bound to, or [#NONE]
    public long mac(int link, long high, long low) {
        int at = place(link, high, low);
        return links[at] == 0 ? NONE : macs[at];
    }

    private void add(BindingRow row) {
        long high = row.address().high();
        long low = row.address().low();
        int at = place(row.link(), high, low);
        highs[at] = high;
        lows[at] = low;
        links[at] = row.link();
        macs[at] = row.mac().value();
    }

    /// Where the key is, or would be: half of the places are empty.
    private int place(int link, long high, long low) {
        int at = KeyedHash.of(high ^ link, low) & mask;
        while (links[at] != 0 && (links[at] != link || highs[at] != high || lows[at] != low)) {
            at = at + 1 & mask;
        }
        return at;
    }
}
