package inaba.api.route;

import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// A way to a destination.
///
/// @param via the gateway, or null when the destination is on the link
/// @param weight 1 to 256: the share among the next hops of a route
public record NextHop(int link, @Nullable Ipv6Address via, int weight) {}
