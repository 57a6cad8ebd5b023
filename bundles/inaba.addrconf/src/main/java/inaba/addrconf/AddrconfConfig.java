package inaba.addrconf;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// RFC 4862 §5.1 and §5.5.
@ObjectClassDefinition(
        name = "Address autoconfiguration",
        description = "Duplicate Address Detection and stateless autoconfiguration, RFC 4862")
@interface AddrconfConfig {
    @AttributeDefinition(
            description = "DupAddrDetectTransmits, RFC 4862 §5.1; 0 = addresses are not checked",
            min = "0",
            max = "100")
    int dup_addr_detect_transmits() default 1;

    @AttributeDefinition(
            description = "RETRANS_TIMER in milliseconds where no router says another, RFC 4861 §10",
            min = "50")
    int retrans_timer_ms() default 1_000;

    @AttributeDefinition(description = "MAX_RTR_SOLICITATION_DELAY in milliseconds, RFC 4861 §10", min = "0")
    int max_rtr_solicitation_delay_ms() default 1_000;

    @AttributeDefinition(description = "Hosts form addresses of advertised prefixes, RFC 4862 §5.5")
    boolean autoconfigure() default true;

    @AttributeDefinition(description = "The most addresses formed of prefixes on a link", min = "1")
    int max_addresses() default 16;

    @AttributeDefinition(description = "Hosts solicit routers until one answers, RFC 7559 §3")
    boolean solicit_routers() default true;
}
