package inaba.route.core;

import inaba.api.link.LinkRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a host learns from Router Advertisements: default routers and more-specific routes as a host of type C does
/// (RFC 4191 §3),
/// and on-link prefixes (RFC 4861 §6.3.4). The rows are the default router list and the prefix list.
public final class Learning {
    /// Who makes learned routes, in iproute2's word.
    public static final String PROTOCOL = "ra";

    /// Of routes through a router, as the Linux kernel has it.
    public static final int METRIC = 1024;

    /// Of routes through a router that Neighbor Unreachability Detection cannot reach: any other router is better, and
    /// when there is no
    /// other it is tried all the same (RFC 4861 §6.3.6, RFC 4191 §3.2).
    public static final int SUSPECT_METRIC = 2048;

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
    /// @param suspect the router is one that cannot be reached at present
    /// @param now nanoseconds
    public record Heard(LinkRow link, Ipv6Address router, boolean suspect, long now, Advertisement said) {}

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

    /// A router's rows once it is known to be out of reach, or in reach again.
    ///
    /// @param rows learned through this router
    public static List<RouteChange> reach(Collection<RouteRow> rows, boolean suspect) {
        var changes = new ArrayList<RouteChange>();
        for (var row : rows) {
            var moved = withMetric(row, suspect ? SUSPECT_METRIC : METRIC);
            if (!moved.equals(row)) {
                changes.add(new RouteChange.Put(moved)); // first the new one: make before break
                changes.add(new RouteChange.Remove(row.key()));
            }
        }
        return changes;
    }

    /// True for a row that was learned through a router.
    public static boolean through(RouteRow row, int link, Ipv6Address router) {
        var hop = row.nextHops().getFirst();
        return hop.link() == link && router.equals(hop.via());
    }

    private static RouteRow withMetric(RouteRow row, int metric) {
        return new RouteRow(
                row.table(),
                row.destination(),
                row.source(),
                row.kind(),
                row.nextHops(),
                metric,
                row.preference(),
                row.protocol(),
                row.mtu(),
                row.preferredSource(),
                row.separate(),
                row.owner(),
                row.validUntil());
    }

    private static final class Step {
        private final List<RouteChange> changes = new ArrayList<>();
        private final Heard heard;
        private final Collection<RouteRow> present;
        private final Limits limits;
        private final String owner;
        private int routers;
        private int routes;
        private int prefixes;
        private int refused;

        Step(Heard heard, Collection<RouteRow> present, Limits limits, String owner) {
            this.heard = heard;
            this.present = present;
            this.limits = limits;
            this.owner = owner;
            for (var row : present) {
                count(row);
            }
        }

        /// RFC 4191 §3.1: a route is located by prefix and next hop; lifetime 0 removes it, any other adds or updates
        /// it.
        void route(Prefix prefix, Advertisement.Offer offer) {
            var row = through(prefix, offer);
            var known = present.stream()
                    .filter(r ->
                            r.destination().equals(prefix) && Learning.through(r, heard.link.index(), heard.router))
                    .toList();
            boolean room = prefix.length() == 0 ? routers < limits.routers : routes < limits.routes;
            update(row, offer.lifetime(), known, room);
        }

        /// RFC 4861 §6.3.4: as the L flag says.
        void onLink(Prefix prefix, long lifetime) {
            var row = Connected.onLink(heard.link, prefix, PROTOCOL, until(lifetime), owner);
            var known = present.stream().filter(r -> r.key().equals(row.key())).toList();
            update(row, lifetime, known, prefixes < limits.prefixes);
        }

        private void update(RouteRow row, long lifetime, List<RouteRow> known, boolean room) {
            if (lifetime != 0) {
                if (known.isEmpty() && !room) {
                    refused++;
                    return;
                }
                changes.add(new RouteChange.Put(row));
                if (known.isEmpty()) {
                    count(row);
                }
            }
            for (var old : known) {
                if (lifetime == 0 || !old.key().equals(row.key())) {
                    changes.add(new RouteChange.Remove(old.key()));
                }
            }
        }

        private RouteRow through(Prefix prefix, Advertisement.Offer offer) {
            return new RouteRow(
                    heard.link.table(),
                    prefix,
                    Prefix.ALL,
                    RouteRow.Kind.UNICAST,
                    List.of(new NextHop(heard.link.index(), heard.router, 1)),
                    heard.suspect ? SUSPECT_METRIC : METRIC,
                    offer.preference(),
                    PROTOCOL,
                    0,
                    null,
                    true,
                    owner,
                    until(offer.lifetime()));
        }

        private void count(RouteRow row) {
            if (row.nextHops().getFirst().via() == null) {
                prefixes++;
            } else if (row.destination().length() == 0) {
                routers++;
            } else {
                routes++;
            }
        }

        /// The instant at which a lifetime that starts now is over.
        private long until(long seconds) {
            long nanos = TimeUnit.SECONDS.toNanos(seconds);
            return seconds == NdOption.INFINITY || heard.now > Row.FOREVER - nanos ? Row.FOREVER : heard.now + nanos;
        }
    }
}
