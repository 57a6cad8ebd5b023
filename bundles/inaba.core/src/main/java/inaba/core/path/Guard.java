package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.core.CoreDrop;
import inaba.core.slot.Faults;
import org.jspecify.annotations.Nullable;

/// Asks security policy at the points of RFC 4301 §5, once for a packet, and keeps what the asked code throws: then
/// nothing passes.
public final class Guard {
    private static final Dst FAILED = new Failed();

    private final Faults faults;
    private final @Nullable Trace trace;

    Guard(Faults faults, @Nullable Trace trace) {
        this.faults = faults;
        this.trace = trace;
    }

    /// The chain that a packet takes instead of `next`, or `next`.
    public Dst out(Plan plan, Packet packet, int link, Dst next) {
        var gate = plan.gate();
        if (gate == null || packet.guarded()) {
            return next;
        }
        Dst chain;
        try {
            chain = gate.out(packet, link, next);
        } catch (RuntimeException | Error thrown) {
            faults.caught(gate, thrown);
            chain = FAILED;
        }
        packet.guarded(true);
        if (trace != null && chain != next) {
            trace.step("policy", Verdict.Go.DELIVER, "RFC 4301 §5.1: " + chain);
        }
        return chain;
    }

    /// Whether a packet that came in may be forwarded.
    Verdict forward(Plan plan, Packet packet) {
        var gate = plan.gate();
        if (gate == null) {
            return Verdict.Go.DELIVER;
        }
        Verdict verdict;
        try {
            verdict = gate.forward(packet);
        } catch (RuntimeException | Error thrown) {
            verdict = failed(gate, thrown);
        }
        return checked(verdict);
    }

    /// Whether a packet may be handed to its upper layer here.
    Verdict in(Plan plan, Packet packet) {
        var gate = plan.gate();
        if (gate == null || packet.guarded()) {
            return Verdict.Go.DELIVER;
        }
        Verdict verdict;
        try {
            verdict = gate.in(packet);
        } catch (RuntimeException | Error thrown) {
            verdict = failed(gate, thrown);
        }
        return checked(verdict);
    }

    private Verdict failed(PolicyGate gate, Throwable thrown) {
        faults.caught(gate, thrown);
        return CoreDrop.EXCEPTION;
    }

    private Verdict checked(Verdict verdict) {
        if (trace != null && verdict instanceof DropReason) {
            trace.step("policy", verdict, "RFC 4301 §5.2");
        }
        return verdict;
    }

    private static final class Failed implements Dst {
        @Override
        public int innerMtu() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Verdict output(Packet packet, Egress egress) {
            return CoreDrop.EXCEPTION;
        }
    }
}
