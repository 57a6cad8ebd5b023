package inaba.ip.neighbor;

import inaba.api.link.LinkRow;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;

/// Asks for a neighbour in the way of its family: a Neighbor Solicitation, or an ARP request.
public interface Solicitor {
    /// Asks all who may be it.
    ///
    /// @param wanted the source of the packet that waits, if it is ours, else unspecified
    void solicitByMulticast(LinkRow link, Ipv6Address target, Ipv6Address wanted);

    /// Asks the one who was it.
    void solicitByUnicast(LinkRow link, Ipv6Address target, MacAddress mac);
}
