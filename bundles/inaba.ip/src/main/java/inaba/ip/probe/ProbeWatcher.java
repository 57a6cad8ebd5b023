package inaba.ip.probe;

import inaba.wire.Ipv6Address;
import java.lang.foreign.MemorySegment;

/// Someone who sent something and waits for what comes back. Called on the control loop.
public interface ProbeWatcher {
    /// An echo reply came.
    ///
    /// @return true if it answers a request of the watcher
    boolean reply(Reply reply);

    /// An error came that quotes a packet of this node.
    ///
    /// @return true if the quoted packet is the watcher's
    boolean error(Failure failure);

    /// The protocol stops: nothing will come any more.
    void stopped();

    /// An echo reply.
    ///
    /// @param link where it came in
    /// @param data borrowed bytes
    record Reply(
            Ipv6Address from,
            Ipv6Address to,
            int link,
            int hopLimit,
            int identifier,
            int sequence,
            MemorySegment data) {}

    /// An error.
    ///
    /// @param parameter the MTU or the pointer
    record Failure(Ipv6Address from, int link, int type, int code, long parameter, QuotedPacket quoted) {}
}
