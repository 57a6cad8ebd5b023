package inaba.icmp6;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.protocol.Node;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Which addresses are the node's, as the rules of RFC 4443 §2.2 ask. On the control loop.
record OwnAddresses(Node node) {
    private static final int DEFAULT_HOP_LIMIT = 64;
    /// RFC 6164 §5: longer prefixes have no Subnet-Router anycast address.
    private static final int LONGEST_WITH_ANYCAST = 126;

    /// The row of an address on this link or, where it is not link-local, on any.
    ///
    /// @param link 0 for any
    @Nullable
    AddressRow find(Ipv6Address address, int link) {
        AddressRow here = link == 0 ? null : node.addresses().get(new AddressKey(link, address));
        if (here != null || link != 0 && address.isLinkLocal()) {
            return here;
        }
        return node.addresses().rows().stream()
                .filter(row -> row.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    boolean isAnycast(Ipv6Address address, int link) {
        var row = find(address, link);
        return row == null ? isSubnetRouter(address) : row.anycast();
    }

    /// The Subnet-Router anycast address of one of our links, RFC 4291 §2.6.1.
    private boolean isSubnetRouter(Ipv6Address address) {
        return node.addresses().rows().stream()
                .anyMatch(row -> row.usable()
                        && row.prefixLength() <= LONGEST_WITH_ANYCAST
                        && row.subnet().address().equals(address)
                        && forwards(row.link()));
    }

    private boolean forwards(int link) {
        var row = node.links().get(link);
        return row != null && row.forwarding();
    }

    /// The address that answers a packet to `destination`: that address where it is a unicast one of ours (§2.2 (a)).
    ///
    /// @return unspecified where the answer's source is to be selected (§2.2 (b))
    Ipv6Address answering(Ipv6Address destination, int link) {
        if (destination.isMulticast()) {
            return Ipv6Address.UNSPECIFIED;
        }
        var row = find(destination, link);
        return row != null && row.usable() && !row.anycast() ? destination : Ipv6Address.UNSPECIFIED;
    }

    /// CurHopLimit of the link (RFC 4861 §6.3.2), or the default.
    int hopLimit(int link) {
        var learned = node.parameters().get(link);
        return learned == null || learned.hopLimit() == 0 ? DEFAULT_HOP_LIMIT : learned.hopLimit();
    }

    /// The link to name when sending to this address: needed where the address means nothing without one.
    static int zone(Ipv6Address destination, int link) {
        return destination.isLinkLocal() || destination.isMulticast() ? link : 0;
    }
}
