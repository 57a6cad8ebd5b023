package inaba.keys.serve;

import java.nio.ByteBuffer;

/// Where a message ends in a stream.
public interface Framing {
    /// Octets that say how long a message is.
    int headerBytes();

    /// Octets of the whole message, from its header on.
    int length(ByteBuffer header);

    /// Octets of the longest message that is read.
    int longest();
}
