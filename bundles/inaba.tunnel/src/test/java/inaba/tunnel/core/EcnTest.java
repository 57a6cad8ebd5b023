package inaba.tunnel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcnTest {
    private static final List<String> CODEPOINTS = List.of("Not-ECT", "ECT(1)", "ECT(0)", "CE");

    /// RFC 6040 §4.2, figure 4, row by row: the arriving inner header, and what becomes of it by the outer one.
    @ParameterizedTest(name = "inner {0}: {1}, {2}, {3}, {4}")
    @CsvSource(delimiter = '|', textBlock = """
        #        outer: Not-ECT | ECT(0)  | ECT(1)  | CE
        Not-ECT       | Not-ECT | Not-ECT | Not-ECT | drop
        ECT(0)        | ECT(0)  | ECT(0)  | ECT(1)  | CE
        ECT(1)        | ECT(1)  | ECT(1)  | ECT(1)  | CE
        CE            | CE      | CE      | CE      | CE
        """)
    @Clause({"RFC 6040 §4.2a", "RFC 6040 §4.2b"})
    void theOuterHeaderTellsTheInnerOne(String inner, String notEct, String ect0, String ect1, String ce) {
        assertEquals(notEct, out("Not-ECT", inner));
        assertEquals(ect0, out("ECT(0)", inner));
        assertEquals(ect1, out("ECT(1)", inner));
        assertEquals(ce, out("CE", inner));
    }

    /// RFC 6040 §4.1, normal mode.
    @ParameterizedTest(name = "configured {0}, inner {1}: outer {2}")
    @CsvSource({"0, 0, 0", "0, 0xb9, 0x01", "0x20, 0xbb, 0x23", "0x23, 0xb8, 0x20", "-1, 0xbb, 0xbb"})
    @Clause("RFC 6040 §4.1a")
    void theInnerHeadersEcnIsCopied(String configured, String inner, String outer) {
        assertEquals(Integer.decode(outer), Ecn.in(Integer.decode(configured), Integer.decode(inner)));
    }

    @Test
    void theRestOfTheTrafficClassDecidesNothing() {
        assertEquals(Ecn.CE, Ecn.out(0xfc | Ecn.CE, 0x10 | Ecn.ECT_0));
    }

    private static String out(String outer, String inner) {
        int result = Ecn.out(CODEPOINTS.indexOf(outer), CODEPOINTS.indexOf(inner));
        return result == Ecn.DROP ? "drop" : CODEPOINTS.get(result);
    }
}
