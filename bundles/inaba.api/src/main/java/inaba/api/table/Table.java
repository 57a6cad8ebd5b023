package inaba.api.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Rows by key, owned by the engine. Reading and writing happen on the control loop; [#rows] may be called anywhere.
@ProviderType
public interface Table<K, R extends Row<K>> {
    String name();

    @Nullable
    R get(K key);

    /// Adds or replaces. Writing a row of a new owner makes it that owner's.
    ///
    /// @return false when the table is full and nothing could give way; the row was then not added
    boolean put(R row);

    /// @return the row that was there
    @Nullable
    R remove(K key);

    /// A snapshot in insertion order.
    List<R> rows();

    int size();

    /// The most rows it holds.
    int limit();

    /// The owner's rows, which from now on are no longer stale: how a successor takes over.
    List<R> adopt(String owner);

    /// True when the owner went and no successor adopted the row yet.
    boolean stale(K key);

    /// Calls the watcher after each change, on the loop, until closed.
    Watch watch(Watcher<R> watcher);

    /// A change: `before` is null when the row is new, `after` when it went.
    interface Watcher<R> {
        void changed(@Nullable R before, @Nullable R after);
    }

    /// A running watch.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
