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
    private final Table.Watch watch;
    /// By the link's index; replaced as a whole.
    private volatile @Nullable Object[] elements = {};

    public ByLink(Table<Integer, R> table, Function<R, E> maker) {
        this.maker = maker;
        watch = table.watch((_, _) -> read(table));
        read(table);
    }

    /// Any thread.
    @SuppressWarnings("unchecked") // read() puts what the maker makes
    public @Nullable E of(int link) {
        var present = elements;
        return link < present.length ? (E) present[link] : null;
    }

    private void read(Table<Integer, R> table) {
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
