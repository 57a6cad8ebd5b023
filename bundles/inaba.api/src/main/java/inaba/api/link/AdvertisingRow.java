package inaba.api.link;

import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;

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
    public record OnLinkPrefix(
            Prefix prefix, boolean onLink, boolean autonomous, long validSeconds, long preferredSeconds) {}

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
