package inaba.api.route;

import inaba.api.neighbor.NeighborKey;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Shares a host's destinations among routers that are equally good, RFC 4311. Registered as a service; `swap spread
/// NAME` chooses. Called on the control loop, once for a destination as long as its router stays among the best.
@ConsumerType
public interface Spread {
    /// `flow`
    String name();

    /// @param source [Ipv6Address#UNSPECIFIED] where it is not known yet
    /// @param routers two or more
    /// @return one of them
    NeighborKey choose(Ipv6Address destination, Ipv6Address source, List<NeighborKey> routers);
}
