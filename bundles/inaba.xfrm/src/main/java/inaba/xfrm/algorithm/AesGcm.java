package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM, RFC 4106; its IV is the packet's number (§3.1). With an implied IV, RFC 8750; as GMAC, which leaves the
/// text readable, RFC 4543. The JCA knows no ICV of 8 octets.
public record AesGcm(String name, Kind kind) implements Algorithm.Aead {
    /// What of the packet is enciphered, and where the IV comes from.
    public enum Kind {
        GCM,
        IMPLICIT_IV,
        GMAC
    }

    @Override
    public boolean takesKey(int bytes) {
        int key = bytes - Nonce.SALT;
        return key == 16 || key == 24 || key == 32;
    }

    @Override
    public int ivBytes() {
        return kind == Kind.IMPLICIT_IV ? 0 : Nonce.IV;
    }

    @Override
    public boolean takesIcv(int bytes) {
        return bytes == 16 || bytes == 12 && kind != Kind.GMAC; // RFC 4543 §2: 16 only
    }

    @Override
    public Sealer sealer(byte[] key, int icvBytes) throws GeneralSecurityException {
        return kind == Kind.GMAC ? new Gmac(key) : new Gcm(key, icvBytes, ivBytes());
    }

    /// A cipher with its key, set to a packet's nonce.
    private static final class Engine {
        private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        private final SecretKeySpec key;
        private final Nonce nonce;
        private final int icvBits;

        Engine(byte[] key, int icvBytes) throws GeneralSecurityException {
            this.key = new SecretKeySpec(Nonce.keyOf(key), "AES");
            this.nonce = new Nonce(key, Nonce.BYTES);
            this.icvBits = icvBytes * 8;
        }

        Cipher seal(long counter) throws GeneralSecurityException {
            return set(Cipher.ENCRYPT_MODE, nonce.of(counter));
        }

        Cipher open(byte[] iv, int at) throws GeneralSecurityException {
            return set(Cipher.DECRYPT_MODE, nonce.of(iv, at));
        }

        Cipher open(long counter) throws GeneralSecurityException {
            return set(Cipher.DECRYPT_MODE, nonce.of(counter));
        }

        private Cipher set(int mode, Nonce to) throws GeneralSecurityException {
            cipher.init(mode, key, new GCMParameterSpec(icvBits, to.bytes()));
            return cipher;
        }
    }

    private static final class Gcm implements Sealer {
        private final Engine engine;
        private final int ivBytes;

        Gcm(byte[] key, int icvBytes, int ivBytes) throws GeneralSecurityException {
            this.engine = new Engine(key, icvBytes);
            this.ivBytes = ivBytes;
        }

        @Override
        public void seal(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            var cipher = engine.seal(counter);
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
            var cipher = ivBytes > 0 ? engine.open(iv, ivAt) : engine.open(counter);
            cipher.updateAAD(ad, 0, adBytes);
            try {
                cipher.doFinal(in, at, length, out, 0);
                return true;
            } catch (AEADBadTagException wrong) {
                return false;
            }
        }
    }

    /// The IV and the text are additional data too, RFC 4543 §3.3.
    private static final class Gmac implements Sealer {
        private static final int ICV = 16;

        private final Engine engine;

        Gmac(byte[] key) throws GeneralSecurityException {
            engine = new Engine(key, ICV);
        }

        @Override
        public void seal(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            Nonce.write(counter, iv, ivAt);
            var cipher = engine.seal(counter);
            additional(cipher, ad, adBytes, iv, ivAt, in, at, length);
            System.arraycopy(in, at, out, 0, length);
            cipher.doFinal(out, length);
        }

        @Override
        public boolean open(
                long counter, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            int text = length - ICV;
            var cipher = engine.open(iv, ivAt);
            additional(cipher, ad, adBytes, iv, ivAt, in, at, text);
            System.arraycopy(in, at, out, 0, text);
            try {
                cipher.doFinal(in, at + text, ICV, out, text);
                return true;
            } catch (AEADBadTagException wrong) {
                return false;
            }
        }

        private static void additional(
                Cipher cipher, byte[] ad, int adBytes, byte[] iv, int ivAt, byte[] text, int at, int length) {
            cipher.updateAAD(ad, 0, adBytes);
            cipher.updateAAD(iv, ivAt, Nonce.IV);
            cipher.updateAAD(text, at, length);
        }
    }
}
