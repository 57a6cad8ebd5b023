package inaba.api.neighbor;

import inaba.wire.Ipv6Address;

/// A neighbour's address on a link.
public record NeighborKey(int link, Ipv6Address address) {}
