package inaba.wire.nd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Captive-Portal, RFC 8910 §2.3: where the portal's API is, padded with zeros.
public record CaptivePortal(MemorySegment bytes) {
    public static final int TYPE = 37;

    private static final long URI = 2;

    public static boolean fits(MemorySegment s) {
        return NdOption.is(s, TYPE, NdOption.UNIT);
    }

    /// The octets that the option takes for a URI.
    static long bytesFor(String uri) {
        return (URI + uri.length() + NdOption.UNIT - 1) & -NdOption.UNIT;
    }

    public String uri() {
        byte[] text = bytes.asSlice(URI).toArray(ValueLayout.JAVA_BYTE);
        int length = text.length;
        while (length > 0 && text[length - 1] == 0) {
            length--;
        }
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    /// Writes a URI of US-ASCII letters.
    public CaptivePortal uri(String uri) {
        byte[] text = uri.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(text, 0, bytes, ValueLayout.JAVA_BYTE, URI, text.length);
        return this;
    }
}
