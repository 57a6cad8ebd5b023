package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.wire.Prefix;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7217 §5, RFC 5453 §3.
class OpaqueIdentifierTest {
    private static final Prefix ONE = Prefix.parse("2001:db8:1::/64");
    private static final Prefix TWO = Prefix.parse("2001:db8:2::/64");
    private static final OpaqueIdentifier F = new OpaqueIdentifier(secret(1));

    @Test
    @Clause({"RFC 7217 §5a", "RFC 7217 §5d"})
    void eachParameterMakesAnotherIdentifierAndTheSameOnesTheSame() {
        long here = F.of(ONE, "lan", 0);
        assertEquals(here, new OpaqueIdentifier(secret(1)).of(ONE, "lan", 0));
        assertNotEquals(here, F.of(TWO, "lan", 0));
        assertNotEquals(here, F.of(Prefix.parse("2001:db8:1::/63"), "lan", 0));
        assertNotEquals(here, F.of(ONE, "wan", 0));
        assertNotEquals(here, F.of(ONE, "lan", 1));
        assertNotEquals(here, new OpaqueIdentifier(secret(2)).of(ONE, "lan", 0));
    }

    /// Computed by Python's hmac: the rightmost 64 bits of HMAC-SHA-256(key, prefix | length | counter | name).
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "2001:db8:1::/64, lan, 0, c57b3c337e0119dc",
        "fe80::/64,       wan, 3, 92eb5130382f8f4c",
    })
    @Clause("RFC 7217 §5b")
    void theIdentifierIsTheRightmostBitsOfTheFunction(String prefix, String link, int counter, String expected) {
        assertEquals(expected, HexFormat.of().toHexDigits(F.of(Prefix.parse(prefix), link, counter)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000",
                "02005efffe000000",
                "02005efffe005213",
                "02005efffeffffff",
                "fdffffffffffff80",
                "fdffffffffffffff"
            })
    @Clause("RFC 5453 §3")
    void whatIsReservedIsNobodys(String identifier) {
        assertTrue(ReservedIdentifiers.contain(HexFormat.fromHexDigitsToLong(identifier)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000001",
                "02005efffdffffff",
                "02005effff000000",
                "fdffffffffffff7f",
                "fe00000000000000"
            })
    @Clause("RFC 5453 §3")
    void allOthersMayBeUsed(String identifier) {
        assertFalse(ReservedIdentifiers.contain(HexFormat.fromHexDigitsToLong(identifier)));
    }

    private static byte[] secret(int last) {
        byte[] secret = new byte[OpaqueIdentifier.KEY_BYTES];
        secret[secret.length - 1] = (byte) last;
        return secret;
    }
}
