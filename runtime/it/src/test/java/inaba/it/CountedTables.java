package inaba.it;

import inaba.api.route.Fib;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/// Runs as a bundle: a lookup algorithm that counts the tables built with it, next in rank to that which serves by
/// itself.
public final class CountedTables implements BundleActivator, Fib.Algorithm {
    /// A system property: how many were built.
    static final String BUILT = "inaba.it.tables";

    private static final int RANK = 9;

    @Override
    public void start(BundleContext context) {
        var properties = new Hashtable<String, Object>();
        properties.put(Constants.SERVICE_RANKING, RANK);
        context.registerService(Fib.Algorithm.class, this, properties);
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public String name() {
        return "counted";
    }

    @Override
    public Fib build(Collection<Fib.Entry> entries) {
        System.setProperty(BUILT, Integer.toString(Integer.getInteger(BUILT, 0) + 1));
        return new Longest(List.copyOf(entries));
    }

    private record Longest(List<Entry> entries) implements Fib {
        @Override
        public int lookup(long high, long low) {
            return entries.stream()
                    .filter(entry -> entry.prefix().contains(high, low))
                    .max(Comparator.comparing(entry -> entry.prefix().length()))
                    .map(Entry::value)
                    .orElse(NONE);
        }

        @Override
        public Fib apply(List<Change> changes) {
            var next = new ArrayList<>(entries);
            for (var change : changes) {
                next.removeIf(entry -> entry.prefix().equals(change.prefix()));
                if (change.value() != NONE) {
                    next.add(new Entry(change.prefix(), change.value()));
                }
            }
            return new Longest(next);
        }

        @Override
        public long memory() {
            return entries.size();
        }
    }
}
