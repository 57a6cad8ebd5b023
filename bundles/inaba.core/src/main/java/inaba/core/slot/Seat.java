package inaba.core.slot;

import inaba.api.manage.Slots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place that one of several implementations fills. On the control loop.
final class Seat<T> {
    private final String name;
    private final Switch<T> change;
    private final Set<Long> excluded;
    private final List<Offer<T>> offers = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private @Nullable String chosen;
    private @Nullable Offer<T> active;
    private @Nullable Offer<T> next;
    private long turns;
    private boolean changing;

    /// Lets another implementation serve.
    interface Switch<T> {
        /// @param done told on the loop once `from` is no longer in use; with what went wrong, or null
        void change(@Nullable Offer<T> from, @Nullable Offer<T> to, Consumer<@Nullable Throwable> done);
    }

    /// @param excluded bundles that broke the health rule
    Seat(String name, Switch<T> change, Set<Long> excluded) {
        this.name = name;
        this.change = change;
        this.excluded = excluded;
    }

    String name() {
        return name;
    }

    void offer(Offer<T> offered) {
        offers.add(offered);
        settle();
    }

    /// @param gone run on the loop once the service is no longer in use
    void withdraw(T service, Runnable gone) {
        offers.removeIf(o -> o.service() == service);
        whenSettled(gone);
    }

    /// @return false when nobody offers it
    boolean choose(String implementation) {
        var match = offers.stream()
                .map(Offer::name)
                .filter(n -> matches(n, implementation))
                .findFirst();
        match.ifPresent(n -> chosen = n);
        return match.isPresent();
    }

    String chosen() {
        return chosen == null ? "" : chosen;
    }

    /// Lets the best offer serve, and runs the task once it does.
    void whenSettled(Runnable task) {
        waiting.add(task);
        settle();
    }

    void prefer(String implementation) {
        chosen = implementation;
    }

    /// A bundle broke the health rule. If it was just to serve, and is stuck in that, another begins.
    void exclude(long bundle) {
        if (changing && next != null && next.bundle() == bundle) {
            turns++;
            changing = false;
            active = null;
        }
        settle();
    }

    /// Lets the best offer serve, if another does.
    void settle() {
        if (changing) {
            return;
        }
        var best = best();
        if (best == active) {
            release();
            return;
        }
        var from = active;
        changing = true;
        next = best;
        long turn = ++turns;
        change.change(from, best, failure -> {
            if (turn != turns) {
                return; // given up meanwhile
            }
            changing = false;
            if (failure == null) {
                active = best;
            } else if (best != null) {
                excluded.add(best.bundle());
            }
            settle();
        });
    }

    @Nullable
    Offer<T> find(String implementation) {
        return offers.stream()
                .filter(o -> matches(o.name(), implementation))
                .max(Comparator.comparingLong(Offer::bundle))
                .orElse(null);
    }

    @Nullable
    Offer<T> active() {
        return active;
    }

    boolean serves(long bundle) {
        return !changing
                && offers.stream().filter(o -> o.bundle() == bundle).allMatch(o -> active == o || best() != o)
                && offers.stream().noneMatch(o -> o.bundle() == bundle && excluded.contains(bundle));
    }

    boolean offeredBy(long bundle) {
        return offers.stream().anyMatch(o -> o.bundle() == bundle);
    }

    Slots.Slot describe() {
        var names = offers.stream().map(Offer::name).distinct().sorted().toList();
        var now = active;
        return new Slots.Slot(name, now == null ? "(core)" : now.name(), now == null ? 0 : now.bundle(), names);
    }

    private void release() {
        var done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(Runnable::run);
    }

    private @Nullable Offer<T> best() {
        var fit = offers.stream().filter(o -> !excluded.contains(o.bundle())).toList();
        var wanted = fit.stream().filter(o -> o.name().equals(chosen)).toList();
        return (wanted.isEmpty() ? fit : wanted)
                .stream()
                        .max(Comparator.comparingInt((Offer<T> o) -> o.ranking())
                                .thenComparing(Offer::name)
                                .thenComparingLong(Offer::bundle))
                        .orElse(null);
    }

    private static boolean matches(String name, String typed) {
        return name.equals(typed) || name.endsWith("." + typed);
    }
}
