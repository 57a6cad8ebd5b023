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
            description = "Hosts of a link that wait for an answer of their own; more are answered by one to all",
            min = "0",
            max = "1000")
    int unicast_waiting() default 64;
}
