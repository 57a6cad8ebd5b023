package inaba.ip4.igmp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Variables of RFC 3376 §8 and RFC 2236 §8. What queries say of a link goes first.
@ObjectClassDefinition(name = "IGMP", description = "The host's variables of RFC 3376 §8 and RFC 2236 §8")
@interface IgmpConfig {
    @AttributeDefinition(
            description = "Robustness Variable until a query says another, RFC 3376 §8.1",
            min = "2",
            max = "7")
    int robustness() default 2;

    @AttributeDefinition(
            description = "Query Interval in seconds until a query says another, RFC 3376 §8.2",
            min = "1",
            max = "31744")
    int query_interval_s() default 125;

    @AttributeDefinition(
            description = "Query Response Interval in milliseconds until a query says another, RFC 3376 §8.3",
            min = "100",
            max = "3174400")
    int query_response_interval_ms() default 10_000;

    @AttributeDefinition(
            description = "Unsolicited Report Interval in milliseconds, RFC 3376 §8.11",
            min = "1",
            max = "60000")
    int unsolicited_report_interval_ms() default 1_000;

    @AttributeDefinition(
            description = "Unsolicited Report Interval in milliseconds while IGMPv2 or v1 is spoken, RFC 2236 §8.10",
            min = "1",
            max = "60000")
    int older_unsolicited_report_interval_ms() default 10_000;

    @AttributeDefinition(description = "Send Leave Group also where another reported the group last, RFC 2236 §3")
    boolean leave_always() default false;
}
