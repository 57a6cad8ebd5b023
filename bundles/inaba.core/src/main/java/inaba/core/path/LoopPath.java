package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.count.Tally;
import inaba.core.output.LocalInput;
import inaba.core.packet.Addresses;
import inaba.core.packet.Pool;
import inaba.core.slot.Faults;
import java.util.function.Supplier;

/// The control loop's own path: what was inside packets that were put together here comes in like any other.
public final class LoopPath implements LocalInput.Inside {
    private final Supplier<Plan> plans;
    private final Path path;

    private LoopPath(Supplier<Plan> plans, Path path) {
        this.plans = plans;
        this.path = path;
    }

    public static LoopPath of(
            Supplier<Plan> plans, Tally tally, Pool.Cache cache, Sender sender, Upcalls upcalls, Faults faults) {
        return new LoopPath(plans, new Path(tally, cache, sender, upcalls, faults, null));
    }

    @Override
    public Verdict decapsulate(Packet packet) {
        var plan = plans.get();
        if (!plan.tunneling().takes(packet.isIpv4(), packet.upperProtocol())) {
            return Verdict.Go.PASS;
        }
        var destination = Addresses.destination(packet);
        int kind = plan.local().kind(packet.link(), destination.high(), destination.low());
        return kind == LocalAddresses.UNICAST ? path.decapsulate(plan, packet) : Verdict.Go.PASS;
    }

    @Override
    public Verdict allowed(Packet packet) {
        return path.guard().in(plans.get(), packet);
    }

    @Override
    public void again(Packet packet) {
        path.again(plans.get(), packet);
    }
}
