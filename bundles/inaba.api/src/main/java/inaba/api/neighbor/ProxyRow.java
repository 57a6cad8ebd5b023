package inaba.api.neighbor;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;

/// An address of another node that a router answers for on a link, RFC 4861 §7.2.8. Packets to it are forwarded; what
/// Neighbor Discovery says of it reaches the router itself.
public record ProxyRow(int link, Ipv6Address address, String owner) implements Row<NeighborKey> {
    @Override
    public NeighborKey key() {
        return new NeighborKey(link, address);
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
