package inaba.ip4.igmp;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.GroupRow;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.wire.EthernetHeader;
import inaba.wire.IgmpMessage;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The states of RFC 2236 §6 for the groups that the table names: one with a timer is delaying, one without is idle.
/// On the control loop.
final class Reports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final int ALL_HOSTS = 0xe000_0001;
    private static final int ALL_ROUTERS = 0xe000_0002;
    private static final long UNSOLICITED_MILLIS = 10_000; // RFC 2236 §8.10
    private static final int ROUTER_ALERT_BYTES = 4; // RFC 2113 §2.1
    private static final long ROUTER_ALERT = 0x9404_0000L;
    private static final int PRECEDENCE = 6 << 5; // internetwork control, as RFC 3376 §4 has it

    private final Node node;
    private final Counter sent;
    private final Map<AddressKey, Delay> delays = new HashMap<>();
    /// Groups of which we were the last to report: whose leaving we tell.
    private final Set<AddressKey> last = new HashSet<>();
    private final List<Table.Watch> watches;

    /// A report that is coming.
    ///
    /// @param due when, on the node's clock
    private record Delay(Time.Timer timer, long due) {}

    Reports(Node node) {
        this.node = node;
        this.sent = node.counters().named("inaba.ip4.igmp.messages-sent");
        this.watches = List.of(
                node.groups().watch(this::groupChanged),
                node.links().watch(this::linkChanged),
                node.addresses().watch(this::addressChanged));
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        delays.values().forEach(delay -> delay.timer().cancel());
        delays.clear();
    }

    /// A query: each group that it asks for is reported within the time that it gives, unless another does. A report
    /// that is due before then stays so (RFC 2236 §3).
    ///
    /// @param group 0 for all
    void queried(int link, int group, Duration within) {
        for (var row : node.groups().rows()) {
            var key = key(row);
            if (row.link() == link
                    && isReported(row)
                    && (group == 0 || row.group().toIpv4() == group)
                    && !isDueWithin(key, within)) {
                delay(key, within);
            }
        }
    }

    private boolean isDueWithin(AddressKey key, Duration within) {
        var delay = delays.get(key);
        return delay != null && delay.due() - node.time().nanos() <= within.toNanos();
    }

    /// Another listener reported the group.
    void heard(int link, int group) {
        var key = new AddressKey(link, Ipv6Address.ofIpv4(group));
        cancel(key);
        last.remove(key);
    }

    private void groupChanged(@Nullable GroupRow before, @Nullable GroupRow after) {
        var any = after == null ? before : after;
        if (any == null || !isReported(any)) {
            return;
        }
        var key = key(any);
        boolean wanted = node.groups().rows().stream().anyMatch(row -> key(row).equals(key));
        if (before == null && wanted && !last.contains(key) && !delays.containsKey(key)) {
            join(key);
        } else if (after == null && !wanted) {
            cancel(key);
            if (last.remove(key)) {
                send(key.link(), IgmpMessage.LEAVE, key.address().toIpv4(), ALL_ROUTERS);
            }
        }
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (after != null && after.up() && (before == null || !before.up())) {
            joinAll(after.index());
        }
    }

    /// Nothing could be told while there was no address to come from.
    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after != null
                && after.family() == IpFamily.IPV4
                && after.usable()
                && (before == null || !before.usable())) {
            joinAll(after.link());
        }
    }

    private void joinAll(int link) {
        node.groups().rows().stream()
                .filter(row -> row.link() == link && isReported(row))
                .forEach(row -> join(key(row)));
    }

    /// Told at once, and again, lest the first was lost (§3).
    private void join(AddressKey key) {
        report(key);
        delay(key, Duration.ofMillis(UNSOLICITED_MILLIS));
    }

    private void delay(AddressKey key, Duration within) {
        cancel(key);
        var pause = Duration.ofMillis(node.random().nextLong(Math.max(1, within.toMillis())));
        var timer = node.time().after(pause, () -> {
            delays.remove(key);
            report(key);
        });
        delays.put(key, new Delay(timer, node.time().nanos() + pause.toNanos()));
    }

    private void cancel(AddressKey key) {
        var delay = delays.remove(key);
        if (delay != null) {
            delay.timer().cancel();
        }
    }

    private void report(AddressKey key) {
        int group = key.address().toIpv4();
        if (send(key.link(), IgmpMessage.V2_REPORT, group, group)) {
            last.add(key);
        }
    }

    /// With Router Alert and a TTL of 1 (§2).
    private boolean send(int link, int type, int group, int destination) {
        var row = node.link(link);
        var source = node.addressesOf(IpFamily.IPV4).stream()
                .filter(address -> address.link() == link && address.usable())
                .findFirst();
        if (row == null || !row.up() || source.isEmpty()) {
            return false;
        }
        try {
            send(link, type, group, destination, source.get().address().toIpv4());
            return true;
        } catch (IllegalStateException exhausted) {
            LOG.debug("IGMP message not sent on {}: {}", row.name(), exhausted.getMessage());
            return false;
        }
    }

    private void send(int link, int type, int group, int destination, int source) {
        int headers = Ipv4Header.BYTES + ROUTER_ALERT_BYTES;
        var packet = node.output().take(headers + IgmpMessage.BYTES).etherType(EthernetHeader.ETHERTYPE_IPV4);
        long at = packet.start();
        new Ipv4Header(packet.memory(), at)
                .start(headers)
                .typeOfService(PRECEDENCE)
                .identification(0)
                .fragment(true, false, 0)
                .timeToLive(1)
                .protocol(IpProtocol.IGMP)
                .source(source)
                .destination(destination);
        Layouts.u32(packet.memory(), at + Ipv4Header.BYTES, ROUTER_ALERT);
        new IgmpMessage(packet.memory(), at + headers).write(type, group);
        packet.end(at + headers + IgmpMessage.BYTES);
        node.output().sendTo(packet, link, new MacAddress(MacAddress.ipv4MulticastValue(destination)));
        sent.add(1);
    }

    /// RFC 2236 §6: nobody tells of 224.0.0.1.
    private static boolean isReported(GroupRow row) {
        return row.family() == IpFamily.IPV4 && row.group().toIpv4() != ALL_HOSTS;
    }

    private static AddressKey key(GroupRow row) {
        return new AddressKey(row.link(), row.group());
    }
}
