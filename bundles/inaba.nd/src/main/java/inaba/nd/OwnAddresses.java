package inaba.nd;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.nd.core.Nud;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Addresses that we answer for: those of the table, and on a router the Subnet-Router anycast address of each subnet.
final class OwnAddresses {
    private static final int LONGEST_WITH_ANYCAST = 126; // RFC 6164 §5.1

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

    /// RFC 4291 §2.6.1: the prefix of a subnet, with zeros behind it.
    private @Nullable AddressRow subnetRouter(LinkRow link, Ipv6Address address) {
        return node.addresses().rows().stream()
                .filter(row -> row.link() == link.index()
                        && row.usable()
                        && !row.address().isLinkLocal())
                .filter(row -> row.prefixLength() <= LONGEST_WITH_ANYCAST)
                .filter(row -> row.subnet().address().equals(address))
                .findFirst()
                .map(OwnAddresses::anycast)
                .orElse(null);
    }

    private static AddressRow anycast(AddressRow of) {
        return new AddressRow(
                of.link(),
                of.subnet().address(),
                of.prefixLength(),
                Origin.MANUAL,
                true,
                State.PREFERRED,
                AddressRow.NO_DAD,
                Row.FOREVER,
                Row.FOREVER,
                Nud.OWNER);
    }
}
