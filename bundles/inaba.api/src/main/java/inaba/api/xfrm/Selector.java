package inaba.api.xfrm;

import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// Which packets are meant, RFC 4301 §4.4.1.1. Both prefixes are of one family, which is the packet's.
///
/// @param protocol of the upper layer, or [#ANY]
/// @param sourcePorts of ICMP and Mobility Headers the types
/// @param destinationPorts of ICMP the codes
/// @param link that the packet leaves or came by, 0 for any
public record Selector(
        Prefix source, Prefix destination, int protocol, Ports sourcePorts, Ports destinationPorts, int link) {
    public static final int ANY = -1;

    public Selector {
        if (IpFamily.of(source) != IpFamily.of(destination)) {
            throw new IllegalArgumentException("source and destination are of two families");
        }
    }

    /// Every packet of the family.
    public static Selector all(IpFamily family) {
        return new Selector(family.all(), family.all(), ANY, Ports.ANY, Ports.ANY, 0);
    }

    public IpFamily family() {
        return IpFamily.of(source);
    }

    /// True for one that names nothing but the family.
    public boolean isAll() {
        var any = family().all();
        return protocol == ANY
                && link == 0
                && source.equals(any)
                && destination.equals(any)
                && sourcePorts.equals(Ports.ANY)
                && destinationPorts.equals(Ports.ANY);
    }

    /// @param sourcePort -1 where it is not seen, as for [Ports#holds]
    public boolean matches(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int upperProtocol,
            int sourcePort,
            int destinationPort,
            int onLink) {
        return source.contains(sourceHigh, sourceLow)
                && destination.contains(destinationHigh, destinationLow)
                && (protocol == ANY || protocol == upperProtocol)
                && sourcePorts.holds(sourcePort)
                && destinationPorts.holds(destinationPort)
                && (link == 0 || link == onLink);
    }

    /// True when both addresses are meant.
    public boolean matches(Ipv6Address from, Ipv6Address to) {
        return source.contains(from) && destination.contains(to);
    }

    /// True where the ports are types and codes.
    public boolean hasTypes() {
        return protocol == IpProtocol.ICMPV6 || protocol == IpProtocol.ICMP || protocol == IpProtocol.MOBILITY;
    }
}
