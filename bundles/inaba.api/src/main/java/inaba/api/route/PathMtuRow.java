package inaba.api.route;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;

/// What is known of the path to a destination, RFC 8201 §5.2.
///
/// @param link the zone of a link-local destination, else 0
/// @param mtu bytes, 1280 upwards
/// @param validUntil when the larger link MTU is tried again (RFC 8201 §4: not before 5 minutes)
public record PathMtuRow(int link, Ipv6Address destination, int mtu, String owner, long validUntil)
        implements Row<PathMtuRow.Key> {
    /// A destination in its zone.
    public record Key(int link, Ipv6Address destination) {}

    public IpFamily family() {
        return IpFamily.of(destination);
    }

    @Override
    public Key key() {
        return new Key(link, destination);
    }
}
