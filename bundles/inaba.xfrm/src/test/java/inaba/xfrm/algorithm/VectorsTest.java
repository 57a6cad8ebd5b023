package inaba.xfrm.algorithm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.xfrm.Algorithm;
import inaba.junit.Clause;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The vectors that the RFCs of the algorithms print.
class VectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Clause("RFC 3602 §4")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        case 1 | 06a9214036b8a15b512e03d534120006 | 3dafba429d9eb430b422da802c9fac41 | 53696e676c6520626c6f636b206d7367 \
        | e353779c1079aeb82708942dbe77181a
        case 2 | c286696d887c9aa0611bbb3e2025a45a | 562e17996d093d28ddb3ba695a2e6f58 \
        | 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f \
        | d296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1
        case 4 | 56e47a38c5598974bc46903dba290349 | 8ce82eefbea0da3c44699ed7db51b7d9 \
        | a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf\
        d0d1d2d3d4d5d6d7d8d9dadbdcdddedf \
        | c30e32ffedc0774e6aff6af0869f71aa0f3af07a9a31a9c684db207eb0ef8e4e35907aa632c3ffdf868bb7b29d3d46ad\
        83ce9f9a102ee99d49a53e87f4c3da55
        """)
    void aesCbc(String name, String key, String iv, String plain, String cipher) throws GeneralSecurityException {
        assertEquals(plain, decrypt("cbc(aes)", key, iv, cipher));
    }

    @Clause("RFC 3686 §6")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        vector 1 | ae6852f8121067cc4bf7a5765577f39e 00000030 | 0000000000000000 | 53696e676c6520626c6f636b206d7367 \
        | e4095d4fb7a7b3792d6175a3261311b8
        vector 2 | 7e24067817fae0d743d6ce1f32539163 006cb6db | c0543b59da48d90b \
        | 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f \
        | 5104a106168a72d9790d41ee8edad388eb2e1efc46da57c8fce630df9141be28
        vector 3 | 7691be035e5020a8ac6e618529f9a0dc 00e0017b | 27777f3f4a1786f0 \
        | 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223 \
        | c1cf48a89f2ffdd9cf4652e9efdb72d74540a42bde6d7836d59a5ceaaef3105325b2072f
        vector 4 | 16af5b145fc9f579c175f93e3bfb0eed863d06ccfdb78515 00000048 | 36733c147d6d93cb \
        | 53696e676c6520626c6f636b206d7367 | 4b55384fe259c9c84e7935a003cbe928
        vector 5 | 7c5cb2401b3dc33c19e7340819e0f69c678c3db8e6f6a91a 0096b03b | 020c6eadc2cb500d \
        | 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f \
        | 453243fc609b23327edfaafa7131cd9f8490701c5ad4a79cfc1fe0ff42f4fb00
        """)
    void aesCtr(String name, String key, String iv, String plain, String cipher) throws GeneralSecurityException {
        assertEquals(plain, decrypt("rfc3686(ctr(aes))", key, iv, cipher));
        var crypt = encryption("rfc3686(ctr(aes))").crypt(hex(key));
        byte[] out = new byte[plain.length() / 2];
        byte[] made = new byte[8];
        crypt.encrypt(Long.parseUnsignedLong(iv, 16), made, 0, hex(plain), 0, out.length, out);
        assertEquals(cipher, HEX.formatHex(out));
        assertEquals(iv, HEX.formatHex(made));
    }

    /// The GCM specification's test case 4; RFC 4106 has none of its own.
    @Test
    @Clause("RFC 4106 §4")
    void aesGcm() throws GeneralSecurityException {
        var sealer = aead("rfc4106(gcm(aes))").sealer(hex("feffe9928665731c6d6a8f9467308308 cafebabe"), 16);
        byte[] text = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
                + "b525b16aedf5aa0de657ba637b39");
        byte[] additional = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] iv = new byte[8];
        byte[] out = new byte[text.length + 16];
        sealer.seal(0xfacedbaddecaf888L, additional, additional.length, iv, 0, text, 0, text.length, out);
        assertEquals("facedbaddecaf888", HEX.formatHex(iv));
        assertEquals(
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b39"
                        + "6a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
                HEX.formatHex(out));
        byte[] back = new byte[text.length];
        assertTrue(sealer.open(0, additional, additional.length, iv, 0, out, 0, out.length, back));
        assertArrayEquals(text, back);
    }

    @Clause({"RFC 4868 §2.7.2", "RFC 2404 §3", "RFC 4494 §5", "RFC 3566 §4.6"})
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
        hmac(sha1)   | RFC 2202 1  | 0b*20 | 4869205468657265 | b617318655057264e28bc0b6
        hmac(sha256) | AUTH256-1   | 0b*32 | 4869205468657265 | 198a607eb44bfbc69903a0f1cf2bbdc5
        hmac(sha256) | AUTH256-3   | aa*32 | dd*50            | cdcb1220d1ecccea91e53aba3092f962
        hmac(sha384) | AUTH384-1   | 0b*48 | 4869205468657265 | b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973
        cmac(aes)    | RFC 4494 1  | 2b7e151628aed2a6abf7158809cf4f3c | '' | bb1d6929e95937287fa37d12
        cmac(aes)    | RFC 4494 2  | 2b7e151628aed2a6abf7158809cf4f3c | 6bc1bee22e409f96e93d7e117393172a \
        | 070a16b46b4d4144f79bdd9d
        cmac(aes)    | RFC 4494 3  | 2b7e151628aed2a6abf7158809cf4f3c \
        | 6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411 | dfa66747de9ae63030ca3261
        cmac(aes)    | RFC 4494 4  | 2b7e151628aed2a6abf7158809cf4f3c \
        | 6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445\
        df4f9b17ad2b417be66c3710 | 51f0bebf7e3b9d92fc497417
        xcbc(aes)    | RFC 3566 1  | 000102030405060708090a0b0c0d0e0f | '' | 75f0251d528ac01c4573dfd5
        xcbc(aes)    | RFC 3566 2  | 000102030405060708090a0b0c0d0e0f | 000102 | 5b376580ae2f19afe7219cee
        xcbc(aes)    | RFC 3566 3  | 000102030405060708090a0b0c0d0e0f | 000102030405060708090a0b0c0d0e0f \
        | d2a246fa349b68a79998a439
        xcbc(aes)    | RFC 3566 4  | 000102030405060708090a0b0c0d0e0f | 000102030405060708090a0b0c0d0e0f10111213 \
        | 47f51b4564966215b8985c63
        xcbc(aes)    | RFC 3566 5  | 000102030405060708090a0b0c0d0e0f \
        | 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f | f54f0ec8d2b9f3d36807734b
        xcbc(aes)    | RFC 3566 7  | 000102030405060708090a0b0c0d0e0f | 00*1000 | f0dafee895db30253761103b
        """)
    void authentication(String algorithm, String name, String key, String data, String icv)
            throws GeneralSecurityException {
        var mac = (Algorithm.Authentication) find(algorithm);
        assertEquals(icv.length() / 2, mac.icvBytes());
        byte[] message = hex(data);
        var keyed = mac.mac(hex(key));
        for (int step : List.of(Math.max(1, message.length), 1, 7, 16)) { // however it comes in pieces
            for (int at = 0; at < message.length; at += step) {
                keyed.update(message, at, Math.min(step, message.length - at));
            }
            byte[] out = new byte[mac.digestBytes()];
            keyed.finish(out, 0);
            assertEquals(icv, HEX.formatHex(out, 0, mac.icvBytes()), "in steps of " + step);
        }
    }

    static List<Algorithm.Aead> aeads() {
        return Algorithms.ALL.stream()
                .filter(Algorithm.Aead.class::isInstance)
                .map(Algorithm.Aead.class::cast)
                .toList();
    }

    @Clause({"RFC 8750 §3", "RFC 4543 §3.3", "RFC 7634 §2"})
    @ParameterizedTest
    @MethodSource("aeads")
    void aForgedPacketDoesNotBarTheRealOne(Algorithm.Aead algorithm) throws GeneralSecurityException {
        byte[] key = new byte[algorithm.takesKey(20) ? 20 : 36];
        byte[] text = "what do ya want for nothing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] additional = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] iv = new byte[8];
        byte[] sealed = new byte[text.length + 16];
        algorithm.sealer(key, 16).seal(77, additional, 8, iv, 0, text, 0, text.length, sealed);
        var receiver = algorithm.sealer(key, 16);
        byte[] out = new byte[sealed.length];
        byte[] forged = sealed.clone();
        forged[3] ^= 1;
        assertFalse(receiver.open(77, additional, 8, iv, 0, forged, 0, forged.length, out));
        assertTrue(receiver.open(77, additional, 8, iv, 0, sealed, 0, sealed.length, out));
        assertArrayEquals(text, Arrays.copyOf(out, text.length));
        additional[0] ^= 1;
        assertFalse(receiver.open(77, additional, 8, iv, 0, sealed, 0, sealed.length, out));
    }

    @Test
    @Clause("RFC 3602 §3")
    void theIvOfCbcIsAnotherForEachNumberAndTellsNothingOfIt() throws GeneralSecurityException {
        var crypt = encryption("cbc(aes)").crypt(new byte[16]);
        byte[] one = new byte[16];
        byte[] two = new byte[16];
        byte[] text = new byte[16];
        byte[] out = new byte[16];
        crypt.encrypt(1, one, 0, text, 0, 16, out);
        crypt.encrypt(2, two, 0, text, 0, 16, out);
        assertNotEquals(HEX.formatHex(one), HEX.formatHex(two));
        assertEquals(
                "00000000000000000000000000000000",
                decrypt("cbc(aes)", "00*16", HEX.formatHex(two), HEX.formatHex(out)));
    }

    private static String decrypt(String algorithm, String key, String iv, String cipher)
            throws GeneralSecurityException {
        byte[] out = new byte[cipher.length() / 2];
        encryption(algorithm).crypt(hex(key)).decrypt(hex(iv), 0, hex(cipher), 0, out.length, out);
        return HEX.formatHex(out);
    }

    private static Algorithm.Encryption encryption(String name) {
        return (Algorithm.Encryption) find(name);
    }

    private static Algorithm.Aead aead(String name) {
        return (Algorithm.Aead) find(name);
    }

    private static Algorithm find(String name) {
        return Algorithms.ALL.stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// `0b*20` is twenty octets of 0b.
    private static byte[] hex(String text) {
        int star = text.indexOf('*');
        if (star < 0) {
            return HEX.parseHex(text.replace(" ", ""));
        }
        byte[] bytes = new byte[Integer.parseInt(text.substring(star + 1))];
        Arrays.fill(bytes, (byte) Integer.parseInt(text.substring(0, star), 16));
        return bytes;
    }
}
