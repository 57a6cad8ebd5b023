package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsHeaderTest {
    private static String walk(OptionsHeader options) {
        var seen = new ArrayList<String>();
        for (long o = options.first(); o < options.end(); o = options.next(o)) {
            seen.add(options.type(o) + "/" + options.dataLength(o));
        }
        return String.join(" ", seen);
    }

    @Test
    void theRouterAlertOfLinuxIsFound() {
        MemorySegment frame = Captures.frame("mld2-report");
        assertTrue(OptionsHeader.fits(frame, 54, frame.byteSize()));
        var options = new OptionsHeader(frame, 54);
        assertTrue(options.valid());
        assertEquals(IpProtocol.ICMPV6, options.nextHeader());
        assertEquals(8, options.lengthBytes());
        assertEquals("5/2 1/0", walk(options));
        assertEquals(0, Layouts.u16(frame, OptionsHeader.data(options.first())));
    }

    /// RFC 8200 §4.2: the layouts of its appendix A, and options that run out.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        3a00 0000 0000 0000                     | true  | 0/0 0/0 0/0 0/0 0/0 0/0
        3a00 0104 0000 0000                     | true  | 1/4
        3a01 1e0c 11111111 22222222 22222222    | true  | 30/12
        3a01 1e07 22222222 222222 01 03 000000  | true  | 30/7 1/3
        3a00 0105 0000 0000                     | false |
        3a00 0102 0000 0001                     | false |
        3a00 05ff 0000 0000                     | false |
        """)
    void optionsFillTheHeaderOrAreNotValid(String hex, boolean valid, String seen) {
        MemorySegment s = Captures.hex(hex);
        var options = new OptionsHeader(s, 0);
        assertTrue(OptionsHeader.fits(s, 0, s.byteSize()));
        assertEquals(valid, options.valid());
        if (valid) {
            assertEquals(seen, walk(options));
        }
    }

    @Test
    void theFirstOptionThatRunsOutIsNamed() {
        var options = new OptionsHeader(Captures.hex("3a00 0502 0000 c2 04"), 0);
        assertEquals(6, options.firstInvalid());
    }

    /// RFC 8200 §4.2: the two high bits say what to do, the third whether the data may change.
    @ParameterizedTest
    @CsvSource({"05, 0, false", "3e, 0, true", "45, 1, false", "8a, 2, false", "c2, 3, false", "e9, 3, true"})
    void theTypeSaysWhatToDoWithAnUnknownOption(String type, int action, boolean mutable) {
        var options = new OptionsHeader(Captures.hex("3a00" + type + "0400000000"), 0);
        assertEquals(action, options.action(options.first()));
        assertEquals(mutable, options.mutable(options.first()));
    }

    @Test
    void paddingIsOneOptionOfAnyLength() {
        for (int count = 0; count <= 257; count++) {
            MemorySegment s = MemorySegment.ofArray(new byte[264]).fill((byte) 0x55);
            OptionsHeader.pad(s, 2, count);
            assertEquals(0x55, Layouts.u8(s, 2 + count));
            if (count > 0) {
                assertEquals(2 + count, new OptionsHeader(s, 0).next(2));
                assertEquals(count > 1 ? OptionsHeader.PADN : OptionsHeader.PAD1, new OptionsHeader(s, 0).type(2));
            }
        }
    }

    @Test
    void randomOctetsNeverLeadTheWalkOutside() {
        var random = new Random(8200);
        int valid = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = new byte[8 + random.nextInt(4) * 8];
            for (int k = 0; k < octets.length; k++) {
                octets[k] = (byte) random.nextInt(random.nextBoolean() ? 8 : 256);
            }
            octets[1] = (byte) (octets.length / 8 - 1);
            var options = new OptionsHeader(MemorySegment.ofArray(octets), 0);
            if (options.valid()) {
                valid++;
                assertFalse(walk(options).isEmpty());
            }
        }
        assertTrue(valid > 100, "too few valid ones to mean anything: " + valid);
    }
}
