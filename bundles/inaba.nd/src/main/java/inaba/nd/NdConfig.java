package inaba.nd;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Constants of RFC 4861 §10 and RFC 7048 §4, and what limits the tables. What Router Advertisements say of a link goes
/// first.
@ObjectClassDefinition(
        name = "Neighbor Discovery",
        description = "Protocol constants of RFC 4861 §10 and RFC 7048 §4, and how long unused neighbours are kept")
@interface NdConfig {
    @AttributeDefinition(description = "REACHABLE_TIME in milliseconds, RFC 4861 §10", min = "500", max = "3600000")
    int reachable_time_ms() default 30_000;

    @AttributeDefinition(
            description = "MIN_RANDOM_FACTOR in percent: the least part of BaseReachableTime that is ReachableTime, "
                    + "RFC 4861 §10",
            min = "1",
            max = "100")
    int min_random_factor_percent() default 50;

    @AttributeDefinition(
            description = "MAX_RANDOM_FACTOR in percent: the greatest part of BaseReachableTime that is ReachableTime, "
                    + "RFC 4861 §10",
            min = "100",
            max = "1000")
    int max_random_factor_percent() default 150;

    @AttributeDefinition(
            description = "Seconds after which ReachableTime is drawn anew where BaseReachableTime has not changed: "
                    + "every few hours, RFC 4861 §6.3.2 and §6.3.4",
            min = "60",
            max = "86400")
    int reachable_recompute_s() default 7_200;

    @AttributeDefinition(description = "RETRANS_TIMER in milliseconds, RFC 4861 §10", min = "50", max = "60000")
    int retrans_timer_ms() default 1_000;

    @AttributeDefinition(
            description = "DELAY_FIRST_PROBE_TIME in milliseconds, RFC 4861 §10",
            min = "0",
            max = "3600000")
    int delay_first_probe_ms() default 5_000;

    @AttributeDefinition(description = "MAX_MULTICAST_SOLICIT, RFC 4861 §10", min = "1", max = "100")
    int max_multicast_solicit() default 3;

    @AttributeDefinition(description = "MAX_UNICAST_SOLICIT, RFC 4861 §10", min = "1", max = "100")
    int max_unicast_solicit() default 3;

    @AttributeDefinition(
            description = "Multicast solicitations of an UNREACHABLE neighbour in use before it is FAILED, RFC 7048 §4",
            min = "1",
            max = "100")
    int max_unreachable_solicit() default 3;

    @AttributeDefinition(description = "BACKOFF_MULTIPLE, RFC 7048 §4", min = "1", max = "10")
    int backoff_multiple() default 3;

    @AttributeDefinition(description = "MAX_RETRANS_TIMER in milliseconds, RFC 7048 §4", min = "1000", max = "3600000")
    int max_retrans_timer_ms() default 60_000;

    @AttributeDefinition(description = "MAX_ANYCAST_DELAY_TIME in milliseconds, RFC 4861 §10", min = "0", max = "60000")
    int max_anycast_delay_ms() default 1_000;

    @AttributeDefinition(
            description =
                    "MAX_NEIGHBOR_ADVERTISEMENT: unsolicited advertisements of a new MAC (RFC 4861 §7.2.6) or a new "
                            + "global address of a host (RFC 9131 §6.1.2); 0 = none",
            min = "0",
            max = "3")
    int max_neighbor_advertisement() default 3;

    @AttributeDefinition(
            description =
                    "On links that forward, an advertisement of an unknown neighbour makes an entry, RFC 9131 §6.1.1")
    boolean accept_untracked_na() default true;

    @AttributeDefinition(
            description = "Seconds after which an unused STALE or UNREACHABLE neighbour is forgotten, RFC 4861 §5.3",
            min = "1",
            max = "604800")
    int gc_stale_s() default 600;

    @AttributeDefinition(
            description = "Seconds for which a FAILED neighbour is shown, RFC 4861 §7.3.3",
            min = "1",
            max = "86400")
    int gc_failed_s() default 30;

    @AttributeDefinition(
            description =
                    "Neighbours remembered though they never answered us; who is not remembered is still answered, "
                            + "RFC 6583 §7.1",
            min = "16",
            max = "16384")
    int max_unproven() default 8_192;

    @AttributeDefinition(
            description =
                    "Addresses that begin to be resolved on a link in a second, those that failed lately in half of "
                            + "it; 0 = none, RFC 6583 §6.4",
            min = "0",
            max = "1000000")
    int resolutions_per_s() default 1_000;

    @AttributeDefinition(
            description =
                    "The lowest CurHopLimit taken from an advertisement, RFC 4861 §6.3.4; 1 = any: with less than some "
                            + "hops nothing leaves the site (CVE-2015-2922)",
            min = "1",
            max = "255")
    int min_hop_limit() default 10;

    @AttributeDefinition(
            description = "Redirects sent to one source in a second, RFC 4861 §8.2; 0 = none",
            min = "0",
            max = "1000000")
    int redirects_per_s() default 10;

    @AttributeDefinition(
            description = "Seconds for which a Redirect received is followed, RFC 4861 §8.3",
            min = "1",
            max = "604800")
    int redirect_lifetime_s() default 600;

    @AttributeDefinition(
            description = "Destinations with a Redirect at once, RFC 4861 §8.3; the oldest gives way",
            min = "1",
            max = "65536")
    int max_redirects() default 1024;
}
