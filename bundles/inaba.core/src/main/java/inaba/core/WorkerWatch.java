package inaba.core;

import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.core.path.Plan;
import inaba.core.path.Worker;
import inaba.core.slot.Faults;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the workers: one that does not come back from a burst has met code that loops or waits. The bundle whose
/// code that is, by the stack, is named and leaves the path, and another worker takes the queue over.
///
/// A machine that is busy with something else makes no worker stuck: it must have used the processor meanwhile, or
/// wait.
final class WorkerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);
    private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();
    /// Of the time after which it is stuck, the part for which it must have used the processor.
    private static final int BUSY = 4;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Engine engine;
    private final Faults faults;
    private final Map<Worker, Seen> seen = new IdentityHashMap<>();
    private volatile boolean ended;

    /// A burst that was under way when it was looked at.
    private record Seen(long turn, long since, long cpu) {}

    WorkerWatch(Engine engine, Faults faults) {
        this.engine = engine;
        this.faults = faults;
        Thread.ofPlatform().name("inaba-watch-workers").daemon().start(this::run);
    }

    private void run() {
        while (!ended) {
            try {
                look(System.nanoTime());
            } catch (RuntimeException | Error failed) {
                LOG.error("the workers cannot be looked after", failed);
            }
            LockSupport.parkNanos(this, LOOK_EVERY);
        }
    }

    private void look(long now) {
        var working = List.copyOf(engine.workers());
        seen.keySet().retainAll(working);
        for (var worker : working) {
            long turn = worker.turn();
            var before = seen.get(worker);
            if ((turn & 1) == 0) {
                seen.remove(worker);
            } else if (before == null || before.turn != turn) {
                seen.put(worker, new Seen(turn, now, cpu(worker)));
            } else if (now - before.since > faults.stuckAfter().toNanos() && isStuck(worker, before)) {
                seen.remove(worker);
                replace(worker);
            }
        }
    }

    private boolean isStuck(Worker worker, Seen before) {
        return worker.thread().getState() != Thread.State.RUNNABLE
                || cpu(worker) - before.cpu > faults.stuckAfter().toNanos() / BUSY;
    }

    private void replace(Worker stuck) {
        var stack = stuck.thread().getStackTrace();
        var culprit = culprit(engine.plan(), stack);
        var what = stuck.thread().getName() + " did not come back from a burst within "
                + faults.stuckAfter().toSeconds() + " s";
        switch (culprit) {
            case Hook hook -> engine.remove(hook, () -> {});
            case Tap tap -> engine.remove(tap, () -> {});
            case null, default -> {}
        }
        faults.stuck(culprit == null ? stuck : culprit, what, stack);
        if (culprit == null) {
            LOG.error("{}, in code of no bundle that could be taken away:{}", what, Faults.frames(stack));
        }
        engine.linkManager().reopen(stuck);
        LOG.warn("another worker serves in the place of {}", stuck.thread().getName());
    }

    /// What is in the plan and has the innermost frame that is a bundle's.
    private static @Nullable Object culprit(Plan plan, StackTraceElement[] stack) {
        var candidates = candidates(plan);
        for (var frame : stack) {
            for (var candidate : candidates) {
                if (Faults.foreign(candidate) && contains(candidate, frame.getClassName())) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static List<Object> candidates(Plan plan) {
        var all = new ArrayList<Object>();
        all.addAll(List.of(plan.ingress()));
        all.addAll(List.of(plan.forward()));
        all.addAll(List.of(plan.egress()));
        all.addAll(List.of(plan.taps()));
        for (var link : plan.links()) {
            if (link != null) {
                all.add(link.fib());
                all.add(link.fib4());
                if (link.outlet() != null) {
                    all.add(link.outlet());
                }
                if (link.port() != null) {
                    all.add(link.port());
                }
            }
        }
        if (plan.gate() != null) {
            all.add(plan.gate());
        }
        return all;
    }

    private static boolean contains(Object candidate, String className) {
        var bundle = FrameworkUtil.getBundle(candidate.getClass());
        return bundle != null && bundle.getEntry(className.replace('.', '/') + ".class") != null;
    }

    private static long cpu(Worker worker) {
        return THREADS.getThreadCpuTime(worker.thread().threadId());
    }

    @Override
    public void close() {
        ended = true;
    }
}
