package inaba.core;

import inaba.api.route.Fib;
import inaba.api.table.Table;
import inaba.api.transform.Decapsulator;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.PolicyRow;
import inaba.core.path.ClosedGate;
import inaba.core.path.HeaderLimits;
import inaba.core.path.Tunneling;
import inaba.wire.IpFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What bundles have offered to put headers before packets and to take them off. On the control loop; workers see
/// it in the plan.
final class Transforms {
    private final Tunneling.Takers decapsulators = new Tunneling.Takers();
    private final Tunneling.Takers early = new Tunneling.Takers();
    private final Map<Integer, Dst> outlets = new HashMap<>();
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final Tunneling.Seeds seeds;
    private final Runnable planDue;
    private final Table<PolicyRow.Key, PolicyRow> policies;
    private @Nullable PolicyGate gate;
    private HeaderLimits limits = HeaderLimits.RECOMMENDED;

    /// @param secret that nobody can guess
    Transforms(long secret, Table<PolicyRow.Key, PolicyRow> policies, Runnable planDue) {
        this.policies = policies;
        policies.watch((_, _) -> planDue.run());
        this.seeds = new Tunneling.Seeds(secret);
        this.planDue = planDue;
    }

    void decapsulator(IpFamily outer, int protocol, @Nullable Decapsulator decapsulator) {
        decapsulators.of(outer == IpFamily.IPV4)[protocol] = decapsulator;
        planDue.run();
    }

    void earlyDecapsulator(IpFamily outer, int protocol, @Nullable Decapsulator decapsulator) {
        early.of(outer == IpFamily.IPV4)[protocol] = decapsulator;
        planDue.run();
    }

    void gate(@Nullable PolicyGate now) {
        gate = now;
        planDue.run();
    }

    /// While nobody serves the policies that there are, what they restrict stays where it is.
    @Nullable
    PolicyGate gate() {
        if (gate != null) {
            return gate;
        }
        var rows = policies.rows();
        return rows.stream().anyMatch(PolicyRow::restricts) ? new ClosedGate(rows) : null;
    }

    void outlet(int link, @Nullable Dst outlet) {
        if (outlet == null) {
            outlets.remove(link);
        } else {
            outlets.put(link, outlet);
        }
        planDue.run();
    }

    @Nullable
    Dst outlet(int link) {
        return outlets.get(link);
    }

    AtomicLong sequence(String name) {
        return sequences.computeIfAbsent(name, _ -> new AtomicLong());
    }

    void limits(HeaderLimits now) {
        limits = now;
        planDue.run();
    }

    /// Takes away what is code of this class loader.
    void letGo(@Nullable ClassLoader code) {
        for (var takers : List.of(decapsulators, early)) {
            for (var all : List.of(takers.ofIpv4(), takers.ofIpv6())) {
                Arrays.setAll(all, i -> isOf(all[i], code) ? null : all[i]);
            }
        }
        outlets.values().removeIf(outlet -> isOf(outlet, code));
        gate = isOf(gate, code) ? null : gate;
        planDue.run();
    }

    Tunneling table(Fib main, Fib main4) {
        return new Tunneling(decapsulators.copy(), early.copy(), limits, main, main4, seeds);
    }

    private static boolean isOf(@Nullable Object offered, @Nullable ClassLoader code) {
        return offered != null && offered.getClass().getClassLoader() == code;
    }
}
