package inaba.wire.nd;

import java.lang.foreign.MemorySegment;

/// Redirected Header, RFC 4861 §4.6.3: the start of the packet that caused the Redirect.
public record RedirectedHeader(MemorySegment bytes) {
    public static final int TYPE = 4;

    /// Type, length and reserved octets; the packet follows.
    public static final int FIXED_BYTES = 8;

    public static boolean fits(MemorySegment s) {
        return NdOption.is(s, TYPE, FIXED_BYTES);
    }

    /// From the IPv6 header on, cut and perhaps padded with zeros to whole units of 8 octets.
    public MemorySegment quoted() {
        return bytes.asSlice(FIXED_BYTES);
    }
}
