package inaba.addrconf;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// RFC 4862 §5.1 and §5.5, RFC 7217 §7, RFC 8981 §3.8, RFC 4429.
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
            min = "50",
            max = "60000")
    int retrans_timer_ms() default 1_000;

    @AttributeDefinition(
            description = "MAX_RTR_SOLICITATION_DELAY in milliseconds, RFC 4861 §10",
            min = "0",
            max = "60000")
    int max_rtr_solicitation_delay_ms() default 1_000;

    @AttributeDefinition(
            description =
                    "RTR_SOLICITATION_INTERVAL in milliseconds, RFC 4861 §10: the first pause, IRT of RFC 7559 §2",
            min = "1000",
            max = "3600000")
    int rtr_solicitation_interval_ms() default 4_000;

    @AttributeDefinition(
            description = "MRT in seconds, RFC 7559 §2: the longest pause between Router Solicitations",
            min = "4",
            max = "86400")
    int max_rtr_solicitation_interval_s() default 3_600;

    @AttributeDefinition(description = "Hosts form addresses of advertised prefixes, RFC 4862 §5.5")
    boolean autoconfigure() default true;

    @AttributeDefinition(
            description = "The most addresses formed of prefixes on a link, RFC 4862 §5.5.3",
            min = "1",
            max = "4096")
    int max_addresses() default 16;

    @AttributeDefinition(
            description = "The least time in milliseconds between two runs of the one timer that makes addresses "
                    + "deprecated, RFC 4862 §5.5.4: those that end in it are handled together",
            min = "1",
            max = "60000")
    int lifetime_timer_min_ms() default 500;

    @AttributeDefinition(description = "Hosts solicit routers until one answers, RFC 7559 §3")
    boolean solicit_routers() default true;

    /// [#interface_identifiers] by RFC 7217.
    String OPAQUE = "opaque";

    /// [#interface_identifiers] of the MAC.
    String EUI64 = "eui64";

    @AttributeDefinition(
            description = "How interface identifiers are formed, of link-local addresses too: stable and opaque with a "
                    + "secret kept in the state folder (RFC 7217, the default of RFC 8064 §3), or of the MAC "
                    + "(RFC 4291 Appendix A)",
            options = {@Option(label = "stable and opaque", value = OPAQUE), @Option(label = "EUI-64", value = EUI64)})
    String interface_identifiers() default OPAQUE;

    @AttributeDefinition(
            description = "IDGEN_RETRIES: other identifiers tried, one after the other, when an opaque one is in use "
                    + "elsewhere, RFC 7217 §6 and §7",
            min = "0",
            max = "100")
    int idgen_retries() default 3;

    @AttributeDefinition(
            description = "IDGEN_DELAY in milliseconds: the longest random delay before the next identifier is tried, "
                    + "RFC 7217 §6 and §7",
            min = "0",
            max = "60000")
    int idgen_delay_ms() default 1_000;

    @AttributeDefinition(
            description = "Addresses of advertised prefixes are used while they are checked, where the router's "
                    + "advertisement told its MAC, RFC 4429 §3")
    boolean optimistic() default false;

    @AttributeDefinition(
            description = "Temporary addresses beside the stable ones, for connections that begin here, RFC 8981 §3.7")
    boolean temporary_addresses() default false;

    @AttributeDefinition(
            description = "Prefixes for which there are temporary addresses whatever the general setting, or with ! "
                    + "before it none; the longest decides: 2001:db8:1::/48 or !fd00::/8, RFC 8981 §3.7",
            required = false)
    String[] temporary_prefixes() default {};

    @AttributeDefinition(description = "TEMP_VALID_LIFETIME in seconds, RFC 8981 §3.8", min = "60", max = "4294967294")
    long temporary_valid_lifetime_s() default 172_800;

    @AttributeDefinition(
            description = "TEMP_PREFERRED_LIFETIME in seconds, less than the valid one, RFC 8981 §3.8",
            min = "30",
            max = "4294967293")
    long temporary_preferred_lifetime_s() default 86_400;

    @AttributeDefinition(
            description = "TEMP_IDGEN_RETRIES: other temporary addresses tried when one is in use elsewhere, "
                    + "RFC 8981 §3.8",
            min = "0",
            max = "100")
    int temporary_idgen_retries() default 3;

    @AttributeDefinition(
            description = "MAX_DESYNC_FACTOR in percent of TEMP_PREFERRED_LIFETIME: by how much the preferred lifetime "
                    + "of a temporary address is cut at random, RFC 8981 §3.8",
            min = "0",
            max = "90")
    int temporary_max_desync_percent() default 40;
}
