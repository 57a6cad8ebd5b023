package inaba.api.protocol;

import inaba.api.packet.Packet;
import org.osgi.annotation.versioning.ConsumerType;

/// Makes ICMPv6 errors, RFC 4443 §2.4, and limits their rate. Called on the control loop.
@ConsumerType
public interface ErrorSender {
    /// The packet stays the caller's.
    ///
    /// @param offender starts with its IPv6 header as it was received; [Packet#link] says where
    /// @param parameter MTU, or pointer as an offset from the IPv6 header, else 0
    void error(Packet offender, int type, int code, int parameter);
}
