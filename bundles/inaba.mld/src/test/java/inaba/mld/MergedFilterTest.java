package inaba.mld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.multicast.SourceFilter.Mode;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3810 §4.2, with its examples.
class MergedFilterTest {
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "INCLUDE abc + INCLUDE bcd,                              INCLUDE abcd",
        "EXCLUDE abcd + EXCLUDE bcde + INCLUDE def,              EXCLUDE bc",
        "EXCLUDE abcd + EXCLUDE bcde + INCLUDE def + EXCLUDE -,  EXCLUDE -",
        "INCLUDE abc + INCLUDE bcd + INCLUDE ef,                 INCLUDE abcdef",
        "EXCLUDE ab,                                             EXCLUDE ab",
        "EXCLUDE ab + INCLUDE ab,                                EXCLUDE -",
        "INCLUDE a,                                              INCLUDE a"
    })
    @Clause({"RFC 3810 §4.2", "RFC 3810 §4.2b"})
    void whatListenersWantTogether(String listeners, String together) {
        var filters = Arrays.stream(listeners.split(" \\+ "))
                .map(MergedFilterTest::filter)
                .toList();
        assertEquals(filter(together), SourceFilter.merged(filters));
        assertEquals(filter(together), SourceFilter.merged(filters.reversed()));
    }

    @Test
    void aFilterAdmitsWhatItNamesOrAllElse() {
        assertTrue(filter("INCLUDE a").admits(source('a')));
        assertFalse(filter("INCLUDE a").admits(source('b')));
        assertFalse(filter("EXCLUDE a").admits(source('a')));
        assertTrue(filter("EXCLUDE a").admits(source('b')));
        assertEquals("exclude 2001:db8::61", filter("EXCLUDE a").toString());
    }

    @Test
    @Clause("RFC 3810 §4.1")
    void whoWantsNothingIsNoListener() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new GroupRow(1, Ipv6Address.parse("ff02::9"), 0, SourceFilter.NONE, "test"));
    }

    private static Ipv6Address source(int letter) {
        return Ipv6Address.parse("2001:db8::").withInterfaceId(letter);
    }

    private static SourceFilter filter(String text) {
        var words = text.split(" ");
        var sources = new TreeSet<Ipv6Address>();
        words[1].chars().filter(Character::isLetter).forEach(letter -> sources.add(source(letter)));
        return new SourceFilter(Mode.valueOf(words[0]), sources);
    }
}
