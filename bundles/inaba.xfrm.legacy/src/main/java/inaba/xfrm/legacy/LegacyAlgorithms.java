package inaba.xfrm.legacy;

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

/// Offers them while the bundle is started, which no feature does: DES-CBC MUST NOT, 3DES-CBC SHOULD NOT, HMAC-MD5-96
/// MUST NOT be used by others (RFC 8221 §5, §6).
@Component(service = LegacyAlgorithms.class, immediate = true)
public final class LegacyAlgorithms {
    /// Each algorithm of this bundle.
    public static final List<Algorithm> ALL = List.of(
            new CbcCipher("cbc(des)", "DES", 8, Set.of(8)),
            new CbcCipher("cbc(des3_ede)", "DESede", 8, Set.of(24)),
            new Hmac("hmac(md5)", "HmacMD5", 16, 12));

    private final Offer offer;

    @Activate
    public LegacyAlgorithms(BundleContext context) {
        offer = new Offer(context, ALL);
    }

    @Deactivate
    void stop() {
        offer.close();
    }
}
