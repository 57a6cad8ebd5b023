package inaba.ra;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Router Advertisements",
        description = "How solicitations are answered. What is advertised on a link is set by the command ra6.")
@interface RaConfig {
    @AttributeDefinition(
            description = "Answer to the soliciting host alone where it has an address (RFC 4861 §6.2.6), else to all")
    boolean unicast_answers() default true;

    @AttributeDefinition(
            description =
                    "Hosts of a link that wait for an answer of their own, RFC 4861 §6.2.6; more are answered by one to all",
            min = "0",
            max = "1000")
    int unicast_waiting() default 64;

    @AttributeDefinition(
            description = "MAX_INITIAL_RTR_ADVERT_INTERVAL in milliseconds, RFC 4861 §10",
            min = "1000",
            max = "1800000")
    int max_initial_rtr_advert_interval_ms() default 16_000;

    @AttributeDefinition(
            description = "MAX_INITIAL_RTR_ADVERTISEMENTS, also sent when what is advertised changes, RFC 4861 §10",
            min = "1",
            max = "100")
    int max_initial_rtr_advertisements() default 3;

    @AttributeDefinition(
            description = "MAX_FINAL_RTR_ADVERTISEMENTS when a link ceases to advertise, RFC 4861 §10",
            min = "1",
            max = "100")
    int max_final_rtr_advertisements() default 3;

    @AttributeDefinition(
            description = "MIN_DELAY_BETWEEN_RAS in milliseconds, RFC 4861 §10; where hosts move about less than 3 s, "
                    + "RFC 6275 §13",
            min = "30",
            max = "60000")
    int min_delay_between_ras_ms() default 3_000;

    @AttributeDefinition(
            description = "MAX_RA_DELAY_TIME in milliseconds: the longest random delay before a solicitation is "
                    + "answered, RFC 4861 §10",
            min = "0",
            max = "60000")
    int max_ra_delay_time_ms() default 500;
}
