package inaba.xfrm.algorithm;

import inaba.api.xfrm.Algorithm;
import inaba.xfrm.jca.CbcCipher;
import inaba.xfrm.jca.Hmac;
import inaba.xfrm.jca.Offer;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Offers what this bundle brings, under Linux's names. Linux has none for implied IVs (RFC 8750): those are ours.
@Component(service = Algorithms.class, immediate = true)
public final class Algorithms {
    /// Each algorithm of this bundle.
    public static final List<Algorithm> ALL = List.of(
            new AesGcm("rfc4106(gcm(aes))", AesGcm.Kind.GCM),
            new AesGcm("rfc8750(gcm(aes))", AesGcm.Kind.IMPLICIT_IV),
            new AesGcm("rfc4543(gcm(aes))", AesGcm.Kind.GMAC),
            new ChaCha20Poly1305("rfc7539esp(chacha20,poly1305)", Nonce.IV),
            new ChaCha20Poly1305("rfc8750(chacha20,poly1305)", 0),
            new CbcCipher("cbc(aes)", "AES", 16, Set.of(16, 24, 32)),
            new AesCtr("rfc3686(ctr(aes))"),
            new NullCipher("ecb(cipher_null)"),
            new Hmac("hmac(sha1)", "HmacSHA1", 20, 12),
            new Hmac("hmac(sha256)", "HmacSHA256", 32, 16),
            new Hmac("hmac(sha384)", "HmacSHA384", 48, 24),
            new Hmac("hmac(sha512)", "HmacSHA512", 64, 32),
            new CbcMac("cmac(aes)", CbcMac.Derivation.CMAC),
            new CbcMac("xcbc(aes)", CbcMac.Derivation.XCBC));

    private final Offer offer;

    @Activate
    public Algorithms(BundleContext context) {
        offer = new Offer(context, ALL);
    }

    @Deactivate
    void stop() {
        offer.close();
    }
}
