package inaba.ip4.igmp;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// IGMP while it runs, with one configuration: follows groups, links and addresses, whoever changes them.
final class IgmpSession implements AutoCloseable {
    /// Prefix of the counters, and whose the rows are.
    static final String OWNER = "inaba.ip4.igmp";

    static final Ipv6Address ALL_HOSTS = Ipv6Address.ofIpv4(0xe000_0001);

    private final Node node;
    private final WantedGroups wanted;
    private final Queriers queriers;
    private final IgmpReceiver receiver;
    private final List<Table.Watch> watches;

    IgmpSession(Node node, IgmpConfig config) {
        this.node = node;
        // RFC 3376 §5: nobody tells of 224.0.0.1.
        this.wanted = new WantedGroups(
                node.groups().rows().stream()
                        .filter(row -> row.family() == IpFamily.IPV4)
                        .toList(),
                group -> !group.equals(ALL_HOSTS));
        this.queriers = new Queriers(node, variables(config), new IgmpSender(node));
        this.receiver = new IgmpReceiver(node, queriers);
        this.watches = List.of(
                node.groups().watch(this::groupChanged),
                node.links().watch(this::linkChanged),
                node.addresses().watch(this::addressChanged));
        queriers.adopt();
        node.links().rows().stream().filter(LinkRow::up).forEach(this::reconcile);
    }

    private static ListenerVariables variables(IgmpConfig config) {
        return new ListenerVariables(
                IpFamily.IPV4,
                OWNER,
                config.robustness(),
                config.query_interval_s(),
                config.query_response_interval_ms(),
                config.unsolicited_report_interval_ms(),
                config.older_unsolicited_report_interval_ms(),
                config.leave_always());
    }

    Verdict receive(Packet packet) {
        return receiver.receive(packet);
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        queriers.close();
    }

    private void groupChanged(@Nullable GroupRow before, @Nullable GroupRow after) {
        var any = after == null ? before : after;
        if (any == null || any.family() != IpFamily.IPV4) {
            return;
        }
        wanted.changed(before, after);
        update(WantedGroups.at(any));
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        boolean ran = before != null && before.up();
        boolean runs = after != null && after.up();
        if (after != null && !ran && runs) {
            reconcile(after);
        } else if (before != null && ran && !runs) {
            queriers.forget(before.index());
        }
    }

    /// What was reported from 0.0.0.0 is reported anew: routers may take no notice of that (RFC 3376 §4.2.13, §9.2).
    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after == null || after.family() != IpFamily.IPV4 || !after.usable() || before != null && before.usable()) {
            return;
        }
        var link = node.link(after.link());
        if (link != null && link.up() && isOnlySource(after)) {
            queriers.reports().anew(link);
        }
    }

    private boolean isOnlySource(AddressRow row) {
        return node.addressesOf(IpFamily.IPV4).stream()
                .noneMatch(other -> other.link() == row.link() && other.usable() && !other.equals(row));
    }

    /// What changed while nobody told is told now.
    private void reconcile(LinkRow link) {
        for (var row : node.listeners().rows()) {
            if (row.link() == link.index() && IpFamily.of(row.group()) == IpFamily.IPV4) {
                update(row.key());
            }
        }
        wanted.groups(link.index()).forEach(this::update);
    }

    private void update(AddressKey key) {
        var link = node.link(key.link());
        if (link != null && link.up()) {
            queriers.reports().listen(link, key.address(), wanted.filter(key));
        }
    }
}
