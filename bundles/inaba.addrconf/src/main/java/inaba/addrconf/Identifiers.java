package inaba.addrconf;

import inaba.addrconf.core.OpaqueIdentifier;
import inaba.addrconf.core.ReservedIdentifiers;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// The addresses that a link can form of a prefix: stable ones, of the MAC or opaque, and random ones.
///
/// How often a stable one had to give way (DAD_Counter of RFC 7217) is told by the address itself, which is formed anew
/// to find out.
final class Identifiers {
    /// What [#counter] says of an address that is not formed like this.
    static final int NONE = -1;

    private static final int RANDOM_TRIES = 100; // one is refused with a probability of 2^-40

    private final Node node;
    private final @Nullable OpaqueIdentifier opaque;
    private final int retries;

    Identifiers(Node node, AddrconfConfig config) {
        this.node = node;
        boolean eui64 = config.interface_identifiers().equals(AddrconfConfig.EUI64);
        this.opaque = eui64 ? null : new OpaqueIdentifier(Secret.of(node));
        this.retries = eui64 ? 0 : config.idgen_retries();
    }

    /// The first acceptable address, RFC 7217 §5 step 2.
    ///
    /// @param counter DAD_Counter to begin with
    /// @return null when all are in use
    @Nullable
    Ipv6Address stable(LinkRow link, Prefix prefix, int counter) {
        for (int tried = counter; tried <= retries; tried++) {
            var address = address(link, prefix, tried);
            boolean taken = node.addresses().get(new AddressKey(link.index(), address)) != null;
            if (!taken && (opaque == null || !ReservedIdentifiers.contain(address.low()))) {
                return address;
            }
        }
        return null;
    }

    /// DAD_Counter of an address, or [#NONE].
    int counter(LinkRow link, AddressRow row) {
        for (int counter = 0; counter <= retries; counter++) {
            if (row.address().equals(address(link, row.subnet(), counter))) {
                return counter;
            }
        }
        return NONE;
    }

    /// A random address, RFC 8981 §3.3.1.
    ///
    /// @return null when the random source gives nothing acceptable
    @Nullable
    Ipv6Address random(LinkRow link, Prefix prefix) {
        for (int tried = 0; tried < RANDOM_TRIES; tried++) {
            var address = prefix.address().withInterfaceId(node.random().nextLong());
            boolean taken = node.addresses().get(new AddressKey(link.index(), address)) != null;
            if (!taken && !ReservedIdentifiers.contain(address.low())) {
                return address;
            }
        }
        return null;
    }

    private Ipv6Address address(LinkRow link, Prefix prefix, int counter) {
        long identifier = opaque == null ? ofLink(link) : opaque.of(prefix, link.name(), counter);
        return prefix.address().withInterfaceId(identifier);
    }

    /// Of the MAC; of a link that has none, our end of the tunnel (RFC 4213 §3.7), which differs from the other one.
    private long ofLink(LinkRow link) {
        var tunnel = link.pointToPoint() ? node.tunnels().get(link.name()) : null;
        if (tunnel == null) {
            return link.mac().eui64();
        }
        var end = tunnel.local();
        return end.isMapped() ? Integer.toUnsignedLong(end.toIpv4()) : end.low();
    }
}
