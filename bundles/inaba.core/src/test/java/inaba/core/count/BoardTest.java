package inaba.core.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.CoreDrop;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
    private final Board board = new Board();

    @Test
    void threadsCountApartAndAreSummed() {
        var one = board.tally();
        var other = board.tally();
        one.add(1, Column.IN, 3);
        other.add(1, Column.IN, 4);
        other.add(20, Column.IN, 5);
        assertEquals(7, board.value(1, Column.IN));
        assertEquals(5, board.value(20, Column.IN));
    }

    @Test
    void roomForMoreLinksKeepsWhatWasCounted() {
        var tally = board.tally();
        tally.add(1, Column.IN, 3);
        tally.prepare(39);
        tally.add(39, Column.IN, 4);
        tally.prepare(1);
        tally.prepare(39);
        assertEquals(3, board.value(1, Column.IN));
        assertEquals(4, board.value(39, Column.IN));
    }

    @Test
    void aThreadThatEndsTakesNothingWithIt() {
        var first = board.tally();
        first.add(1, Column.IN, 3);
        board.retire(first);
        board.tally().add(1, Column.IN, 1);
        assertEquals(4, board.value(1, Column.IN));
    }

    @Test
    void aDropIsCountedUnderTheNameOfItsBundleAndConstant() {
        var tally = board.tally();
        tally.drop(1, CoreDrop.HOP_LIMIT);
        tally.drop(1, CoreDrop.HOP_LIMIT);
        tally.drop(2, CoreDrop.NO_ROUTE);
        assertEquals(Map.of("inaba.core.hop-limit", 2L), board.drops(1));
        assertEquals(2, board.value(1, Column.DROPPED));
        assertEquals(Map.of("inaba.core.hop-limit", 2L, "inaba.core.no-route", 1L), board.totals());
    }

    @Test
    void aNamedCounterIsFoundAgain() {
        board.named("inaba.nd.solicitations-sent").add(2);
        board.named("inaba.nd.solicitations-sent").add(1);
        assertEquals(3L, board.totals().get("inaba.nd.solicitations-sent"));
    }
}
