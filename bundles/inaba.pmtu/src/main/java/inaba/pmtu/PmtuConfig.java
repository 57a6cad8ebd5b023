package inaba.pmtu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Path MTU Discovery", description = "RFC 8201")
@interface PmtuConfig {
    @AttributeDefinition(
            description = "How long an estimate is used, seconds, 300 upwards (RFC 8201 §4), or 0 = for ever (§5.3)",
            min = "0",
            max = "31536000")
    int lifetime_s() default 600;
}
