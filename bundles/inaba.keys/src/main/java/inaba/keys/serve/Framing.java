package inaba.keys.serve;

import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;

/// Where a message ends in a stream.
///
/// @param headerBytes octets that say how long a message is
/// @param length octets of the whole message, from its header on
public record Framing(int headerBytes, ToIntFunction<ByteBuffer> length) {
    /// Octets of the longest message that is read.
    public static final int LONGEST = 1 << 16;
}
