package inaba.core.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.table.Row;
import inaba.api.time.ManualTime;
import inaba.core.slot.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final Duration KEEP = Duration.ofSeconds(120);
    private final ManualTime time = new ManualTime();
    private final Faults faults = new Faults();
    private final Rows<String, Entry> rows =
            new Rows<>("entries", 4, time, faults, List.of(e -> e.key().startsWith("weakest"), e -> e.key()
                    .startsWith("weak")));

    private record Entry(String key, String owner, long validUntil) implements Row<String> {}

    private static Entry entry(String key) {
        return new Entry(key, "inaba.nd", Row.FOREVER);
    }

    @Test
    void aRowEndsAtItsInstant() {
        rows.put(new Entry("a", "inaba.ra", Duration.ofSeconds(10).toNanos()));
        time.advance(Duration.ofSeconds(10).minusNanos(1));
        assertEquals(1, rows.size());
        time.advance(Duration.ofNanos(1));
        assertEquals(0, rows.size());
    }

    @Test
    void aRowThatIsProlongedOutlivesItsFirstEnd() {
        rows.put(new Entry("a", "inaba.ra", Duration.ofSeconds(10).toNanos()));
        rows.put(new Entry("a", "inaba.ra", Duration.ofSeconds(30).toNanos()));
        time.advance(Duration.ofSeconds(29));
        assertEquals(1, rows.size());
        time.advance(Duration.ofSeconds(1));
        assertEquals(0, rows.size());
    }

    @Test
    void aRowThatIsShortenedEndsEarlier() {
        rows.put(new Entry("a", "inaba.ra", Duration.ofSeconds(30).toNanos()));
        rows.put(new Entry("a", "inaba.ra", Duration.ofSeconds(10).toNanos()));
        time.advance(Duration.ofSeconds(10));
        assertNull(rows.get("a"));
    }

    @Test
    void theWeakestGivesWayBeforeAnOlderWeakOne() {
        List.of("weak", "a", "weakest", "b").forEach(key -> rows.put(entry(key)));
        assertTrue(rows.put(entry("c")));
        assertNull(rows.get("weakest"));
        assertTrue(rows.put(entry("d")));
        assertNull(rows.get("weak"));
        assertFalse(rows.put(entry("e")));
    }

    @Test
    void aFullTableRefusesUnlessSomethingGivesWay() {
        List.of("a", "weak", "b", "c").forEach(key -> rows.put(entry(key)));
        assertTrue(rows.put(entry("d")));
        assertNull(rows.get("weak"));
        assertFalse(rows.put(entry("e")));
        assertTrue(rows.put(entry("a")), "replacing needs no room");
    }

    @Test
    void aRowThatChangesItsKindGivesWayAsWhatItIsNow() {
        var fading = new Rows<String, Entry>(
                "fading", 2, time, faults, List.of(e -> e.owner().equals("old")));
        fading.put(entry("a"));
        fading.put(new Entry("b", "old", Row.FOREVER));
        fading.put(entry("b"));
        assertFalse(fading.put(entry("c")), "b is no longer old");
        fading.put(new Entry("a", "old", Row.FOREVER));
        assertTrue(fading.put(entry("c")));
        assertEquals(List.of("b", "c"), fading.rows().stream().map(Entry::key).toList());
    }

    @Test
    void underALowerLimitOnlyThoseGoThatMayAndNothingIsAddedUntilThereIsRoom() {
        var gone = new ArrayList<String>();
        List.of("a", "weak", "b", "weakest").forEach(key -> rows.put(entry(key)));
        rows.watch((before, after) -> gone.add(before != null && after == null ? before.key() : "?"));
        rows.limit(3);
        assertEquals(List.of("weakest"), gone);
        rows.limit(1);
        assertEquals(List.of("weakest", "weak"), gone);
        assertEquals(List.of("a", "b"), rows.rows().stream().map(Entry::key).toList());
        assertFalse(rows.put(entry("c")));
        assertTrue(rows.put(new Entry("a", "another", Row.FOREVER)), "replacing needs no room");
        rows.limit(3);
        assertTrue(rows.put(entry("c")));
        assertEquals(3, rows.limit());
    }

    @Test
    void rowsOfAnOwnerThatWentServeUntilTheyAreSwept() {
        rows.put(entry("a"));
        rows.put(new Entry("person", Row.PERSON, Row.FOREVER));
        rows.abandon("inaba.nd", KEEP);
        assertTrue(rows.stale("a"));
        assertFalse(rows.stale("person"));
        time.advance(KEEP.minusSeconds(1));
        assertEquals(2, rows.size());
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("person"), rows.rows().stream().map(Entry::key).toList());
    }

    @Test
    void aSuccessorAdoptsByReading() {
        rows.put(entry("a"));
        rows.abandon("inaba.nd", KEEP);
        assertEquals(List.of(entry("a")), rows.adopt("inaba.nd"));
        time.advance(KEEP.plusSeconds(1));
        assertEquals(1, rows.size());
    }

    @Test
    void anOwnerStoppedOnPurposeIsNotSwept() {
        rows.put(entry("a"));
        rows.abandon("inaba.nd", null);
        time.advance(Duration.ofDays(30));
        assertTrue(rows.stale("a"));
    }

    @Test
    void watchersHearOfChangesOnlyAndOneThatThrowsHarmsNobody() {
        var seen = new ArrayList<String>();
        rows.watch((_, _) -> {
            throw new IllegalStateException("bad watcher");
        });
        var watch = rows.watch((before, after) ->
                seen.add((before == null ? "-" : before.key()) + ">" + (after == null ? "-" : after.key())));
        rows.put(entry("a"));
        rows.put(entry("a"));
        rows.remove("a");
        watch.close();
        rows.put(entry("b"));
        assertEquals(List.of("->a", "a>-"), seen);
        assertEquals(3, faults.reports().getFirst().exceptions());
    }
}
