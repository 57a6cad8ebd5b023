package inaba.guest;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The algorithms of an association, in the words that `ip xfrm` and the appliance share.
///
/// @param protocol `esp`, `ah` or `comp`
/// @param name     for people
/// @param words    what an association says of it, with its key
/// @param linux    whether a Linux kernel has it
record IpsecAlgorithm(String protocol, String name, String words, boolean linux) {
    private static final int SALT = 4;
    private static final String REPLAY = " replay-window 64";

    /// With one algorithm for both services, RFC 4106 and others.
    private static IpsecAlgorithm aead(String name, int keyBytes, int icvBits) {
        var title = "%s %d/%d".formatted(name, (keyBytes - SALT) * 8, icvBits);
        return new IpsecAlgorithm(
                "esp",
                title,
                "aead '%s' %s %d".formatted(name, key(keyBytes), icvBits) + REPLAY,
                !name.startsWith("rfc8750"));
    }

    private static IpsecAlgorithm esp(String cipher, int keyBytes, Mac mac) {
        var bits = keyBytes == 0 ? "" : " " + keyBytes * 8;
        return new IpsecAlgorithm(
                "esp",
                cipher + bits + ", " + mac.name,
                "enc '%s' %s ".formatted(cipher, key(keyBytes)) + mac + REPLAY,
                true);
    }

    private static IpsecAlgorithm ah(Mac mac) {
        return new IpsecAlgorithm("ah", mac.name, mac + REPLAY, true);
    }

    /// With extended sequence numbers too.
    private IpsecAlgorithm extended() {
        return new IpsecAlgorithm(protocol, name + ", ESN", words + " flag esn", linux);
    }

    private static String key(int bytes) {
        byte[] key = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            key[i] = (byte) (0x5b + 29 * i);
        }
        return bytes == 0 ? "\"\"" : "0x" + HexFormat.of().formatHex(key);
    }

    /// An integrity algorithm and the length of its ICV, RFC 8221 §6.
    private enum Mac {
        SHA1("hmac(sha1)", 20, 96),
        SHA256("hmac(sha256)", 32, 128),
        SHA384("hmac(sha384)", 48, 192),
        SHA512("hmac(sha512)", 64, 256),
        CMAC("cmac(aes)", 16, 96),
        XCBC("xcbc(aes)", 16, 96),
        MD5("hmac(md5)", 16, 96);

        private final String name;
        private final int keyBytes;
        private final int icvBits;

        Mac(String name, int keyBytes, int icvBits) {
            this.name = name;
            this.keyBytes = keyBytes;
            this.icvBits = icvBits;
        }

        @Override
        public String toString() {
            return "auth-trunc '%s' %s %d".formatted(name, key(keyBytes), icvBits);
        }
    }

    static final IpsecAlgorithm GCM = aead("rfc4106(gcm(aes))", 20, 128);
    static final IpsecAlgorithm AH_SHA256 = ah(Mac.SHA256);
    static final IpsecAlgorithm DEFLATE = new IpsecAlgorithm("comp", "deflate", "comp deflate", true);

    /// Of ESP: combined ones; every cipher, with one MAC; every MAC, with one cipher; and extended numbers.
    static final List<IpsecAlgorithm> ESP = List.of(
            GCM,
            aead("rfc4106(gcm(aes))", 28, 128),
            aead("rfc4106(gcm(aes))", 36, 128),
            aead("rfc4106(gcm(aes))", 20, 96),
            aead("rfc4543(gcm(aes))", 20, 128),
            aead("rfc7539esp(chacha20,poly1305)", 36, 128),
            aead("rfc8750(gcm(aes))", 20, 128),
            aead("rfc8750(chacha20,poly1305)", 36, 128),
            esp("cbc(aes)", 16, Mac.SHA1),
            esp("cbc(aes)", 16, Mac.SHA256),
            esp("cbc(aes)", 24, Mac.SHA256),
            esp("cbc(aes)", 32, Mac.SHA256),
            esp("cbc(aes)", 16, Mac.SHA384),
            esp("cbc(aes)", 16, Mac.SHA512),
            esp("cbc(aes)", 16, Mac.CMAC),
            esp("cbc(aes)", 16, Mac.XCBC),
            esp("cbc(aes)", 16, Mac.MD5),
            esp("rfc3686(ctr(aes))", 20, Mac.SHA256),
            esp("ecb(cipher_null)", 0, Mac.SHA256),
            esp("cbc(des3_ede)", 24, Mac.SHA1),
            esp("cbc(des)", 8, Mac.MD5),
            GCM.extended(),
            esp("cbc(aes)", 16, Mac.SHA256).extended());

    /// Of AH: every MAC.
    static final List<IpsecAlgorithm> AH = Stream.concat(
                    Stream.of(Mac.values()).map(IpsecAlgorithm::ah), Stream.of(AH_SHA256.extended()))
            .toList();
}
