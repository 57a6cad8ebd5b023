package inaba.ra.core;

import inaba.api.link.AdvertisingRow;
import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The router variables of RFC 4861 §6.2.1: their defaults, and what they follow from when they were not set.
public final class Settings {
    public static final int DEFAULT_MAX_INTERVAL_MILLIS = 600_000;
    /// The default of the Assigned Numbers registry.
    public static final int DEFAULT_HOP_LIMIT = 64;

    public static final long DEFAULT_VALID_SECONDS = 2_592_000;
    public static final long DEFAULT_PREFERRED_SECONDS = 604_800;
    static final int LEAST_MIN_INTERVAL_MILLIS = 3_000;
    private static final int SHORT_MAX_INTERVAL_MILLIS = 9_000;

    private Settings() {}

    /// All defaults; AdvSendAdvertisements is FALSE among them.
    public static AdvertisingRow defaults(int link) {
        return new AdvertisingRow(
                link,
                false,
                AdvertisingRow.DEFAULT,
                DEFAULT_MAX_INTERVAL_MILLIS,
                AdvertisingRow.DEFAULT,
                Preference.MEDIUM,
                DEFAULT_HOP_LIMIT,
                0,
                0,
                false,
                false,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                AdvertisingRow.Delivery.USUAL,
                AdvertisingRow.Mobility.NONE,
                Row.PERSON);
    }

    /// MinRtrAdvInterval. Below nine seconds the RFC's own default, MaxRtrAdvInterval, would break its limit of
    /// 0.75 * MaxRtrAdvInterval: that limit is the default there (erratum 3154), and never less than three seconds.
    public static int minIntervalMillis(AdvertisingRow row) {
        if (row.minIntervalMillis() != AdvertisingRow.DEFAULT) {
            return row.minIntervalMillis();
        }
        int max = row.maxIntervalMillis();
        return Math.max(LEAST_MIN_INTERVAL_MILLIS, max >= SHORT_MAX_INTERVAL_MILLIS ? max / 100 * 33 : max / 4 * 3);
    }

    /// AdvDefaultLifetime in seconds: 3 * MaxRtrAdvInterval.
    public static int lifetime(AdvertisingRow row) {
        return row.lifetime() != AdvertisingRow.DEFAULT ? row.lifetime() : (int) threeIntervals(row);
    }

    /// The lifetime of a route or of DNS information in seconds: 3 * MaxRtrAdvInterval (RFC 8106 §5.1), for routes too.
    public static long lifetime(AdvertisingRow row, long seconds) {
        return seconds != AdvertisingRow.DEFAULT ? seconds : threeIntervals(row);
    }

    /// The lifetime of a NAT64 prefix in seconds, RFC 8781 §4.1: 3 * MaxRtrAdvInterval, no less than the router's.
    public static int pref64Lifetime(AdvertisingRow row) {
        return (int) Math.max(threeIntervals(row), lifetime(row));
    }

    /// The lifetime of the home agent in seconds, RFC 6275 §7.4: the router's, and never zero.
    public static int homeAgentLifetime(AdvertisingRow row) {
        int set = row.mobility().lifetime();
        return set != AdvertisingRow.DEFAULT ? set : Math.max(1, lifetime(row));
    }

    private static long threeIntervals(AdvertisingRow row) {
        return TimeUnit.MILLISECONDS.toSeconds(3L * row.maxIntervalMillis());
    }
}
