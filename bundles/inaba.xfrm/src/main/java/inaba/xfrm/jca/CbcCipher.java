package inaba.xfrm.jca;

import inaba.api.xfrm.Algorithm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A block cipher in CBC mode, RFC 2451 and RFC 3602. The IV is the packet's number, enciphered: nobody who lacks the
/// key can predict it (RFC 3602 §3, NIST SP 800-38A Appendix C).
///
/// @param cipher the JCA's name: `AES`
/// @param keyBytes the lengths that fit
public record CbcCipher(String name, String cipher, int blockBytes, Set<Integer> keyBytes)
        implements Algorithm.Encryption {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    @Override
    public boolean takesKey(int bytes) {
        return keyBytes.contains(bytes);
    }

    @Override
    public int ivBytes() {
        return blockBytes;
    }

    @Override
    public Crypt crypt(byte[] key) throws GeneralSecurityException {
        return new Keyed(new SecretKeySpec(key, cipher), cipher, blockBytes);
    }

    private static final class Keyed implements Crypt {
        private final SecretKeySpec key;
        private final Cipher cbc;
        private final Cipher block;
        private final byte[] number;

        Keyed(SecretKeySpec key, String name, int blockBytes) throws GeneralSecurityException {
            this.key = key;
            cbc = Cipher.getInstance(name + "/CBC/NoPadding");
            block = Cipher.getInstance(name + "/ECB/NoPadding");
            block.init(Cipher.ENCRYPT_MODE, key);
            number = new byte[blockBytes];
        }

        @Override
        public void encrypt(long counter, byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            LONG.set(number, number.length - Long.BYTES, counter);
            block.doFinal(number, 0, number.length, iv, ivAt);
            cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv, ivAt, number.length));
            cbc.doFinal(in, at, length, out, 0);
        }

        @Override
        public void decrypt(byte[] iv, int ivAt, byte[] in, int at, int length, byte[] out)
                throws GeneralSecurityException {
            cbc.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv, ivAt, number.length));
            cbc.doFinal(in, at, length, out, 0);
        }
    }
}
