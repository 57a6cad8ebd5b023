package inaba.nd;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.ip.neighbor.NeighborCache;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers solicitations of our addresses, RFC 4861 §7.2.4 and §7.2.7, and announces addresses unasked, §7.2.6 and RFC
/// 9131.
final class Advertiser implements AutoCloseable {
    private static final int MOST_WAITING = 256; // answers for anycast addresses
    private static final Duration BETWEEN_ADDRESSES = Duration.ofMillis(20); // §7.2.6: a small delay

    private final Node node;
    private final NdConfig config;
    private final OwnAddresses own;
    private final LinkTimings timings;
    private final NeighborCache cache;
    private final NdSender sender;
    private final Map<Answer, Time.Timer> answers = new HashMap<>();
    private final Map<AddressKey, Time.Timer> announcements = new HashMap<>();

    Advertiser(
            Node node, NdConfig config, OwnAddresses own, LinkTimings timings, NeighborCache cache, NdSender sender) {
        this.node = node;
        this.config = config;
        this.own = own;
        this.timings = timings;
        this.cache = cache;
        this.sender = sender;
    }

    /// Answers now, or for an anycast address after a random delay.
    ///
    /// @param given the MAC that the solicitor gave, or null
    void answer(AddressRow target, Ipv6Address solicitor, @Nullable MacAddress given) {
        var answer = new Answer(target.key(), solicitor, given);
        if (!target.anycast()) {
            send(answer);
        } else if (answers.size() < MOST_WAITING && !answers.containsKey(answer)) {
            var delay = Duration.ofMillis(node.random().nextInt(config.max_anycast_delay_ms() + 1));
            answers.put(answer, node.time().after(delay, () -> {
                answers.remove(answer);
                send(answer);
            }));
        }
    }

    private void send(Answer answer) {
        var link = node.link(answer.target.link());
        var row = link == null ? null : own.answered(link, answer.target.address());
        if (link == null || row == null || !row.usable()) {
            return;
        }
        if (answer.solicitor.isUnspecified()) {
            sender.advertise(link, row, Ipv6Address.ALL_NODES, null, false, true);
            return;
        }
        var key = new NeighborKey(link.index(), answer.solicitor);
        var mac = cache.mac(key);
        if (mac != null) {
            sender.advertise(link, row, answer.solicitor, mac, true, true);
            cache.used(key);
        } else if (answer.given != null || cache.resolve(key, row.address())) {
            // not remembered, or sought on this link (§7.2.4), whatever the routes say
            sender.advertise(link, row, answer.solicitor, answer.given, true, true);
        }
    }

    /// A new MAC: all nodes are told, one address after the other, RFC 4861 §7.2.6.
    void macChanged(LinkRow link) {
        var first = Duration.ZERO;
        for (var row : node.addressesOf(IpFamily.IPV6)) {
            if (row.link() == link.index() && row.usable()) {
                announce(
                        new Announcement(row.key(), Ipv6Address.ALL_NODES, true),
                        first,
                        config.max_neighbor_advertisement());
                first = first.plus(BETWEEN_ADDRESSES);
            }
        }
    }

    /// A host's new global address: the routers may make an entry before they need it, RFC 9131 §6.1.2.
    void addressUsable(LinkRow link, AddressRow row) {
        if (!link.forwarding() && row.address().isGlobal() && !row.anycast()) {
            var announcement = new Announcement(row.key(), Ipv6Address.ALL_ROUTERS, false);
            announce(announcement, Duration.ZERO, config.max_neighbor_advertisement());
        }
    }

    private void announce(Announcement announcement, Duration delay, int left) {
        if (left == 0) {
            return;
        }
        var timer = node.time().after(delay, () -> {
            announcements.remove(announcement.address);
            var link = node.link(announcement.address.link());
            var row = node.addresses().get(announcement.address);
            if (link != null && link.up() && row != null && row.usable()) {
                sender.advertise(link, row, announcement.to, null, false, announcement.override);
                announce(announcement, timings.retrans(link.index()), left - 1);
            }
        });
        var former = announcements.put(announcement.address, timer);
        if (former != null) {
            former.cancel();
        }
    }

    @Override
    public void close() {
        answers.values().forEach(Time.Timer::cancel);
        announcements.values().forEach(Time.Timer::cancel);
    }

    private record Answer(
            AddressKey target,
            Ipv6Address solicitor,
            @Nullable MacAddress given) {}

    private record Announcement(AddressKey address, Ipv6Address to, boolean override) {}
}
