package inaba.ra.core;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.MoreSpecificRoute;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import inaba.wire.nd.RouterAdvertisement;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// The ranges of RFC 4861 §6.2.1 and of the options.
public final class SettingsCheck {
    private static final int MIN_MAX_INTERVAL = 4_000;
    private static final int MAX_MAX_INTERVAL = 1_800_000;
    private static final int MAX_LIFETIME = 9_000;
    private static final int MAX_REACHABLE = 3_600_000;
    private static final int AUTONOMOUS_LENGTH = 64;
    private static final int MOST_ROUTES = 17;
    private static final int OPTION_ROOM = Ipv6Header.MIN_MTU - Ipv6Header.BYTES - RouterAdvertisement.FIXED_BYTES;

    private SettingsCheck() {}

    /// @param linkMtu the link's own MTU in bytes
    /// @throws IllegalArgumentException saying which setting is out of its range, and the range
    public static void check(AdvertisingRow row, int linkMtu) {
        intervals(row);
        fields(row, linkMtu);
        prefixes(row.prefixes());
        routes(row.routes());
        row.rdnss().forEach(SettingsCheck::servers);
        delivery(row);
        RouterMessage.options(row, row.prefixes(), false).forEach(SettingsCheck::fits);
    }

    private static void intervals(AdvertisingRow row) {
        int max = row.maxIntervalMillis();
        require(
                max >= MIN_MAX_INTERVAL && max <= MAX_MAX_INTERVAL,
                "the longest interval is 4 to 1800 seconds, not " + seconds(max));
        int min = Settings.minIntervalMillis(row);
        require(
                min >= Settings.LEAST_MIN_INTERVAL_MILLIS && min <= max / 4 * 3,
                "the shortest interval is 3 to " + seconds(max / 4 * 3) + " seconds (0.75 of the longest), not "
                        + seconds(min));
        int lifetime = row.lifetime();
        require(
                lifetime == AdvertisingRow.DEFAULT
                        || lifetime == 0
                        || lifetime * 1000L >= max && lifetime <= MAX_LIFETIME,
                "the lifetime is 0, or " + seconds(max) + " (the longest interval) to 9000 seconds, not " + lifetime);
    }

    private static void fields(AdvertisingRow row, int linkMtu) {
        require(row.hopLimit() >= 0 && row.hopLimit() <= 255, "the hop limit is 0 to 255, not " + row.hopLimit());
        require(
                row.reachableMillis() >= 0 && row.reachableMillis() <= MAX_REACHABLE,
                "the reachable time is 0 to 3600000 ms, not " + row.reachableMillis());
        require(row.retransMillis() >= 0, "the retransmission timer is 0 or more ms, not " + row.retransMillis());
        require(
                row.mtu() == 0 || row.mtu() >= Ipv6Header.MIN_MTU && row.mtu() <= linkMtu,
                "the MTU is 0 (not sent), or 1280 to the link's " + linkMtu + ", not " + row.mtu());
    }

    /// The link-local prefix is not among them (§6.2.1); an autonomous one leaves 64 bits (RFC 4862 §5.5.3 (d)).
    private static void prefixes(List<OnLinkPrefix> prefixes) {
        distinct("prefix", prefixes.stream().map(OnLinkPrefix::prefix));
        for (var p : prefixes) {
            require(isGlobal(p.prefix()), "the prefix " + p.prefix() + " is not one of global unicast addresses");
            require(
                    !p.autonomous() || p.prefix().length() == AUTONOMOUS_LENGTH,
                    "hosts form addresses only in a /64: give " + p.prefix() + " auto off");
            require(
                    p.preferredSeconds() <= p.validSeconds(),
                    "the prefix " + p.prefix() + " cannot be preferred (" + p.preferredSeconds()
                            + " s) longer than valid (" + p.validSeconds() + " s)");
        }
    }

    /// No two of the same prefix, RFC 4191 §2.3, and few of them, §4.
    private static void routes(List<MoreSpecificRoute> routes) {
        distinct("route", routes.stream().map(MoreSpecificRoute::prefix));
        require(
                routes.size() <= MOST_ROUTES,
                "no more than " + MOST_ROUTES + " routes are advertised on a link (RFC 4191 §4), not " + routes.size());
        for (var r : routes) {
            require(
                    r.prefix().length() == 0 || isGlobal(r.prefix()),
                    "the route " + r.prefix() + " is not one to global unicast addresses");
        }
    }

    private static void delivery(AdvertisingRow row) {
        var source = row.delivery().source();
        require(source == null || source.isLinkLocal(), "advertisements come from a link-local address, not " + source);
        for (Ipv6Address client : row.delivery().clients()) {
            require(!client.isMulticast() && !client.isUnspecified(), "a client has a unicast address, not " + client);
        }
        String uri = row.captivePortal();
        require(
                uri.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "the URI of a captive portal has printable US-ASCII letters only (RFC 8910)");
    }

    private static void servers(AdvertisingRow.DnsServers rdnss) {
        for (Ipv6Address server : rdnss.servers()) {
            require(
                    !server.isMulticast() && !server.isUnspecified() && !server.isLoopback(),
                    "a DNS server has a unicast address, not " + server);
        }
    }

    private static void fits(byte[] option) {
        require(
                option.length <= OPTION_ROOM,
                "an option takes " + option.length + " of the " + OPTION_ROOM
                        + " octets of an advertisement: split it");
    }

    private static void distinct(String what, Stream<Prefix> prefixes) {
        var seen = new HashSet<Prefix>();
        prefixes.forEach(p -> require(seen.add(p), "the " + what + " " + p + " is given twice"));
    }

    private static boolean isGlobal(Prefix prefix) {
        return prefix.address().isGlobal() && prefix.length() > 0;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// Milliseconds as seconds, without a fraction of zero.
    public static String seconds(int millis) {
        return millis % 1000 == 0 ? Integer.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }
}
