package inaba.core;

import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.core.loop.EngineLoop;
import inaba.core.path.Membership;
import inaba.core.path.Plan;
import inaba.core.path.Quiescence;
import inaba.core.slot.Faults;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has a new plan built and published when something that it shows has changed, and tells when nobody uses the old one
/// any more. On the loop, but for [#published] and what adds and removes hooks and taps.
final class Publisher {
    private final EngineLoop loop;
    private final Membership membership;
    private final Quiescence quiescence;
    private final Faults faults;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private @Nullable Supplier<Plan> builder;
    private Consumer<Plan> told = _ -> {};
    private volatile @Nullable Plan plan;
    private boolean planDue = true;
    private boolean membershipDue;
    private boolean held;

    Publisher(EngineLoop loop, Membership membership, Quiescence quiescence, Faults faults) {
        this.loop = loop;
        this.membership = membership;
        this.quiescence = quiescence;
        this.faults = faults;
    }

    /// Publishes the first plan.
    ///
    /// @param told of each plan: whoever sends on the loop
    void begin(Supplier<Plan> plans, Consumer<Plan> told) {
        this.builder = plans;
        this.told = told;
        plan = plans.get();
    }

    /// The plan that workers see. Any thread.
    Plan published() {
        return Objects.requireNonNull(plan);
    }

    /// The present plan. On the loop, what is due is published first.
    Plan plan() {
        if (loop.onLoop()) {
            publish();
        }
        return published();
    }

    void add(Hook hook) {
        hooks.add(hook);
        loop.post(this::planDue);
    }

    void remove(Hook hook, Runnable gone) {
        hooks.remove(hook);
        loop.post(() -> republishThen(gone));
    }

    void add(Tap tap) {
        taps.add(tap);
        loop.post(this::planDue);
    }

    void remove(Tap tap, Runnable gone) {
        taps.remove(tap);
        loop.post(() -> republishThen(gone));
    }

    /// Those at a point that have something to do.
    Hook[] hooks(Hook.Point point) {
        return hooks.stream()
                .filter(hook -> hook.point() == point && !idle(hook))
                .toArray(Hook[]::new);
    }

    private boolean idle(Hook hook) {
        try {
            return hook.idle();
        } catch (RuntimeException | Error thrown) {
            faults.caught(hook, thrown);
            return false;
        }
    }

    Tap[] taps() {
        return taps.toArray(Tap[]::new);
    }

    /// Our addresses or groups have changed, and with them what packets are for us.
    void membershipDue() {
        membershipDue = true;
        planDue();
    }

    void planDue() {
        planDue = true;
    }

    void republishThen(Runnable task) {
        planDue();
        whenUnused(task);
    }

    /// Runs the task once no worker uses anything that the present state of the engine no longer has. What is due is
    /// published before the workers are looked at: one that is idle now begins its next burst with the plan of
    /// then.
    void whenUnused(Runnable task) {
        publish();
        quiescence.then(task);
    }

    /// No worker sees what is between the beginning and the end of the change, whoever asks for the plan meanwhile.
    void atOnce(Runnable change) {
        publish();
        held = true;
        try {
            change.run();
        } finally {
            held = false;
        }
    }

    void publish() {
        if (held) {
            return;
        }
        if (membershipDue) {
            membershipDue = false;
            membership.reconcile();
        }
        if (planDue) {
            planDue = false;
            var next = Objects.requireNonNull(builder).get();
            plan = next;
            told.accept(next);
        }
    }
}
