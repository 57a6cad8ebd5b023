package inaba.link.sim.host;

import inaba.api.time.Time;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterPreference;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a host sends: default routers, prefixes on the link, and what it was redirected to, RFC 4861 §5.1 and §6.3.
///
/// The oldest of too many entries is forgotten.
final class Routes {
    private static final int MAX_ENTRIES = 32;

    private final Time time;
    private final Map<Ipv6Address, Router> routers = new Bounded<>(MAX_ENTRIES);
    private final Map<Prefix, Long> onLink = new Bounded<>(MAX_ENTRIES);
    private final Map<Ipv6Address, Ipv6Address> redirected = new Bounded<>(MAX_ENTRIES);

    Routes(Time time) {
        this.time = time;
    }

    /// The neighbour to hand a packet to, or null when there is none.
    @Nullable
    Ipv6Address nextHop(Ipv6Address destination) {
        var better = redirected.get(destination);
        if (better != null) {
            return better;
        }
        long now = time.nanos();
        boolean direct = destination.isLinkLocal()
                || onLink.entrySet().stream()
                        .anyMatch(prefix -> prefix.getKey().contains(destination) && prefix.getValue() > now);
        if (direct) {
            return destination;
        }
        return routers.entrySet().stream()
                .filter(router -> router.getValue().until > now)
                .max(Comparator.comparing(router -> router.getValue().preference))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /// RFC 4861 §6.3.4, RFC 4191 §2.2
    void learn(Ipv6Address router, RouterAdvertisement told) {
        if (told.routerLifetime() == 0) {
            routers.remove(router);
            redirected.values().remove(router);
        } else {
            long until = Addresses.until(time.nanos(), told.routerLifetime());
            routers.put(router, new Router(until, told.preference()));
        }
    }

    /// RFC 4861 §6.3.4
    void learn(PrefixInformation told) {
        if (!told.onLink() || told.prefix().address().isLinkLocal()) {
            return;
        }
        if (told.valid() == 0) {
            onLink.remove(told.prefix());
        } else {
            onLink.put(told.prefix(), Addresses.until(time.nanos(), told.valid()));
        }
    }

    /// RFC 4861 §8.3.
    void redirect(Ipv6Address destination, Ipv6Address target) {
        redirected.put(destination, target);
    }

    /// A neighbour does not answer: redirects to it are void, RFC 4861 §7.3.3.
    void unreachable(Ipv6Address neighbor) {
        redirected.values().removeIf(neighbor::equals);
    }

    private record Router(long until, RouterPreference preference) {}
}
