package inaba.core.slot;

import org.jspecify.annotations.Nullable;

/// A thread of the control loop, which knows whose code it runs, and since when.
///
/// Java cannot end a thread that is stuck in a bundle's code. So it is fenced off and another takes its place: whatever
/// it asks of the engine from then on, and its return to the engine, ends it with [FencedOff].
public final class LoopThread extends Thread {
    private volatile boolean fenced;
    private volatile @Nullable Object code;
    private volatile long since;

    /// Ends a thread that was fenced off.
    public static final class FencedOff extends Error {
        private static final long serialVersionUID = 1;

        FencedOff() {
            super("this thread was stuck, and another has taken its place", null, false, false);
        }
    }

    /// @param epoch how many came before it
    public LoopThread(Runnable body, int epoch) {
        super(body, epoch == 0 ? "inaba-control" : "inaba-control-" + epoch);
        setDaemon(true);
    }

    /// @throws FencedOff when the present thread was fenced off
    public static void check() {
        if (Thread.currentThread() instanceof LoopThread present && present.fenced) {
            throw new FencedOff();
        }
    }

    /// The present thread begins to run this code.
    ///
    /// @return what it ran before: for [#leave]
    public static @Nullable Object enter(Object code) {
        if (!(Thread.currentThread() instanceof LoopThread present)) {
            return null;
        }
        var before = present.code;
        if (before == null) {
            present.since = System.nanoTime();
        }
        present.code = code;
        return before;
    }

    public static void leave(@Nullable Object before) {
        if (Thread.currentThread() instanceof LoopThread present) {
            present.code = before;
        }
    }

    /// What it runs, or null between two tasks. Any thread.
    public @Nullable Object code() {
        return code;
    }

    /// When it began what it runs, or ran last; on the clock of [System#nanoTime()]. Any thread.
    public long since() {
        return since;
    }

    /// From now on it can do nothing more. Any thread.
    public void fence() {
        fenced = true;
    }
}
