package inaba.core.route;

import inaba.api.route.Fib;
import inaba.api.time.Time;
import inaba.core.loop.EngineLoop;
import inaba.core.slot.Faults;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Has workers see what was touched: a few changes at once, more of them in pieces between which the loop does other
/// things, and so many that a table is better built anew by a table that is built beside the running one.
///
/// On the control loop, but for the building.
final class RouteUpdates {
    /// So many prefixes are compiled, and their changes applied, in one task of the loop.
    static final int PIECE = 256;
    /// So many where the changes are not applied yet.
    private static final int COMPILED = 4 * PIECE;
    /// A table is built anew for so many changes or more, and at least one of so many of its routes.
    private static final int MANY = 1024;

    private static final int MANY_SHARE = 32;
    /// More changes will come right behind so many.
    private static final int BULK = 128;
    private static final Duration BULK_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /// One part in so many of the time goes to applying what was collected.
    private static final int SHARE = 5;

    private final EngineLoop loop;
    private final Compiler compiler;
    private final NextHops nextHops;
    private final Consumer<Runnable> unused;
    private final Faults faults;
    private final Executor builder;
    private final Runnable changed;
    private final Set<RouteTable> dirty = new LinkedHashSet<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private Fib.@Nullable Algorithm algorithm;
    private Time.@Nullable Timer timer;
    private boolean posted;
    private @Nullable Anew anew;
    /// Many routes came at once just now, and more will: until then they are collected.
    private long collectUntil;

    RouteUpdates(
            EngineLoop loop,
            Compiler compiler,
            NextHops nextHops,
            Consumer<Runnable> unused,
            Faults faults,
            Executor builder,
            Runnable changed) {
        this.loop = loop;
        this.compiler = compiler;
        this.nextHops = nextHops;
        this.unused = unused;
        this.faults = faults;
        this.builder = builder;
        this.changed = changed;
        this.collectUntil = loop.time().nanos();
    }

    Fib.@Nullable Algorithm algorithm() {
        return algorithm;
    }

    /// The FIBs are of another algorithm from now on.
    void algorithm(Fib.@Nullable Algorithm now) {
        algorithm = now;
    }

    void touch(RouteTable table, Prefix prefix) {
        table.touch(prefix, loop.time().nanos());
        dirty.add(table);
        schedule();
    }

    /// Applies what is pending now, if it is little; else it is applied soon.
    void flush() {
        if (anew == null && pending() <= PIECE) {
            List.copyOf(dirty).forEach(this::piece);
        }
    }

    /// Runs the task once workers see all that was changed before.
    void whenSeen(Runnable task) {
        if (dirty.isEmpty() && anew == null) {
            task.run();
            return;
        }
        waiting.add(task);
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        schedule();
    }

    private void schedule() {
        if (posted || timer != null || anew != null) {
            return;
        }
        long wait = collectUntil - loop.time().nanos();
        if (wait > 0 && waiting.isEmpty()) {
            collect(wait, 0);
        } else {
            posted = true;
            loop.post(() -> {
                posted = false;
                step();
            });
        }
    }

    /// Goes on as long as many more come, but not for ever.
    private void collect(long nanos, int before) {
        timer = loop.time().after(Duration.ofNanos(nanos), () -> {
            timer = null;
            int now = pending();
            if (now - before >= BULK && loop.time().nanos() - collectUntil < LONGEST_PAUSE.toNanos()) {
                collect(BULK_PAUSE.toNanos(), now);
            } else {
                step();
            }
        });
    }

    private int pending() {
        return dirty.stream().mapToInt(RouteTable::pending).sum();
    }

    private void step() {
        if (anew != null) {
            return;
        }
        if (!dirty.isEmpty()) {
            var table = dirty.iterator().next();
            int pending = table.pending();
            if (pending >= MANY && pending >= table.routes() / MANY_SHARE) {
                anew = new Anew(table);
                anew.compile();
                return;
            }
            piece(table);
        }
        continueOrTell();
    }

    private void continueOrTell() {
        if (!dirty.isEmpty()) {
            schedule();
        } else if (!waiting.isEmpty()) {
            var told = List.copyOf(waiting);
            waiting.clear();
            collectUntil = loop.time().nanos(); // who made the changes has ended
            told.forEach(Runnable::run);
        }
    }

    /// Compiles and applies some of what is pending, all if it is little.
    private void piece(RouteTable table) {
        long began = loop.time().nanos();
        long since = table.touchedAt();
        var changes = new ArrayList<Fib.Change>();
        var obsolete = new ArrayList<Runnable>();
        int count = compile(table, PIECE, changes, obsolete);
        if (!changes.isEmpty() && !table.apply(changes, faults)) {
            algorithm = null;
        }
        publish(table, !changes.isEmpty(), since, obsolete);
        if (count >= BULK && table.pending() == 0) {
            collectAfter(loop.time().nanos() - began);
        }
    }

    private int compile(RouteTable table, int most, List<Fib.Change> changes, List<Runnable> obsolete) {
        int count = Math.min(most, table.pending());
        for (int i = 0; i < count; i++) {
            compile(table, table.nextTouched(), changes, obsolete);
        }
        compiler.pause();
        if (table.pending() == 0) {
            dirty.remove(table);
        }
        return count;
    }

    private void compile(RouteTable table, Site site, List<Fib.Change> changes, List<Runnable> obsolete) {
        var entry = compiler.compile(table, site);
        int value = site.value();
        var old = value == Fib.NONE ? null : nextHops.get(value);
        if (entry == null && value != Fib.NONE) {
            changes.add(table.leadsTo(site, Fib.NONE));
            obsolete.add(() -> nextHops.release(value));
        } else if (entry != null && value == Fib.NONE) {
            changes.add(table.leadsTo(site, nextHops.allocate(entry)));
        } else if (entry != null) {
            nextHops.set(value, entry);
        } else {
            table.forgetIfEmpty(site);
        }
        if (old != null) {
            obsolete.add(() -> compiler.release(old));
        }
    }

    private void publish(RouteTable table, boolean fibChanged, long since, List<Runnable> obsolete) {
        if (fibChanged) {
            changed.run();
        }
        unused.accept(() -> obsolete.forEach(Runnable::run));
        table.seenAfter(loop.time().nanos() - since);
    }

    private void collectAfter(long took) {
        collectUntil = loop.time().nanos() + pause(Duration.ofNanos(took)).toNanos();
    }

    /// How long many changes are collected before they are applied.
    ///
    /// @param took the last time
    static Duration pause(Duration took) {
        var fair = took.multipliedBy(SHARE - 1);
        return fair.compareTo(BULK_PAUSE) < 0 ? BULK_PAUSE : fair.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : fair;
    }

    /// A table is compiled in pieces and then built anew off the loop, while workers use the one that is there.
    private final class Anew {
        private final RouteTable table;
        private final long since;
        private final List<Runnable> obsolete = new ArrayList<>();

        Anew(RouteTable table) {
            this.table = table;
            this.since = table.touchedAt();
        }

        void compile() {
            RouteUpdates.this.compile(table, COMPILED, new ArrayList<>(), obsolete);
            if (table.pending() > 0) {
                loop.post(this::compile);
            } else {
                build();
            }
        }

        private void build() {
            var build = table.beginBuild();
            var with = algorithm;
            builder.execute(() -> {
                Throwable failure = null;
                try {
                    build.run(with);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                }
                var why = failure;
                loop.post(() -> built(build, with, why));
            });
        }

        private void built(RouteTable.Build build, Fib.@Nullable Algorithm with, @Nullable Throwable failure) {
            build.end();
            if (with != algorithm) {
                build(); // another one serves meanwhile
                return;
            }
            anew = null;
            if (failure == null) {
                build.install();
            } else {
                faults.caught(with == null ? this : with, failure);
                algorithm = null;
                table.usePlain();
            }
            publish(table, true, since, obsolete);
            collectAfter(build.nanos());
            continueOrTell();
        }
    }
}
