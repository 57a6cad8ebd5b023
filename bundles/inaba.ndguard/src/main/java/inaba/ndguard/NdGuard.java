package inaba.ndguard;

import inaba.api.hook.Hook;
import inaba.api.link.NdGuardRow;
import inaba.api.neighbor.BindingRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.ip.link.ByLink;
import inaba.ndguard.core.Bindings;
import inaba.ndguard.core.Inspection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The hook, and what it learns: a neighbour that proved to have an address keeps it until it is gone (first come,
/// first served, RFC 6620 §3.2).
@Component(service = Hook.class)
public final class NdGuard implements Hook {
    /// A neighbour that proves to be there is learnt, unless the link has as many as it may.
    static final String FULL = "inaba.ndguard.table-full";

    private final Node node;
    private final Learning learning;
    private final List<Table.Watch> watches;
    private final ByLink<NdGuardRow, NdGuardRow> guards;
    private final Bindings bindings = new Bindings();

    @Activate
    public NdGuard(@Reference Node node) {
        this.node = node;
        learning = new Learning(node);
        guards = new ByLink<>(node.ndGuards(), guard -> guard, node::hooksChanged);
        watches = List.of(
                node.ndGuards().watch(this::guard),
                node.bindings().watch(this::bound),
                node.neighbors().watch(learning::neighbor));
        node.loop().post(this::begin);
    }

    @Deactivate
    void stop() {
        watches.forEach(Table.Watch::close);
        guards.close();
    }

    @Override
    public Point point() {
        return Point.INGRESS;
    }

    @Override
    public boolean idle() {
        return guards.isEmpty();
    }

    @Override
    public Verdict inspect(Packet packet) {
        var guard = guards.of(packet.link());
        return guard == null || packet.isIpv4() ? Verdict.Go.DELIVER : Inspection.of(guard, bindings, packet);
    }

    private void begin() {
        node.bindings().adopt(Learning.OWNER);
        learning.recount();
        node.bindings().rows().forEach(bindings::put);
        learning.forgetGone();
        node.neighbors().rows().forEach(learning::begin);
    }

    private void guard(@Nullable NdGuardRow before, @Nullable NdGuardRow after) {
        int link = Objects.requireNonNull(after == null ? before : after).link();
        if (after == null || !after.learns()) {
            learning.forget(link);
        } else {
            node.neighbors().rows().stream().filter(row -> row.link() == link).forEach(learning::begin);
        }
    }

    private void bound(@Nullable BindingRow before, @Nullable BindingRow after) {
        learning.bound(before, after);
        if (after != null) {
            bindings.put(after);
        } else if (before != null) {
            bindings.remove(before.key());
        }
    }
}
