package inaba.core.table;

import inaba.api.table.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rows that may be removed when their table is full: those of the first kind before those of the next, of a kind
/// the one first that has been of it for longest. Found without looking at the others, of which there may be a million.
final class GivingWay<K, R extends Row<K>> {
    private final List<Kind<K, R>> kinds;

    private record Kind<K, R>(Predicate<R> test, LinkedHashSet<K> keys) {}

    GivingWay(List<Predicate<R>> kinds) {
        this.kinds = kinds.stream()
                .map(test -> new Kind<K, R>(test, new LinkedHashSet<>()))
                .toList();
    }

    /// The row with this key is another now, or gone.
    void changed(K key, @Nullable R row) {
        var left = row;
        for (var kind : kinds) {
            if (left != null && kind.test.test(left)) {
                kind.keys.add(key);
                left = null; // of the first kind only
            } else {
                kind.keys.remove(key);
            }
        }
    }

    /// The next to go.
    @Nullable
    K first() {
        for (var kind : kinds) {
            if (!kind.keys.isEmpty()) {
                return kind.keys.getFirst();
            }
        }
        return null;
    }
}
