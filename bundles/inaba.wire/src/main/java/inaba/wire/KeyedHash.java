package inaba.wire;

import java.security.SecureRandom;

/// Hashes addresses with a secret, so that nobody outside can choose addresses that meet in one place of a table.
///
/// The product of both halves, each disturbed by a secret number, folded to 64 bits (the `mum` of Wang Yi's wyhash): no
/// difference of two keys gives a difference of their hashes that could be known without the secret.
public final class KeyedHash {
    /// Fixes the secret of a process, so that a simulation repeats itself; never set in an appliance.
    private static final String FIXED = "inaba.hash.secret";

    private static final long OF_THIS_PROCESS =
            Long.getLong(FIXED, 0) != 0 ? Long.getLong(FIXED, 0) : new SecureRandom().nextLong();
    private static final long SECOND = 0x9e37_79b9_7f4a_7c15L;
    private static final long THIRD = 0xc2b2_ae3d_27d4_eb4fL;

    private KeyedHash() {}

    /// With the secret of this process: what is hashed so is not to be told, nor kept.
    public static int of(long high, long low) {
        return (int) (of(OF_THIS_PROCESS, high, low, 0) >>> 32);
    }

    /// @param more what belongs to the key beside the 128 bits
    public static long of(long secret, long high, long low, long more) {
        long both = fold(high ^ secret, low ^ Long.rotateLeft(secret, 29) * SECOND);
        return fold(both ^ more, secret ^ THIRD);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
