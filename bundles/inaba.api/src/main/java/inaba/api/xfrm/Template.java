package inaba.api.xfrm;

import inaba.wire.Ipv6Address;

/// One transform that a policy asks for. The first of a list is applied first, so it is the innermost.
///
/// @param source of the association, [Ipv6Address#UNSPECIFIED] for the packet's own in transport mode
/// @param destination likewise
/// @param protocol ESP, AH or IPComp
/// @param spi 0 for any
/// @param requestId 0 for any
/// @param optional level `use`: without an association the transform is left out
public record Template(
        Ipv6Address source,
        Ipv6Address destination,
        int protocol,
        int spi,
        Mode mode,
        int requestId,
        boolean optional) {
    /// True when an association that was taken off a packet is what the template asks for (RFC 4301 §5.2).
    public boolean fits(SaRow sa) {
        return sa.key().protocol() == protocol
                && sa.mode() == mode
                && (spi == 0 || spi == sa.key().spi())
                && (requestId == 0 || requestId == sa.requestId())
                && (mode == Mode.TRANSPORT || is(destination, sa.key().destination()) && is(source, sa.source()));
    }

    private static boolean is(Ipv6Address wanted, Ipv6Address address) {
        return wanted.isUnspecified() || address.isUnspecified() || wanted.equals(address);
    }
}
