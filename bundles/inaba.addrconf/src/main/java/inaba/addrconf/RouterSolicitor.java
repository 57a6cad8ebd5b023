package inaba.addrconf;

import inaba.addrconf.core.SolicitationBackoff;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Solicits routers on the links of a host until one answers, RFC 4861 §6.3.7 and RFC 7559.
///
/// The first solicitation waits for the link-local address, whose check has had the random delay already, so that it
/// can say who asks.
final class RouterSolicitor implements AutoCloseable {
    private final Node node;
    private final AddrconfConfig config;
    private final AddrconfSender sender;
    private final SolicitationBackoff backoff;
    private final Map<Integer, Search> searches = new HashMap<>();

    RouterSolicitor(Node node, AddrconfConfig config, AddrconfSender sender) {
        this.node = node;
        this.config = config;
        this.sender = sender;
        this.backoff = new SolicitationBackoff(
                Duration.ofMillis(config.rtr_solicitation_interval_ms()),
                Duration.ofSeconds(config.max_rtr_solicitation_interval_s()));
    }

    /// Begins, or begins again, on a link that came up or that no longer forwards.
    void start(LinkRow link) {
        var search = search(link);
        if (search != null && linkLocal(link) != null) {
            long delay = node.random().nextInt(config.max_rtr_solicitation_delay_ms() + 1);
            arm(link.index(), search, Duration.ofMillis(delay));
        }
    }

    /// Goes on where a predecessor may have solicited just now.
    void resume(LinkRow link) {
        var search = search(link);
        if (search != null) {
            search.pause = backoff.first(node.random().nextDouble());
            arm(link.index(), search, search.pause);
        }
    }

    private @Nullable Search search(LinkRow link) {
        stop(link.index());
        if (link.forwarding() || !config.solicit_routers()) {
            return null;
        }
        var search = new Search();
        searches.put(link.index(), search);
        return search;
    }

    void stop(int link) {
        var search = searches.remove(link);
        if (search != null && search.timer != null) {
            search.timer.cancel();
        }
    }

    /// A search that waits for a link-local address goes on.
    void usable(AddressRow row) {
        var search = searches.get(row.link());
        if (search != null && search.timer == null && row.address().isLinkLocal()) {
            arm(row.link(), search, Duration.ZERO);
        }
    }

    /// A router answered. One solicitation is sent at least, as answers may say more than what routers send by
    /// themselves.
    void answered(int link) {
        var search = searches.get(link);
        if (search == null) {
            return;
        }
        search.answered = true;
        if (search.pause != null) {
            stop(link);
        }
    }

    @Override
    public void close() {
        searches.values().forEach(search -> {
            if (search.timer != null) {
                search.timer.cancel();
            }
        });
        searches.clear();
    }

    private void arm(int link, Search search, Duration delay) {
        search.timer = node.time().after(delay, () -> solicit(link, search));
    }

    private void solicit(int index, Search search) {
        var link = node.link(index);
        if (link == null) {
            return;
        }
        sender.solicitRouters(link, linkLocal(link));
        if (search.answered) {
            stop(index);
            return;
        }
        double random = node.random().nextDouble();
        search.pause = search.pause == null ? backoff.first(random) : backoff.after(search.pause, random);
        arm(index, search, search.pause);
    }

    /// A link-local address that may be told with our MAC: not an optimistic one, RFC 4429 §3.2.
    private @Nullable Ipv6Address linkLocal(LinkRow link) {
        return node.addressesOf(IpFamily.IPV6).stream()
                .filter(row -> row.link() == link.index() && row.usable() && row.state() != State.OPTIMISTIC)
                .filter(row -> !row.anycast())
                .map(AddressRow::address)
                .filter(Ipv6Address::isLinkLocal)
                .findFirst()
                .orElse(null);
    }

    /// @see #start
    private static final class Search {
        private Time.@Nullable Timer timer;
        private @Nullable Duration pause;
        private boolean answered;
    }
}
