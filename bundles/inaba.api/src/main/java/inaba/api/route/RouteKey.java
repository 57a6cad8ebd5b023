package inaba.api.route;

import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// What makes a route one of its own.
///
/// @param source [Prefix#ALL] unless the route is source-specific
/// @param via set where each next hop is a row of its own, as routers learned from advertisements are
public record RouteKey(
        String table,
        Prefix destination,
        Prefix source,
        int metric,
        String protocol,
        @Nullable NextHop via) {}
