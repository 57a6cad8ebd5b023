package inaba.core.route;

import inaba.api.transform.Dst;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// A way on, shared by all workers and by all routes that lead there.
///
/// @param via the gateway, or null when the destination itself is the neighbour
public record Hop(int link, @Nullable Ipv6Address via, Dst dst) {}
