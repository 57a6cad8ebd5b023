package inaba.api.protocol;

import inaba.api.packet.Packet;
import org.osgi.annotation.versioning.ConsumerType;

/// Makes the ICMP errors of a family, RFC 4443 §2.4 or RFC 1812 §4.3.2, and limits their rate. Called on the control
/// loop.
@ConsumerType
public interface ErrorSender {
    /// The packet stays the caller's.
    ///
    /// @param offender starts with its IP header as it was received; [Packet#link] says where
    /// @param type of ICMPv6, or of ICMP for an IPv4 packet
    /// @param parameter MTU, or pointer as an offset from the IP header, else 0
    void error(Packet offender, int type, int code, int parameter);
}
