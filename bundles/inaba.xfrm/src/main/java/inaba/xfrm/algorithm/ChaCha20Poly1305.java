package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// ChaCha20 and Poly1305, RFC 7634; with an implied IV, RFC 8750.
public record ChaCha20Poly1305(String name, int ivBytes) implements Algorithm.Aead {
    private static final int KEY = 32;
    private static final int ICV = 16;

    @Override
    public boolean takesKey(int bytes) {
        return bytes == KEY + Nonce.SALT;
    }

    @Override
    public boolean takesIcv(int bytes) {
        return bytes == ICV;
    }

    @Override
    public Sealer sealer(byte[] key, int icvBytes) throws GeneralSecurityException {
        return new Keyed(key, ivBytes);
    }

    private static final class Keyed implements Sealer {
        private static final String NAME = "ChaCha20-Poly1305";

        private final SecretKeySpec key;
        private final Nonce nonce;
        private final int ivBytes;
        private Cipher cipher = Cipher.getInstance(NAME);

        Keyed(byte[] key, int ivBytes) throws GeneralSecurityException {
            this.key = new SecretKeySpec(Nonce.keyOf(key), "ChaCha20");
            this.nonce = new Nonce(key, Nonce.BYTES);
            this.ivBytes = ivBytes;
        }

        @Override
        public void seal(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new IvParameterSpec(nonce.of(counter).bytes()));
            cipher.updateAAD(ad, 0, adBytes);
            cipher.doFinal(in, at, length, out, 0);
            if (ivBytes > 0) {
                Nonce.write(counter, iv, ivAt);
            }
        }

        @Override
        public boolean open(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            var of = ivBytes > 0 ? nonce.of(iv, ivAt) : nonce.of(counter);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(of.bytes()));
            cipher.updateAAD(ad, 0, adBytes);
            try {
                cipher.doFinal(in, at, length, out, 0);
                return true;
            } catch (AEADBadTagException wrong) {
                cipher = Cipher.getInstance(NAME); // it refuses a nonce twice: a forgery must not bar the real packet
                return false;
            }
        }
    }
}
