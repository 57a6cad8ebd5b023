package inaba.mld;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Variables of RFC 3810 §9 and RFC 2710 §7. What queries say of a link goes first.
@ObjectClassDefinition(
        name = "Multicast Listener Discovery",
        description = "The listener's variables of RFC 3810 §9 and RFC 2710 §7")
@interface MldConfig {
    @AttributeDefinition(
            description = "Robustness Variable until a query says another, RFC 3810 §9.1",
            min = "2",
            max = "7")
    int robustness() default 2;

    @AttributeDefinition(
            description = "Query Interval in seconds until a query says another, RFC 3810 §9.2",
            min = "1",
            max = "31744")
    int query_interval_s() default 125;

    @AttributeDefinition(
            description = "Query Response Interval in milliseconds until a query says another, RFC 3810 §9.3",
            min = "1",
            max = "8387584")
    int query_response_interval_ms() default 10_000;

    @AttributeDefinition(
            description = "Unsolicited Report Interval in milliseconds, RFC 3810 §9.11",
            min = "1",
            max = "60000")
    int unsolicited_report_interval_ms() default 1_000;

    @AttributeDefinition(
            description = "Unsolicited Report Interval in milliseconds while MLDv1 is spoken, RFC 2710 §7.10",
            min = "1",
            max = "60000")
    int older_unsolicited_report_interval_ms() default 10_000;

    @AttributeDefinition(description = "Send Done also where another listener reported the group last, RFC 2710 §4")
    boolean done_always() default false;
}
