package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.route.Fib;
import inaba.api.route.ReversePath;
import inaba.core.route.FibKey;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.util.function.Supplier;

/// Looks a packet's source up as if it were a destination, on any thread that a plan is held for: it allocates nothing.
///
/// The plan is the published one, which may be newer than that of the burst: who reads it is waited for all the same,
/// until its burst ends.
public final class Reverse {
    private static final long MAPPED = 0xffffL << 32;

    private final Supplier<Plan> plans;
    private final Faults faults;

    public Reverse(Supplier<Plan> plans, Faults faults) {
        this.plans = plans;
        this.faults = faults;
    }

    /// @param packet checked, from its IP header on, with the link that it came in on
    public ReversePath of(Packet packet) {
        var plan = plans.get();
        var link = plan.link(packet.link());
        if (link == null) {
            return ReversePath.NONE;
        }
        var memory = packet.memory();
        long at = packet.network();
        if (packet.isIpv4()) {
            long source = MAPPED | Integer.toUnsignedLong(memory.get(Layouts.U32, at + Ipv4Header.SOURCE));
            long to = MAPPED | Integer.toUnsignedLong(memory.get(Layouts.U32, at + Ipv4Header.DESTINATION));
            int value = lookup(link.fib4(), IpFamily.IPV4, 0, source);
            return of(plan, packet.link(), value, 0, to, IpFamily.IPV4);
        }
        long from = at + Ipv6Header.SOURCE;
        long to = at + Ipv6Header.DESTINATION;
        int value = lookup(link.fib(), IpFamily.IPV6, Ipv6Address.high(memory, from), Ipv6Address.low(memory, from));
        return of(plan, packet.link(), value, Ipv6Address.high(memory, to), Ipv6Address.low(memory, to), IpFamily.IPV6);
    }

    /// @param high with `low` the destination, which the packet back would come from
    private static ReversePath of(Plan plan, int link, int value, long high, long low, IpFamily family) {
        var entry = value < 0 ? null : plan.nextHops().get(value);
        var choice = entry == null ? null : entry.choose(high, low);
        var group = choice == null ? null : choice.group();
        if (choice == null || group == null) {
            return ReversePath.NONE;
        }
        boolean byDefault = family.length(choice.row().destination().length()) == 0;
        if (group.on(link) != null) { // one of several equal ways is enough
            return byDefault ? ReversePath.BACK_BY_DEFAULT : ReversePath.BACK;
        }
        return byDefault ? ReversePath.ELSEWHERE_BY_DEFAULT : ReversePath.ELSEWHERE;
    }

    private int lookup(Fib fib, IpFamily family, long high, long low) {
        try {
            return FibKey.lookup(family, fib, high, low);
        } catch (RuntimeException | Error thrown) {
            faults.caught(fib, thrown); // it is not who asked that is at fault
            return -1;
        }
    }
}
