package inaba.ip4.igmp;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
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

/// The states of RFC 2236 §6 for the groups that the table names: one with a timer is delaying, one without is idle.
/// On the control loop.
final class Reports implements AutoCloseable {
    private static final int ALL_HOSTS = 0xe000_0001;
    private static final int ALL_ROUTERS = 0xe000_0002;
    private static final long UNSOLICITED_MILLIS = 10_000; // RFC 2236 §8.10
    private static final int ROUTER_ALERT_BYTES = 4; // RFC 2113 §2.1
    private static final long ROUTER_ALERT = 0x9404_0000L;
    private static final int PRECEDENCE = 6 << 5; // internetwork control, as RFC 3376 §4 has it

    private final Node node;
    private final Counter sent;
    private final Map<AddressKey, Time.Timer> timers = new HashMap<>();
    /// Groups of which we were the last to report: whose leaving we tell.
    private final Set<AddressKey> last = new HashSet<>();
    private final List<Table.Watch> watches;

    Reports(Node node) {
        this.node = node;
        this.sent = node.counters().named("inaba.ip4.igmp.messages-sent");
        this.watches =
                List.of(node.groups().watch(this::groupChanged), node.links().watch(this::linkChanged));
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        timers.values().forEach(Time.Timer::cancel);
        timers.clear();
    }

    /// A query: each group that it asks for is reported within the time that it gives, unless another does.
    ///
    /// @param group 0 for all
    void queried(int link, int group, Duration within) {
        for (var row : node.groups().rows()) {
            var key = key(row);
            if (row.link() == link
                    && isReported(row)
                    && (group == 0 || row.group().toIpv4() == group)) {
                delay(key, within);
            }
        }
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
        if (before == null && wanted && !last.contains(key) && !timers.containsKey(key)) {
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
            node.groups().rows().stream()
                    .filter(row -> row.link() == after.index() && isReported(row))
                    .forEach(row -> join(key(row)));
        }
    }

    /// Told at once, and again, lest the first was lost (§3).
    private void join(AddressKey key) {
        report(key);
        delay(key, Duration.ofMillis(UNSOLICITED_MILLIS));
    }

    private void delay(AddressKey key, Duration within) {
        cancel(key);
        var pause = Duration.ofMillis(node.random().nextLong(Math.max(1, within.toMillis())));
        timers.put(key, node.time().after(pause, () -> {
            timers.remove(key);
            report(key);
        }));
    }

    private void cancel(AddressKey key) {
        var timer = timers.remove(key);
        if (timer != null) {
            timer.cancel();
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
                .source(source.get().address().toIpv4())
                .destination(destination);
        Layouts.u32(packet.memory(), at + Ipv4Header.BYTES, ROUTER_ALERT);
        new IgmpMessage(packet.memory(), at + headers).write(type, group);
        packet.end(at + headers + IgmpMessage.BYTES);
        node.output().sendTo(packet, link, new MacAddress(MacAddress.ipv4MulticastValue(destination)));
        sent.add(1);
        return true;
    }

    /// RFC 2236 §6: nobody tells of 224.0.0.1.
    private static boolean isReported(GroupRow row) {
        return row.family() == IpFamily.IPV4 && row.group().toIpv4() != ALL_HOSTS;
    }

    private static AddressKey key(GroupRow row) {
        return new AddressKey(row.link(), row.group());
    }
}
