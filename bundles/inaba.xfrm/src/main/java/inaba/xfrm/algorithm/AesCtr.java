package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES in counter mode, RFC 3686: the key's last four octets are the nonce (§5.1), the IV is the packet's number.
public record AesCtr(String name) implements Algorithm.Encryption {
    private static final int BLOCK = 16;

    @Override
    public boolean takesKey(int bytes) {
        int key = bytes - Nonce.SALT;
        return key == 16 || key == 24 || key == 32;
    }

    @Override
    public int ivBytes() {
        return Nonce.IV;
    }

    @Override
    public int blockBytes() {
        return 1;
    }

    @Override
    public Crypt crypt(byte[] key) throws GeneralSecurityException {
        return new Keyed(key);
    }

    private static final class Keyed implements Crypt {
        private final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        private final SecretKeySpec key;
        private final Nonce counterBlock;

        Keyed(byte[] key) throws GeneralSecurityException {
            this.key = new SecretKeySpec(Nonce.keyOf(key), "AES");
            this.counterBlock = new Nonce(key, BLOCK);
            counterBlock.bytes()[BLOCK - 1] = 1; // §4: the block counter begins with one
        }

        @Override
        public void encrypt(long counter, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            Nonce.write(counter, iv, ivAt);
            run(counterBlock.of(counter), in, at, length, out);
        }

        @Override
        public void decrypt(byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            run(counterBlock.of(iv, ivAt), in, at, length, out);
        }

        private void run(Nonce of, byte[] in, int at, int length, byte[] out) throws GeneralSecurityException {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(of.bytes()));
            cipher.doFinal(in, at, length, out, 0);
        }
    }
}
