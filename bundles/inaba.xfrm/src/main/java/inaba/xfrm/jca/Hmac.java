package inaba.xfrm.jca;

import inaba.api.xfrm.Algorithm;
import java.security.GeneralSecurityException;
import javax.crypto.spec.SecretKeySpec;

/// A keyed hash, RFC 2104, its result cut as RFC 2403, RFC 2404 and RFC 4868 §2.3 say.
///
/// @param mac the JCA's name: `HmacSHA256`
/// @param digestBytes of the whole result, and of the key (RFC 4868 §2.1.1)
public record Hmac(String name, String mac, int digestBytes, int icvBytes) implements Algorithm.Authentication {
    @Override
    public boolean takesKey(int bytes) {
        return bytes == digestBytes;
    }

    @Override
    public Mac mac(byte[] key) throws GeneralSecurityException {
        return new Keyed(new SecretKeySpec(key, mac), mac);
    }

    private static final class Keyed implements Mac {
        private final javax.crypto.Mac mac;

        Keyed(SecretKeySpec key, String name) throws GeneralSecurityException {
            mac = javax.crypto.Mac.getInstance(name);
            mac.init(key);
        }

        @Override
        public void update(byte[] in, int at, int length) {
            mac.update(in, at, length);
        }

        @Override
        public void finish(byte[] out, int at) throws GeneralSecurityException {
            mac.doFinal(out, at);
        }
    }
}
