package inaba.core.count;

import inaba.api.packet.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The counts of one thread, by link and column. One writer; others read sums that may be a moment old.
public final class Tally {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /// As many as are known at first, and the reasons for drops that come with bundles.
    private static final int COLUMNS = 64;

    private final Board board;
    private volatile long[][] links = new long[8][];

    Tally(Board board) {
        this.board = board;
    }

    /// @param link index, 0 = the node itself
    public void add(int link, Column column, long n) {
        add(link, column.ordinal(), n);
    }

    /// Counts a drop under its name.
    public void drop(int link, DropReason reason) {
        add(link, Column.DROPPED.ordinal(), 1);
        add(link, board.column(reason), 1);
    }

    private void add(int link, int column, long n) {
        var counts = links;
        var row = link < counts.length ? counts[link] : null;
        if (row == null || column >= row.length) {
            row = grow(link, column);
        }
        CELL.setOpaque(row, column, row[column] + n);
    }

    long get(int link, int column) {
        var counts = links;
        var row = link < counts.length ? counts[link] : null;
        return row == null || column >= row.length ? 0 : (long) CELL.getOpaque(row, column);
    }

    int links() {
        return links.length;
    }

    /// Makes room for links before they count. By the thread that writes.
    ///
    /// @param limit greater than each of their indexes
    public void prepare(int limit) {
        var counts = Arrays.copyOf(links, Math.max(limit, links.length));
        for (int link = 0; link < limit; link++) {
            if (counts[link] == null) {
                counts[link] = new long[COLUMNS];
            }
        }
        links = counts;
    }

    private long[] grow(int link, int column) {
        var counts = Arrays.copyOf(links, link < links.length ? links.length : Math.max(link + 1, links.length * 2));
        var old = counts[link];
        int size = Math.max(column + 1, COLUMNS);
        counts[link] = old == null ? new long[size] : Arrays.copyOf(old, Math.max(size, old.length * 2));
        links = counts;
        return counts[link];
    }
}
