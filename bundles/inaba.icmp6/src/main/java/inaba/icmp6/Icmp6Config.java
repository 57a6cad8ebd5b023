package inaba.icmp6;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "ICMPv6",
        description =
                "How many errors are sent, RFC 4443 §2.4 (f). Packet Too Big has buckets of its own, of the same size.")
@interface Icmp6Config {
    @AttributeDefinition(
            description = "Errors a second for packets of one link, RFC 4443 §2.4 (f)",
            min = "1",
            max = "1000000")
    int rate() default 100;

    @AttributeDefinition(
            description = "Errors at once for packets of one link, RFC 4443 §2.4 (f)",
            min = "1",
            max = "1000000")
    int burst() default 100;

    @AttributeDefinition(description = "Errors a second in total, RFC 4443 §2.4 (f)", min = "1", max = "1000000")
    int total_rate() default 1000;

    @AttributeDefinition(description = "Errors at once in total, RFC 4443 §2.4 (f)", min = "1", max = "1000000")
    int total_burst() default 1000;

    @AttributeDefinition(
            description = "Links for whose packets no Destination Unreachable is sent (RFC 4443 §3.1); * = all of them")
    String[] quiet_links() default {};
}
