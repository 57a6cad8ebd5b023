package inaba.core.loop;

import inaba.api.time.Time;
import inaba.core.slot.Faults;
import inaba.core.slot.LoopThread;
import inaba.linux.Niceness;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control loop: posted tasks, timers and the workers' events, one after the other on one thread.
public final class ControlLoop implements EngineLoop, Time {
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final long CALL_SECONDS = 10;
    private static final int TASKS_PER_TURN = 256;
    private static final long TASKS_NANOS = 5_000_000;
    /// Cancelled timers that may stay in the queue, however short it is.
    private static final int MOST_CANCELLED = 1024;
    private static final long LONGEST_PARK_NANOS = 1_000_000_000L;
    private static final long WATCH_NANOS = 500_000_000L;
    /// A bundle's task that runs for longer is stuck. Who waits for the loop, up to [#CALL_SECONDS], is then answered
    /// by the next thread.

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private final Faults faults;
    private final RandomGenerator random;
    private volatile LoopThread thread;
    private int epoch;
    private final AtomicInteger cancelled = new AtomicInteger();
    /// True while the loop is about to sleep, or sleeps, and wants to be woken.
    private volatile boolean parked;
    /// Whether the last turn found anything to do. Of the loop's thread.
    private boolean worked;
    private volatile boolean ended;
    private volatile @Nullable Runnable afterTurn;
    private long order;

    public ControlLoop(Faults faults, RandomGenerator random) {
        this.faults = faults;
        this.random = random;
        this.thread = new LoopThread(this::run, 0);
    }

    /// @param afterTurn runs after each turn: sends what the turn has queued
    public void start(Runnable afterTurn) {
        this.afterTurn = afterTurn;
        thread.start();
        Thread.ofPlatform().name("inaba-control-watch").daemon().start(this::watch);
    }

    /// Ends the loop after the tasks that are already there, and waits for it.
    public void stop() {
        post(() -> ended = true);
        awaitEnd(thread);
    }

    @Override
    public void add(Source source) {
        sources.add(source);
        wake();
    }

    @Override
    public void remove(Source source) {
        sources.remove(source);
    }

    @Override
    public void wake() {
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void post(Runnable task) {
        LoopThread.check();
        tasks.add(task);
        wake();
    }

    @Override
    public <T> T call(Callable<T> task) {
        if (onLoop()) {
            return run(task);
        }
        var result = new CompletableFuture<T>();
        post(() -> {
            var before = LoopThread.enter(task);
            try {
                result.complete(task.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            } finally {
                LoopThread.leave(before);
            }
        });
        try {
            return result.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException thrown) {
            throw unchecked(thrown.getCause() == null ? thrown : thrown.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("the control loop gave no answer within " + CALL_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the control loop", interrupted);
        }
    }

    /// Timers that are due no later have run before it returns.
    @Override
    public void pause(Duration time) {
        var over = new CountDownLatch(1);
        after(time, over::countDown);
        try {
            if (!over.await(time.toMillis() + TimeUnit.SECONDS.toMillis(CALL_SECONDS), TimeUnit.MILLISECONDS)) {
                LOG.warn("the control loop is late; {} ms are long over", time.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean onLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public Time time() {
        return this;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long nanos() {
        LoopThread.check();
        return System.nanoTime();
    }

    @Override
    public long dayMillis() {
        return System.currentTimeMillis() % DAY_MILLIS;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var entry = new Due(nanos() + Math.max(0, delay.toNanos()), task);
        if (onLoop()) {
            schedule(entry);
        } else {
            post(() -> schedule(entry));
        }
        return () -> {
            if (entry.task != null) {
                entry.task = null;
                cancelled.incrementAndGet();
            }
        };
    }

    @Override
    public void purge(ClassLoader gone) {
        due.removeIf(d -> {
            var task = d.task;
            return task != null && task.getClass().getClassLoader() == gone;
        });
        tasks.removeIf(t -> t.getClass().getClassLoader() == gone);
    }

    /// True once the loop takes no more tasks.
    public boolean ended() {
        return ended;
    }

    /// The stack of the loop's thread, for a person who asks what it is doing.
    public StackTraceElement[] stack() {
        return thread.getStackTrace();
    }

    private void schedule(Due entry) {
        entry.order = order++;
        due.add(entry);
        if (cancelled.get() > MOST_CANCELLED && cancelled.get() > due.size() / 2) {
            cancelled.set(0); // a long delay that is set and cancelled for each packet is not kept until its end
            due.removeIf(d -> d.task == null);
        }
    }

    /// Replaces a thread that is stuck in a bundle's code.
    private void watch() {
        while (!ended) {
            var present = thread;
            var code = present.code();
            long since = present.since();
            if (code != null && System.nanoTime() - since > faults.stuckAfter().toNanos() && Faults.foreign(code)) {
                replace(present, code, since);
            }
            LockSupport.parkNanos(this, WATCH_NANOS);
        }
    }

    private void replace(LoopThread stuck, Object code, long since) {
        var stack = stuck.getStackTrace();
        stuck.fence();
        if (stuck.code() == null || stuck.since() != since) {
            awaitEnd(stuck); // it came back just now, and ends at its next step
        }
        thread = new LoopThread(this::run, ++epoch);
        faults.stuck(
                code,
                "it did not return to the control loop within "
                        + faults.stuckAfter().toSeconds() + " s",
                stack);
        thread.start();
    }

    private static void awaitEnd(Thread ending) {
        try {
            ending.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Niceness.ahead(); // as workers do: it is to hear of its timers however busy they are
        var turn = Step.of(this::turn);
        try {
            while (!ended) {
                turn.run();
                if (!worked) {
                    parked = true; // who comes from now on wakes us; who came before is served by this turn
                    turn.run();
                    if (!worked && !ended) {
                        park();
                    }
                    parked = false;
                }
            }
        } catch (LoopThread.FencedOff late) {
            LOG.warn(
                    "{} was stuck, came back and has ended",
                    Thread.currentThread().getName());
        }
    }

    private void turn() {
        boolean any = runTasks();
        any |= runTimers();
        for (var source : sources) {
            any |= poll(source);
        }
        worked = any;
        var after = afterTurn;
        if (after != null) {
            faults.guard(this, after);
        }
    }

    /// As many as there are, but no longer than packets and timers can wait.
    private boolean runTasks() {
        Runnable task = null;
        long began = System.nanoTime();
        for (int n = 0; n < TASKS_PER_TURN && System.nanoTime() - began < TASKS_NANOS; n++) {
            task = tasks.poll();
            if (task == null) {
                break;
            }
            faults.guard(task, task);
        }
        return task != null;
    }

    private boolean runTimers() {
        boolean worked = false;
        long now = nanos(); // what becomes due meanwhile waits for the next turn
        for (var next = due.peek(); next != null && next.at - now <= 0; next = due.peek()) {
            due.remove();
            var task = next.task;
            next.task = null;
            if (task == null) {
                cancelled.decrementAndGet();
            } else {
                faults.guard(task, task);
            }
            worked = true;
        }
        return worked;
    }

    private boolean poll(Source source) {
        var before = LoopThread.enter(source);
        try {
            return source.poll();
        } catch (RuntimeException | Error thrown) {
            faults.caught(source, thrown);
            return true;
        } finally {
            LoopThread.leave(before);
            LoopThread.check();
        }
    }

    private void park() {
        var next = due.peek();
        long wait = next == null ? LONGEST_PARK_NANOS : Math.min(LONGEST_PARK_NANOS, next.at - nanos());
        if (wait > 0 && parked) {
            LockSupport.parkNanos(this, wait);
        }
    }

    private static <T> T run(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception thrown) {
            throw unchecked(thrown);
        }
    }

    /// Rethrows as it is, so that a command sees its own CommandException.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static final class Due implements Comparable<Due> {
        private final long at;
        private long order;
        private volatile @Nullable Runnable task;

        Due(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public int compareTo(Due other) {
            long difference = at - other.at;
            return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
        }
    }
}
