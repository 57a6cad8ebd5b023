package inaba.ip4;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Questions about our IPv4 addresses that several parts ask. On the control loop.
///
/// @param node whose addresses
public record Ip4(Node node) {
    /// Whose rows of the tables are.
    public static final String OWNER = "inaba.ip4";

    private static final int LIMITED_BROADCAST = -1;

    /// Our address on the link, in whatever state, or null.
    public @Nullable AddressRow find(int link, int address) {
        return node.addresses().get(new AddressKey(link, Ipv6Address.ofIpv4(address)));
    }

    /// True for an address of ours that receives packets, on any link.
    public boolean isOurs(int address) {
        var wanted = Ipv6Address.ofIpv4(address);
        return node.addressesOf(IpFamily.IPV4).stream()
                .anyMatch(row -> row.usable() && row.address().equals(wanted));
    }

    /// The address of ours on the link in whose subnet the address lies, or null.
    public @Nullable AddressRow subnetOf(int link, int address) {
        var wanted = Ipv6Address.ofIpv4(address);
        return node.addressesOf(IpFamily.IPV4).stream()
                .filter(row ->
                        row.link() == link && row.usable() && row.subnet().contains(wanted))
                .findFirst()
                .orElse(null);
    }

    /// True for the address of all on the link, or of all on one of its subnets (RFC 1122 §3.2.1.3).
    public boolean isBroadcast(int link, int address) {
        return address == LIMITED_BROADCAST
                || node.addressesOf(IpFamily.IPV4).stream()
                        .filter(row -> row.link() == link && row.prefixLength() < 127)
                        .anyMatch(row ->
                                (row.address().toIpv4() | ~row.subnet().mask().toIpv4()) == address);
    }

    /// True when a packet from there names one host that can be answered (RFC 1122 §3.2.1.3).
    public boolean isOneHost(int link, int source) {
        var address = Ipv6Address.ofIpv4(source);
        return !address.isUnspecified()
                && !address.isMulticast()
                && !address.isLoopback()
                && source >>> 28 != 0xf
                && !isBroadcast(link, source);
    }
}
