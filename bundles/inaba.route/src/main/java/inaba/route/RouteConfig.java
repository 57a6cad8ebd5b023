package inaba.route;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// What a host heeds of Router Advertisements, and how much of it. Links that forward heed none.
@ObjectClassDefinition(
        name = "Routing",
        description = "What a host learns from Router Advertisements, RFC 4861 §6.3 and RFC 4191")
@interface RouteConfig {
    @AttributeDefinition(description = "Take default routers from advertisements, RFC 4861 §6.3.4")
    boolean accept_default_routers() default true;

    @AttributeDefinition(
            description = "Take more-specific routes from Route Information options, RFC 4191 §3: a host of type C")
    boolean accept_route_information() default true;

    @AttributeDefinition(description = "Take prefixes with the L flag as on-link, RFC 4861 §6.3.4")
    boolean accept_on_link_prefixes() default true;

    @AttributeDefinition(
            description = "Default routers remembered per link, 2 upwards (RFC 4861 §6.3.4); further ones are refused",
            min = "2",
            max = "1024")
    int routers_per_link() default 16;

    @AttributeDefinition(
            description =
                    "More-specific routes remembered per link; further ones are refused. A router sends 17 at most (RFC 4191 §4)",
            min = "0",
            max = "65536")
    int routes_per_link() default 128;

    @AttributeDefinition(
            description =
                    "On-link prefixes remembered per link, the Prefix List of RFC 4861 §5.1; further ones are refused",
            min = "0",
            max = "65536")
    int prefixes_per_link() default 64;
}
