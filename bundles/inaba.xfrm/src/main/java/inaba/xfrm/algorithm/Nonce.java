package inaba.xfrm.algorithm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The nonce of counter modes: four octets of salt, which come with the key, then the eight of the IV (RFC 4106 §4).
final class Nonce {
    static final int SALT = 4;
    static final int IV = 8;
    static final int BYTES = SALT + IV;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;

    /// @param key its last four octets are the salt
    /// @param length 12, or more for a block that begins with the nonce
    Nonce(byte[] key, int length) {
        bytes = new byte[length];
        System.arraycopy(key, key.length - SALT, bytes, 0, SALT);
    }

    /// The key without the salt.
    static byte[] keyOf(byte[] key) {
        return Arrays.copyOf(key, key.length - SALT);
    }

    byte[] bytes() {
        return bytes;
    }

    Nonce of(long counter) {
        LONG.set(bytes, SALT, counter);
        return this;
    }

    Nonce of(byte[] iv, int at) {
        System.arraycopy(iv, at, bytes, SALT, IV);
        return this;
    }

    static void write(long counter, byte[] iv, int at) {
        LONG.set(iv, at, counter);
    }
}
