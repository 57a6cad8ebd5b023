package inaba.core.path;

import inaba.api.hook.Hook;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.core.slot.Faults;
import org.jspecify.annotations.Nullable;

/// Asks the hooks at a point of the path, and keeps what they throw.
final class Hooks {
    private final Faults faults;
    private final @Nullable Trace trace;

    Hooks(Faults faults, @Nullable Trace trace) {
        this.faults = faults;
        this.trace = trace;
    }

    Verdict run(Hook[] hooks, Packet packet) {
        for (var hook : hooks) {
            var verdict = ask(hook, packet);
            if (verdict != Verdict.Go.DELIVER) {
                if (trace != null) {
                    trace.step(hook.getClass().getName(), verdict, "hook at " + hook.point());
                }
                return verdict;
            }
        }
        return Verdict.Go.DELIVER;
    }

    private Verdict ask(Hook hook, Packet packet) {
        try {
            var verdict = hook.inspect(packet);
            if (verdict == Verdict.Go.DELIVER || verdict instanceof DropReason) {
                return verdict;
            }
            faults.caught(hook, new IllegalStateException("a hook answers DELIVER or a reason, not " + verdict));
        } catch (RuntimeException | Error thrown) {
            faults.caught(hook, thrown);
        }
        return CoreDrop.EXCEPTION;
    }
}
