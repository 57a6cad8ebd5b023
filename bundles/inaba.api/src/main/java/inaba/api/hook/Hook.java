package inaba.api.hook;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import org.osgi.annotation.versioning.ConsumerType;

/// Looks at every packet of both families that passes a point, on the workers: no lock, no allocation, no waiting.
/// [Packet#isIpv4] says of which family it is. Registered as a service.
@ConsumerType
public interface Hook {
    /// Where it stands in the path.
    enum Point {
        /// After lengths, version and addresses were checked.
        INGRESS,
        /// A packet that will be forwarded, after the route was found.
        FORWARD,
        /// A packet of ours or forwarded, before the link header is added.
        EGRESS
    }

    Point point();

    /// True while it would let every packet pass: workers do not ask it until it says otherwise. Asked on the loop,
    /// for each plan that is made; who changes his mind calls [inaba.api.protocol.Node#hooksChanged].
    default boolean idle() {
        return false;
    }

    /// @return DELIVER to let it pass, or why it is dropped; never another verdict
    Verdict inspect(Packet packet);
}
