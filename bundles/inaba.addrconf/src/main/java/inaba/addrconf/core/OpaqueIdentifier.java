package inaba.addrconf.core;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Stable and opaque interface identifiers, RFC 7217 §5: F is HMAC-SHA-256, Net_Iface the name of the link, and there
/// is no Network_ID.
public final class OpaqueIdentifier {
    /// The secret key in bytes; RFC 7217 §5 asks for 16 at least.
    public static final int KEY_BYTES = 32;

    private static final String F = "HmacSHA256";

    private final SecretKeySpec key;

    /// @param secret of [#KEY_BYTES]
    public OpaqueIdentifier(byte[] secret) {
        this.key = new SecretKeySpec(secret, F);
    }

    /// @param link its name
    /// @param dadCounter 0, and one more after each conflict (§6)
    public long of(Prefix prefix, String link, int dadCounter) {
        var name = link.getBytes(StandardCharsets.UTF_8);
        var input = ByteBuffer.allocate(Ipv6Address.BYTES + 2 * Integer.BYTES + name.length)
                .putLong(prefix.address().high())
                .putLong(prefix.address().low())
                .putInt(prefix.length())
                .putInt(dadCounter)
                .put(name)
                .array();
        try {
            var function = Mac.getInstance(F);
            function.init(key);
            byte[] identifier = function.doFinal(input);
            return ByteBuffer.wrap(identifier).getLong(identifier.length - Long.BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + F, impossible);
        }
    }
}
