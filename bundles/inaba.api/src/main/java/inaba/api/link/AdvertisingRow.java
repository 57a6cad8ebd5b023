package inaba.api.link;

import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the router advertises on a link: the variables of RFC 4861 §6.2.1 and the options of RFC 4191, 8106 and 8781.
///
/// A setting that is [#DEFAULT] follows from others, as the RFC says, at the time it is sent.
///
/// @param on AdvSendAdvertisements
/// @param minIntervalMillis MinRtrAdvInterval, or DEFAULT
/// @param maxIntervalMillis MaxRtrAdvInterval
/// @param lifetime AdvDefaultLifetime in seconds, 0 = not a default router, or DEFAULT
/// @param preference of this default router, RFC 4191 §2.2
/// @param hopLimit AdvCurHopLimit, 0 = unspecified
/// @param reachableMillis AdvReachableTime, 0 = unspecified
/// @param retransMillis AdvRetransTimer, 0 = unspecified
/// @param managed AdvManagedFlag
/// @param other AdvOtherConfigFlag
/// @param mtu AdvLinkMTU, 0 = not sent
/// @param prefixes AdvPrefixList; none given: the subnets of the link's global addresses
/// @param pref64 NAT64 prefixes, sent with the router's lifetime (RFC 8781 §4.1)
/// @param captivePortal URI of the portal's API (RFC 8910), or empty
public record AdvertisingRow(
        int link,
        boolean on,
        int minIntervalMillis,
        int maxIntervalMillis,
        int lifetime,
        Preference preference,
        int hopLimit,
        int reachableMillis,
        int retransMillis,
        boolean managed,
        boolean other,
        int mtu,
        List<OnLinkPrefix> prefixes,
        List<MoreSpecificRoute> routes,
        List<DnsServers> rdnss,
        List<DnsSearch> dnssl,
        List<Prefix> pref64,
        String captivePortal,
        Delivery delivery,
        Mobility mobility,
        String owner)
        implements Row<Integer> {
    /// A setting that was not made.
    public static final int DEFAULT = -1;

    public AdvertisingRow {
        prefixes = List.copyOf(prefixes);
        routes = List.copyOf(routes);
        rdnss = List.copyOf(rdnss);
        dnssl = List.copyOf(dnssl);
        pref64 = List.copyOf(pref64);
    }

    /// A Prefix Information option, RFC 4861 §4.6.2.
    ///
    /// @param validSeconds 0 to 2^32-1, all ones = for ever
    /// @param preferredSeconds no more than valid
    /// @param router in place of the prefix this address of ours is sent with the R flag (RFC 6275 §7.2);
    /// unspecified: one
    ///     that is found when it is sent; null: none
    /// @param since the instant in nanoseconds from which on the lifetimes run down in real time, or [#FIXED]
    /// @param deprecate final advertisements take its preferred lifetime away
    public record OnLinkPrefix(
            Prefix prefix,
            boolean onLink,
            boolean autonomous,
            long validSeconds,
            long preferredSeconds,
            @Nullable Ipv6Address router,
            long since,
            boolean deprecate) {
        /// [#since] of lifetimes that are the same in each advertisement.
        public static final long FIXED = Long.MIN_VALUE;

        /// With lifetimes that do not run down, and nothing special.
        public OnLinkPrefix(
                Prefix prefix, boolean onLink, boolean autonomous, long validSeconds, long preferredSeconds) {
            this(prefix, onLink, autonomous, validSeconds, preferredSeconds, null, FIXED, false);
        }

        public OnLinkPrefix withLifetimes(long valid, long preferred) {
            return new OnLinkPrefix(prefix, onLink, autonomous, valid, preferred, router, since, deprecate);
        }

        public OnLinkPrefix withRouter(@Nullable Ipv6Address address) {
            return new OnLinkPrefix(
                    prefix, onLink, autonomous, validSeconds, preferredSeconds, address, since, deprecate);
        }
    }

    /// How advertisements are sent.
    ///
    /// @param linkAddress with the Source Link-Layer Address option (RFC 4861 §6.2.3)
    /// @param unicastOnly only to hosts that solicit
    /// @param clients only to these, each by itself; empty: to all nodes
    /// @param source the link-local address that they come from, or null for the one that is found
    public record Delivery(
            boolean linkAddress,
            boolean unicastOnly,
            List<Ipv6Address> clients,
            @Nullable Ipv6Address source) {
        public static final Delivery USUAL = new Delivery(true, false, List.of(), null);

        public Delivery {
            clients = List.copyOf(clients);
        }
    }

    /// What mobile nodes are told, RFC 6275 §7 and §8.4.
    ///
    /// @param homeAgent the H flag and the Home Agent Information option
    /// @param preference of this home agent, 0 to 65535
    /// @param lifetime of this home agent in seconds, 1 to 65535, or DEFAULT: the router's
    /// @param interval the Advertisement Interval option
    public record Mobility(boolean homeAgent, int preference, int lifetime, boolean interval) {
        public static final Mobility NONE = new Mobility(false, 0, DEFAULT, false);
    }

    /// A Route Information option, RFC 4191 §2.3.
    ///
    /// @param seconds 0 to 2^32-1, all ones = for ever, or DEFAULT
    public record MoreSpecificRoute(Prefix prefix, Preference preference, long seconds) {}

    /// A Recursive DNS Server option, RFC 8106 §5.1.
    ///
    /// @param seconds 0 to 2^32-1, all ones = for ever, or DEFAULT
    public record DnsServers(List<Ipv6Address> servers, long seconds) {
        public DnsServers {
            servers = List.copyOf(servers);
        }
    }

    /// A DNS Search List option, RFC 8106 §5.2.
    ///
    /// @param domains names without a final dot
    /// @param seconds 0 to 2^32-1, all ones = for ever, or DEFAULT
    public record DnsSearch(List<String> domains, long seconds) {
        public DnsSearch {
            domains = List.copyOf(domains);
        }
    }

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
