package inaba.api.xfrm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Key material: shown by a fingerprint only, equal by identity, and wiped by the engine when its association goes.
public final class Secret {
    private static final int SHOWN = 4;

    private final byte[] bytes;
    private final String fingerprint;
    private volatile boolean wiped;

    /// @param bytes taken over, not copied
    public Secret(byte[] bytes) {
        this.bytes = bytes;
        this.fingerprint = fingerprint(bytes);
    }

    public int length() {
        return bytes.length;
    }

    /// A copy, which the caller wipes.
    ///
    /// @throws IllegalStateException when the key is wiped already
    public byte[] copy() {
        byte[] copy = bytes.clone();
        if (wiped) {
            Arrays.fill(copy, (byte) 0);
            throw new IllegalStateException("the key is wiped");
        }
        return copy;
    }

    public void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    public boolean isWiped() {
        return wiped;
    }

    /// Eight hexadecimal digits that tell two keys apart and say nothing of either.
    @Override
    public String toString() {
        return fingerprint;
    }

    private static String fingerprint(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(digest, 0, SHOWN);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
