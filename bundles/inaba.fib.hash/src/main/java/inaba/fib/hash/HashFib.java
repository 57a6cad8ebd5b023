package inaba.fib.hash;

import inaba.api.route.Fib;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tables by prefix length, the longest first; lengths that no route has are not asked. Never changes once it is
/// published: readers
/// of it see all of its old values until they take up the table that [#apply] made.
final class HashFib implements Fib {
    private final Secret secret;
    private final LengthTable[] tables;

    /// @param tables by falling length
    HashFib(Secret secret, LengthTable[] tables) {
        this.secret = secret;
        this.tables = tables;
    }

    @Override
    public int lookup(long high, long low) {
        for (LengthTable table : tables) {
            int value = table.lookup(secret, high, low);
            if (value != NONE) {
                return value;
            }
        }
        return NONE;
    }

    @Override
    public Fib apply(List<Change> changes) {
        var writers = new HashMap<Integer, LengthWriter>();
        for (var change : changes) {
            var prefix = change.prefix();
            var writer = writers.computeIfAbsent(prefix.length(), n -> new LengthWriter(secret, n, table(n)));
            if (change.value() == NONE) {
                writer.remove(prefix.address());
            } else {
                writer.put(prefix.address(), change.value());
            }
        }
        var next = new ArrayList<LengthTable>();
        for (int length = 128; length >= 0; length--) {
            var writer = writers.get(length);
            var table = writer == null ? table(length) : writer.finish();
            if (table != null) {
                next.add(table);
            }
        }
        return new HashFib(secret, next.toArray(LengthTable[]::new));
    }

    @Override
    public long memory() {
        long sum = 0;
        for (var table : tables) {
            sum += table.memory();
        }
        return sum;
    }

    private @Nullable LengthTable table(int length) {
        for (var table : tables) {
            if (table.length == length) {
                return table;
            }
        }
        return null;
    }
}
