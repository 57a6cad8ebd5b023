package inaba.nd.core;

import inaba.wire.Ipv6Address;

/// Whether a router sends a Redirect, RFC 4861 §8.2.
public enum RedirectRule {
    SEND,
    /// §8.3: a host never sends one.
    NOT_A_ROUTER,
    /// The packet's source must be a neighbour.
    SOURCE_NOT_A_NEIGHBOR,
    /// The destination is a group.
    DESTINATION_MULTICAST,
    /// A router is named by its link-local address, a neighbour by the destination itself.
    TARGET_UNNAMEABLE,
    /// The sender itself would be the better first hop.
    TARGET_IS_SOURCE;

    /// @param forwarding the link forwards
    /// @param sourceOnLink the route to the packet's source leads directly out of the link it came in on
    public static RedirectRule of(
            boolean forwarding, boolean sourceOnLink, Ipv6Address source, Ipv6Address target, Ipv6Address destination) {
        if (!forwarding) {
            return NOT_A_ROUTER;
        }
        if (destination.isMulticast()) {
            return DESTINATION_MULTICAST;
        }
        if (!sourceOnLink || source.isUnspecified() || source.isMulticast()) {
            return SOURCE_NOT_A_NEIGHBOR;
        }
        if (target.equals(source)) {
            return TARGET_IS_SOURCE;
        }
        return target.isLinkLocal() || target.equals(destination) ? SEND : TARGET_UNNAMEABLE;
    }
}
