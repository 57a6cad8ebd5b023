package inaba.ip.probe;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Carries lines from the control loop to the shell's thread, which may wait for a terminal; the loop never waits.
final class Outlet {
    /// More lines than this that wait for the terminal are left out.
    private static final int MOST = 1024;

    /// How long a cancelled run may take to say its last words.
    private static final long LAST_WORDS_SECONDS = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Line> lines = new ArrayDeque<>();
    private boolean ended;
    private String failure = "";

    /// On the loop.
    void print(Line line) {
        lock.lock();
        try {
            if (lines.size() < MOST && !ended) {
                lines.add(line);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The run is over. On the loop.
    ///
    /// @param last shown whatever waits before it
    /// @param why the command failed, or empty
    void end(Optional<Line> last, String why) {
        lock.lock();
        try {
            last.ifPresent(lines::add);
            failure = why;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Prints until the run is over. On the shell's thread.
    ///
    /// @throws CommandException when the run failed
    void copyTo(Call call) throws CommandException {
        var line = take(call);
        while (line.isPresent()) {
            call.print(line.get());
            line = take(call);
        }
        if (!failure().isEmpty()) {
            throw CommandException.failed(failure());
        }
    }

    /// The next line, or none at the end.
    private Optional<Line> take(Call call) throws CommandException {
        lock.lock();
        try {
            boolean onTime = true;
            while (lines.isEmpty() && !ended && onTime) {
                onTime = changed.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS) || !call.cancelled();
            }
            return Optional.ofNullable(lines.poll());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        } finally {
            lock.unlock();
        }
    }

    private String failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
