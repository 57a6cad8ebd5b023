package inaba.core.route;

import inaba.api.route.RouteRow;
import inaba.api.transform.Dst;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// A way on, shared by all workers.
///
/// @param via the gateway, or null when the destination itself is the neighbour
/// @param row the route that it comes from, for people who ask
public record Hop(int link, @Nullable Ipv6Address via, Dst dst, RouteRow row) {}
