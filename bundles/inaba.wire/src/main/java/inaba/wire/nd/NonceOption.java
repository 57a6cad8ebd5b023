package inaba.wire.nd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Nonce, RFC 3971 §5.3.2: tells one's own solicitation, looped back, from another's, RFC 7527 §4.
public record NonceOption(MemorySegment bytes) {
    public static final int TYPE = 14;

    /// No nonce is shorter, in bytes, RFC 3971 §5.3.2.
    public static final int MIN_NONCE = 6;

    private static final long NONCE = 2;

    public static boolean fits(MemorySegment s) {
        return NdOption.is(s, TYPE, NONCE + MIN_NONCE);
    }

    /// A copy of the nonce, 6 octets or more.
    public byte[] nonce() {
        return bytes.asSlice(NONCE).toArray(ValueLayout.JAVA_BYTE);
    }

    /// Writes the nonce; it fills the option exactly.
    public NonceOption nonce(byte[] nonce) {
        bytes.asSlice(NONCE).copyFrom(MemorySegment.ofArray(nonce));
        return this;
    }

    /// The option's length for a nonce of `octets`, in bytes; with the two before it these must be whole units of 8.
    static int bytesFor(int octets) {
        int length = (int) NONCE + octets;
        if (octets < MIN_NONCE || length % NdOption.UNIT != 0) {
            throw new IllegalArgumentException("a nonce has 6, 14, 22, ... octets, not " + octets);
        }
        return length;
    }
}
