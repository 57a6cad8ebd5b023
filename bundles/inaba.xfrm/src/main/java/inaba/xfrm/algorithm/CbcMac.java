package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// MACs whose result is the last block of AES in CBC mode: AES-CMAC-96 (RFC 4494, RFC 4493) and AES-XCBC-MAC-96 (RFC
/// 3566). They differ in how their keys are derived.
public record CbcMac(String name, Derivation derivation) implements Algorithm.Authentication {
    private static final int BLOCK = 16;
    private static final int KEPT = 12;

    /// How the key for blocks, and those for a full and a padded last block, come from the key.
    public enum Derivation {
        CMAC,
        XCBC
    }

    @Override
    public boolean takesKey(int bytes) {
        return bytes == BLOCK; // RFC 4494 §3, RFC 3566 §4.1: 128 bits
    }

    @Override
    public int digestBytes() {
        return BLOCK;
    }

    @Override
    public int icvBytes() {
        return KEPT;
    }

    @Override
    public Mac mac(byte[] key) throws GeneralSecurityException {
        return switch (derivation) {
            case CMAC -> cmac(key);
            case XCBC -> xcbc(key);
        };
    }

    /// RFC 4493 §2.3.
    private static Mac cmac(byte[] key) throws GeneralSecurityException {
        byte[] full = doubled(enciphered(key, 0));
        return new Keyed(key, full, doubled(full));
    }

    /// RFC 3566 §4.
    private static Mac xcbc(byte[] key) throws GeneralSecurityException {
        return new Keyed(enciphered(key, 1), enciphered(key, 2), enciphered(key, 3));
    }

    private static byte[] enciphered(byte[] key, int value) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) value);
        return cipher.doFinal(block);
    }

    /// The product with x in the field of 2^128 elements.
    private static byte[] doubled(byte[] block) {
        byte[] twice = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int shifted = Byte.toUnsignedInt(block[i]) << 1 | carry;
            twice[i] = (byte) shifted;
            carry = shifted >>> 8;
        }
        twice[BLOCK - 1] ^= (byte) (carry * 0x87);
        return twice;
    }

    private static final class Keyed implements Mac {
        private static final int CHUNK = 4096;

        private final Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        private final byte[] full;
        private final byte[] padded;
        private final byte[] last = new byte[BLOCK];
        private final byte[] sink = new byte[CHUNK];
        private int held;

        Keyed(byte[] key, byte[] full, byte[] padded) throws GeneralSecurityException {
            this.full = full;
            this.padded = padded;
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
        }

        /// Keeps the last block back, full or not, since it is treated apart.
        @Override
        public void update(byte[] in, int at, int length) throws GeneralSecurityException {
            int from = at;
            int left = length;
            int fill = Math.min(BLOCK - held, left);
            System.arraycopy(in, from, last, held, fill);
            held += fill;
            from += fill;
            left -= fill;
            if (left == 0) {
                return;
            }
            cipher.update(last, 0, BLOCK, sink);
            while (left > BLOCK) {
                int whole = Math.min(CHUNK, (left - 1) / BLOCK * BLOCK);
                cipher.update(in, from, whole, sink);
                from += whole;
                left -= whole;
            }
            System.arraycopy(in, from, last, 0, left);
            held = left;
        }

        @Override
        public void finish(byte[] out, int at) throws GeneralSecurityException {
            byte[] mask = held == BLOCK ? full : padded;
            if (held < BLOCK) {
                Arrays.fill(last, held, BLOCK, (byte) 0);
                last[held] = (byte) 0x80;
            }
            for (int i = 0; i < BLOCK; i++) {
                last[i] ^= mask[i];
            }
            cipher.doFinal(last, 0, BLOCK, out, at); // and back to the IV of zeros
            held = 0;
        }
    }
}
