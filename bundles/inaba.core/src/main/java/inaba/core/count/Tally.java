package inaba.core.count;

import inaba.api.packet.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The counts of one thread, by link and column. One writer; others read sums that may be a moment old.
public final class Tally {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /// The core's own, reasons for drops among them, and some of bundles.
    private static final int COLUMNS = 128;

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

    /// Makes room for a link before it counts. By the thread that writes.
    public void prepare(int link) {
        if (link >= links.length || links[link] == null) {
            grow(link, 0);
        }
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
