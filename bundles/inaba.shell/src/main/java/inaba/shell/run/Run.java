package inaba.shell.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.felix.service.command.Function;

/// One line while it runs: its exit code, and how to cancel it. Any thread.
final class Run {
    private final List<Runnable> hooks = new ArrayList<>();
    private final Set<Thread> threads = new HashSet<>();
    private List<Step> steps = List.of();
    private int code;
    private boolean cancelled;
    private boolean interrupted;

    /// A stage of a pipeline: what is called, and with what.
    record Step(String name, Function function, List<Object> arguments) {}

    /// The pipeline that runs now.
    synchronized void steps(List<Step> now) {
        steps = now;
    }

    synchronized Step step(int index) {
        return steps.get(index);
    }

    /// Of several failures the first gives the line its exit code.
    synchronized void failed(int exitCode) {
        if (code == 0) {
            code = exitCode;
        }
    }

    synchronized int code() {
        return code;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    /// True when threads were interrupted: channels that they wrote to may have been closed by it.
    synchronized boolean interrupted() {
        return interrupted;
    }

    void onCancel(Runnable hook) {
        synchronized (this) {
            if (!cancelled) {
                hooks.add(hook);
                return;
            }
        }
        hook.run();
    }

    /// Remembers the present thread as one that works for this line, until [#leave].
    synchronized void enter() {
        threads.add(Thread.currentThread());
    }

    synchronized void leave() {
        threads.remove(Thread.currentThread());
    }

    /// Asks the commands to end; asked again, interrupts their threads.
    void cancel() {
        List<Runnable> first;
        synchronized (this) {
            if (cancelled) {
                interrupted = true;
                threads.forEach(Thread::interrupt);
                return;
            }
            cancelled = true;
            first = List.copyOf(hooks);
            hooks.clear();
        }
        first.forEach(Runnable::run);
    }
}
