package inaba.ip.link;

import inaba.api.table.Row;
import inaba.api.table.Table;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What workers ask for a link, made of the table's row of that link. Kept in step with the table until it is closed.
///
/// @param <R> a row of the table, whose key is the index of a link
/// @param <E> what is made of it
public final class ByLink<R extends Row<Integer>, E> implements AutoCloseable {
    private final Function<R, E> maker;
    private final Runnable turned;
    private final Table.Watch watch;
    /// By the link's index; replaced as a whole.
    private volatile @Nullable Object[] elements = {};

    /// @param turned run on the loop when there is something for a link now, or nothing for any link any more
    public ByLink(Table<Integer, R> table, Function<R, E> maker, Runnable turned) {
        this.maker = maker;
        this.turned = turned;
        watch = table.watch((_, _) -> changed(table));
        read(table);
    }

    /// Any thread.
    @SuppressWarnings("unchecked") // read() puts what the maker makes
    public @Nullable E of(int link) {
        var present = elements;
        return link < present.length ? (E) present[link] : null;
    }

    /// True while there is nothing for any link. Any thread.
    public boolean isEmpty() {
        return elements.length == 0;
    }

    private void changed(Table<Integer, R> table) {
        boolean before = isEmpty();
        read(table);
        if (isEmpty() != before) {
            turned.run();
        }
    }

    /// The one who makes this reads too, perhaps while the loop changes the table.
    private synchronized void read(Table<Integer, R> table) {
        var rows = table.rows();
        int size = rows.stream().mapToInt(Row::key).max().orElse(-1) + 1;
        var next = new @Nullable Object[size];
        for (var row : rows) {
            next[row.key()] = maker.apply(row);
        }
        elements = next;
    }

    @Override
    public void close() {
        watch.close();
    }
}
