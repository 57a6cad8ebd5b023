package inaba.ip4.icmp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// How many errors are sent, and how long a path's MTU is believed.
@ObjectClassDefinition(
        name = "ICMP",
        description =
                "How many errors are sent, RFC 1812 §4.3.2.8; Fragmentation Needed has buckets of its own, of the same"
                        + " size")
@interface Icmp4Config {
    @AttributeDefinition(
            description = "Errors a second for packets of one link, RFC 1812 §4.3.2.8",
            min = "1",
            max = "1000000")
    int rate() default 100;

    @AttributeDefinition(
            description = "Errors at once for packets of one link, RFC 1812 §4.3.2.8",
            min = "1",
            max = "1000000")
    int burst() default 50;

    @AttributeDefinition(description = "Errors a second in all, RFC 1812 §4.3.2.8", min = "1", max = "1000000")
    int total_rate() default 1_000;

    @AttributeDefinition(description = "Errors at once in all, RFC 1812 §4.3.2.8", min = "1", max = "1000000")
    int total_burst() default 500;

    @AttributeDefinition(
            description = "Seconds until a larger MTU is tried again, RFC 1191 §6.3",
            min = "300",
            max = "31536000")
    int pmtu_lifetime_s() default 600;

    @AttributeDefinition(
            description = "Seconds for which a Redirect received is followed, RFC 1122 §3.3.1.2",
            min = "1",
            max = "604800")
    int redirect_lifetime_s() default 600;

    @AttributeDefinition(
            description = "Destinations with a Redirect at once, RFC 1122 §3.3.1.3; the oldest gives way",
            min = "1",
            max = "65536")
    int max_redirects() default 1024;
}
