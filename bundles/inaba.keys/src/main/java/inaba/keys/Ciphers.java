package inaba.keys;

import java.util.Map;

/// Names of algorithms as key managers write them, and what Linux assumes where they say less.
public final class Ciphers {
    /// The old names that Linux takes too.
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("aes", "cbc(aes)"),
            Map.entry("des", "cbc(des)"),
            Map.entry("des3_ede", "cbc(des3_ede)"),
            Map.entry("cipher_null", "ecb(cipher_null)"),
            Map.entry("md5", "hmac(md5)"),
            Map.entry("sha1", "hmac(sha1)"),
            Map.entry("sha256", "hmac(sha256)"),
            Map.entry("sha384", "hmac(sha384)"),
            Map.entry("sha512", "hmac(sha512)"));

    /// Octets of the ICV where the request names none; for SHA-256 not what RFC 4868 says, but what Linux does.
    private static final Map<String, Integer> ICV = Map.of("hmac(sha384)", 24, "hmac(sha512)", 32);

    private static final int ICV_BYTES = 12;

    private Ciphers() {}

    public static String name(String said) {
        return ALIASES.getOrDefault(said, said);
    }

    public static int icvBytes(String name) {
        return ICV.getOrDefault(name, ICV_BYTES);
    }
}
