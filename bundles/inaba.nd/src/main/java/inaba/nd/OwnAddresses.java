package inaba.nd;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Addresses that we answer for: those of the table, and on a router the Subnet-Router anycast address of each subnet
/// and those of others that it is a proxy for.
final class OwnAddresses {
    private static final int LONGEST_WITH_ANYCAST = 126; // RFC 6164 §5.1

    private static final int HOST = 128;

    private final Node node;

    OwnAddresses(Node node) {
        this.node = node;
    }

    /// @return null when the address is none of ours on that link, or found to be somebody else's
    @Nullable
    AddressRow find(LinkRow link, Ipv6Address address) {
        var row = node.addresses().get(new AddressKey(link.index(), address));
        if (row != null) {
            return row.state() == State.DUPLICATE ? null : row;
        }
        return link.forwarding() ? subnetRouter(link, address) : null;
    }

    /// As [#find], or an address that we are a proxy for: answered like an anycast one, late and without overriding
    /// (RFC 4861 §7.2.8).
    @Nullable
    AddressRow answered(LinkRow link, Ipv6Address address) {
        var ours = find(link, address);
        boolean proxied =
                ours == null && link.forwarding() && node.proxies().get(new NeighborKey(link.index(), address)) != null;
        return proxied ? anycast(link.index(), address, HOST) : ours;
    }

    /// RFC 4291 §2.6.1: the prefix of a subnet, with zeros behind it.
    private @Nullable AddressRow subnetRouter(LinkRow link, Ipv6Address address) {
        return node.addresses().rows().stream()
                .filter(row -> row.link() == link.index()
                        && row.usable()
                        && !row.address().isLinkLocal())
                .filter(row -> row.prefixLength() <= LONGEST_WITH_ANYCAST)
                .filter(row -> row.subnet().address().equals(address))
                .findFirst()
                .map(row -> anycast(row.link(), address, row.prefixLength()))
                .orElse(null);
    }

    private static AddressRow anycast(int link, Ipv6Address address, int prefixLength) {
        return new AddressRow(
                link,
                address,
                prefixLength,
                Origin.MANUAL,
                true,
                State.PREFERRED,
                AddressRow.NO_DAD,
                Row.FOREVER,
                Row.FOREVER,
                NeighborDiscovery.OWNER);
    }
}
