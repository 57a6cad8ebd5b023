package inaba.route.core;

import inaba.api.link.LinkRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What a host learns from Router Advertisements: default routers and more-specific routes as a host of type C does
/// (RFC 4191 §3),
/// and on-link prefixes (RFC 4861 §6.3.4). The rows are the default router list and the prefix list.
public final class Learning {
    /// Who makes learned routes, in iproute2's word.
    public static final String PROTOCOL = "ra";

    /// Of routes through a router, as the Linux kernel has it.
    public static final int METRIC = 1024;

    private Learning() {}

    /// The most of each that a link's advertisements may bring; what is known is kept, what is new is refused.
    ///
    /// @param routers default routers, 2 upwards (RFC 4861 §6.3.4)
    /// @param routes more-specific routes, 0 upwards
    /// @param prefixes on-link prefixes, 0 upwards
    /// @throws IllegalArgumentException when out of range
    public record Limits(int routers, int routes, int prefixes) {
        public Limits {
            if (routers < 2 || routes < 0 || prefixes < 0) {
                throw new IllegalArgumentException("at least 2 routers, 0 routes and 0 prefixes, not " + routers + ", "
                        + routes + " and " + prefixes);
            }
        }
    }

    /// What is to be heeded.
    public record Accept(boolean routers, boolean routes, boolean prefixes) {}

    /// An advertisement and where it came from.
    ///
    /// @param now nanoseconds
    public record Heard(LinkRow link, Ipv6Address router, long now, Advertisement said) {}

    /// What is to be done, and how many routes found no room.
    public record Outcome(List<RouteChange> changes, int refused) {}

    /// @param present the rows that advertisements on this link have brought so far
    public static Outcome heard(Heard heard, Collection<RouteRow> present, Accept accept, Limits limits, String owner) {
        var step = new Step(heard, present, limits, owner);
        heard.said().routes().forEach((prefix, offer) -> {
            if (prefix.length() == 0 ? accept.routers() : accept.routes()) {
                step.route(prefix, offer);
            }
        });
        if (accept.prefixes()) {
            heard.said().onLink().forEach(step::onLink);
        }
        return new Outcome(step.changes, step.refused);
    }

    /// True for a row that was learned through a router.
    public static boolean through(RouteRow row, int link, Ipv6Address router) {
        var hop = row.nextHops().getFirst();
        return hop.link() == link && router.equals(hop.via());
    }

    private static final class Step {
        private final List<RouteChange> changes = new ArrayList<>();
        private final Heard heard;
        private final Set<RouteKey> present = new HashSet<>();
        private final Limits limits;
        private final String owner;
        private int routers;
        private int routes;
        private int prefixes;
        private int refused;

        Step(Heard heard, Collection<RouteRow> present, Limits limits, String owner) {
            this.heard = heard;
            this.limits = limits;
            this.owner = owner;
            for (var row : present) {
                this.present.add(row.key());
                count(row, 1);
            }
        }

        /// RFC 4191 §3.1: a route is located by prefix and next hop; lifetime 0 removes it, any other adds or updates
        /// it.
        void route(Prefix prefix, Advertisement.Offer offer) {
            boolean room = prefix.length() == 0 ? routers < limits.routers : routes < limits.routes;
            update(through(prefix, offer), offer.lifetime(), room);
        }

        /// RFC 4861 §6.3.4: as the L flag says.
        void onLink(Prefix prefix, long lifetime) {
            var row = Connected.onLink(heard.link, prefix, PROTOCOL, until(heard.now, lifetime), owner);
            update(row, lifetime, prefixes < limits.prefixes);
        }

        private void update(RouteRow row, long lifetime, boolean room) {
            boolean known = present.contains(row.key());
            if (lifetime == 0) {
                if (known) {
                    changes.add(new RouteChange.Remove(row.key()));
                }
            } else if (known || room) {
                changes.add(new RouteChange.Put(row));
                count(row, known ? 0 : 1);
            } else {
                refused++;
            }
        }

        private RouteRow through(Prefix prefix, Advertisement.Offer offer) {
            return new RouteRow(
                    heard.link.table(),
                    prefix,
                    Prefix.ALL,
                    RouteRow.Kind.UNICAST,
                    List.of(new NextHop(heard.link.index(), heard.router, 1)),
                    METRIC,
                    offer.preference(),
                    PROTOCOL,
                    0,
                    null,
                    true,
                    owner,
                    until(heard.now, offer.lifetime()));
        }

        private void count(RouteRow row, int more) {
            if (row.nextHops().getFirst().via() == null) {
                prefixes += more;
            } else if (row.destination().length() == 0) {
                routers += more;
            } else {
                routes += more;
            }
        }
    }

    /// The instant at which a lifetime is over that starts now.
    ///
    /// @param now nanoseconds
    public static long until(long now, long seconds) {
        long nanos = TimeUnit.SECONDS.toNanos(seconds);
        return seconds == NdOption.INFINITY || now > Row.FOREVER - nanos ? Row.FOREVER : now + nanos;
    }
}
