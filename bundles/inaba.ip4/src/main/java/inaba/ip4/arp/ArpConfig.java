package inaba.ip4.arp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The constants that Neighbor Discovery has for IPv6, for IPv4: RFC 1122 §2.3.2.1 leaves them open.
@ObjectClassDefinition(name = "ARP", description = "How neighbours are asked for and how long they are believed")
@interface ArpConfig {
    @AttributeDefinition(
            description = "Between two requests, milliseconds, RFC 1122 §2.3.2.1",
            min = "50",
            max = "3600000")
    int retrans_timer_ms() default 1_000;

    @AttributeDefinition(
            description = "How long a neighbour counts as reachable, milliseconds; half to one and a half of it, "
                    + "RFC 1122 §2.3.2.1",
            min = "500",
            max = "3600000")
    int reachable_time_ms() default 30_000;

    @AttributeDefinition(
            description = "From the first use of a stale neighbour to the first poll, milliseconds, RFC 1122 §2.3.2.1",
            min = "0",
            max = "3600000")
    int delay_first_probe_ms() default 5_000;

    @AttributeDefinition(
            description = "Requests to all before a neighbour FAILED, RFC 1122 §2.3.2.1",
            min = "1",
            max = "100")
    int max_broadcast_solicit() default 3;

    @AttributeDefinition(
            description = "Unicast polls before all are asked again, RFC 1122 §2.3.2.1 (2)",
            min = "1",
            max = "100")
    int max_unicast_solicit() default 3;

    @AttributeDefinition(
            description = "Neighbours that may begin to be asked for in a second, on a link, RFC 1122 §2.3.2.1",
            min = "1",
            max = "1000000")
    int resolutions_per_s() default 1_000;

    @AttributeDefinition(
            description = "Neighbours remembered that never proved that they exist, as RFC 6583 §7.1 has it",
            min = "1",
            max = "16384")
    int max_unproven() default 8_192;

    @AttributeDefinition(
            description = "Redirects a second to one host, RFC 1812 §5.2.7.2 and §4.3.2.8; 0 = none",
            min = "0",
            max = "1000")
    int redirects_per_s() default 1;

    @AttributeDefinition(
            description = "Seconds after which an unused neighbour is forgotten, RFC 1122 §2.3.2.1 (1)",
            min = "1",
            max = "604800")
    int gc_stale_s() default 600;

    @AttributeDefinition(
            description = "Seconds for which a FAILED neighbour is shown, RFC 1122 §2.3.2.1",
            min = "1",
            max = "86400")
    int gc_failed_s() default 30;
}
