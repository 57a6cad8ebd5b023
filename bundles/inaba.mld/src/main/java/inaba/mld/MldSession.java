package inaba.mld;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.GroupRow;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.ip.multicast.ListenerVariables;
import inaba.ip.multicast.Queriers;
import inaba.ip.multicast.WantedGroups;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The listener while it runs, with one configuration: follows groups, links and addresses, whoever changes them.
///
/// The group of an address that waits for its check is reported with the check: right before the first solicitation,
/// and as late as it (RFC 4862 §5.4.2).
final class MldSession implements AutoCloseable {
    static final String OWNER = "inaba.mld";

    private final Node node;
    private final WantedGroups wanted;
    private final Queriers queriers;
    private final MldReceiver receiver;
    private final List<Table.Watch> watches;
    /// Links that came up in this turn: what else follows from it is awaited before anything is said.
    private final Set<Integer> starting = new HashSet<>();

    MldSession(Node node, MldConfig config) {
        this.node = node;
        this.wanted = new WantedGroups(
                node.groups().rows().stream()
                        .filter(row -> row.family() == IpFamily.IPV6)
                        .toList(),
                MldSession::reported);
        this.queriers = new Queriers(node, variables(config), new MldSender(node));
        this.receiver = new MldReceiver(node, queriers);
        this.watches = List.of(
                node.groups().watch(this::groupChanged),
                node.links().watch(this::linkChanged),
                node.addresses().watch(this::addressChanged));
        queriers.adopt();
        node.links().rows().stream().filter(LinkRow::runs).forEach(this::reconcile);
    }

    private static ListenerVariables variables(MldConfig config) {
        return new ListenerVariables(
                IpFamily.IPV6,
                OWNER,
                config.robustness(),
                config.query_interval_s(),
                config.query_response_interval_ms(),
                config.unsolicited_report_interval_ms(),
                config.older_unsolicited_report_interval_ms(),
                config.done_always());
    }

    /// False for the all-nodes group and those of scope 0 and 1, RFC 3810 §6.
    private static boolean reported(Ipv6Address group) {
        return group.multicastScope() > Ipv6Address.SCOPE_INTERFACE && !group.equals(Ipv6Address.ALL_NODES);
    }

    Verdict receive(Packet packet) {
        return receiver.receive(packet);
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        queriers.close();
        starting.clear();
    }

    private void groupChanged(@Nullable GroupRow before, @Nullable GroupRow after) {
        var any = after == null ? before : after;
        if (any == null || any.family() != IpFamily.IPV6) {
            return;
        }
        wanted.changed(before, after);
        if (before != null) {
            update(WantedGroups.at(before));
        }
        if (after != null) {
            update(WantedGroups.at(after));
        }
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        boolean ran = before != null && before.runs();
        boolean runs = after != null && after.runs();
        if (after != null && !ran && runs) {
            starting.add(after.index());
            node.loop().post(() -> begin(after.index()));
        } else if (before != null && ran && !runs) {
            starting.remove(before.index());
            queriers.forget(before.index());
        }
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after == null || after.family() != IpFamily.IPV6) {
            return;
        }
        if (!waits(after)) {
            begin(after.link());
        }
        var link = node.link(after.link());
        if (link == null || !link.runs() || starting.contains(after.link())) {
            return;
        }
        boolean assigned = after.usable() && (before == null || !before.usable());
        if (assigned && after.address().isLinkLocal() && isOnlySource(after)) {
            queriers.reports().anew(link); // RFC 3810 §5.2.13, RFC 3590 §4
        }
        update(new AddressKey(after.link(), after.address().solicitedNode()));
    }

    /// Says what is to be said of a link that came up.
    private void begin(int index) {
        var link = node.link(index);
        if (starting.remove(index) && link != null && link.runs()) {
            reconcile(link);
        }
    }

    /// What changed while nobody told is told now.
    private void reconcile(LinkRow link) {
        for (var row : node.listeners().rows()) {
            if (row.link() == link.index() && IpFamily.of(row.group()) == IpFamily.IPV6) {
                update(row.key());
            }
        }
        wanted.groups(link.index()).forEach(this::update);
    }

    private void update(AddressKey key) {
        var link = node.link(key.link());
        if (link == null || !link.runs() || starting.contains(key.link())) {
            return;
        }
        if (node.listeners().get(key) != null || !isHeld(key)) {
            queriers.reports().listen(link, key.address(), wanted.filter(key));
        }
    }

    /// True for the group of addresses that all wait for their checks to begin.
    private boolean isHeld(AddressKey group) {
        if (!group.address().isSolicitedNode()) {
            return false;
        }
        boolean held = false;
        for (var row : node.addresses().rows()) {
            if (row.link() == group.link() && row.address().solicitedNode().equals(group.address())) {
                if (!waits(row)) {
                    return false;
                }
                held = true;
            }
        }
        return held;
    }

    private static boolean waits(AddressRow row) {
        return row.state() == State.TENTATIVE && row.dadTries() == 0;
    }

    private boolean isOnlySource(AddressRow row) {
        return node.addresses().rows().stream()
                .noneMatch(other -> other.link() == row.link()
                        && other.address().isLinkLocal()
                        && other.usable()
                        && !other.address().equals(row.address()));
    }
}
