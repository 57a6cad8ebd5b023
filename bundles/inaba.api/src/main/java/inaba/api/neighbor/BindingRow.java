package inaba.api.neighbor;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;

/// Whose address is whose on a link: the binding of RFC 7039 §3.2, its anchor being the Ethernet address.
///
/// @param owner a person, or who has learnt it
public record BindingRow(int link, Ipv6Address address, MacAddress mac, String owner) implements Row<NeighborKey> {
    @Override
    public NeighborKey key() {
        return new NeighborKey(link, address);
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
