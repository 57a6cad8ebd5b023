package inaba.xfrm.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.xfrm.Algorithm;
import inaba.junit.Clause;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyAlgorithmsTest {
    private static final HexFormat HEX = HexFormat.of();

    /// FIPS 81 Appendix C, table C1: "Now is the time for all ".
    @Test
    @Clause("RFC 2405 §2")
    void desInCbcMode() throws GeneralSecurityException {
        var crypt = ((Algorithm.Encryption) find("cbc(des)")).crypt(HEX.parseHex("0123456789abcdef"));
        byte[] cipher = HEX.parseHex("e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6");
        byte[] out = new byte[24];
        crypt.decrypt(HEX.parseHex("1234567890abcdef"), 0, cipher, 0, 24, out);
        assertEquals("4e6f77206973207468652074696d6520666f7220616c6c20", HEX.formatHex(out));
    }

    /// With three equal keys Triple DES is DES.
    @Test
    @Clause("RFC 2451 §2")
    void tripleDesInCbcMode() throws GeneralSecurityException {
        var crypt = ((Algorithm.Encryption) find("cbc(des3_ede)")).crypt(HEX.parseHex("0123456789abcdef".repeat(3)));
        byte[] cipher = HEX.parseHex("e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6");
        byte[] out = new byte[24];
        crypt.decrypt(HEX.parseHex("1234567890abcdef"), 0, cipher, 0, 24, out);
        assertEquals("4e6f77206973207468652074696d6520666f7220616c6c20", HEX.formatHex(out));
    }

    /// RFC 2202 §2.
    @Clause("RFC 2403 §2")
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, 9294727a3638bb1c13f48ef8158bfc9d",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dd*50, 56be34521d144c88dbb8c733f0e8b3f6"
    })
    void hmacMd5(String key, String data, String digest) throws GeneralSecurityException {
        byte[] message = data.startsWith("dd*") ? new byte[50] : HEX.parseHex(data);
        if (data.startsWith("dd*")) {
            Arrays.fill(message, (byte) 0xdd);
        }
        var mac = ((Algorithm.Authentication) find("hmac(md5)")).mac(HEX.parseHex(key));
        byte[] out = new byte[16];
        mac.update(message, 0, message.length);
        mac.finish(out, 0);
        assertEquals(digest, HEX.formatHex(out));
    }

    private static Algorithm find(String name) {
        return LegacyAlgorithms.ALL.stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
