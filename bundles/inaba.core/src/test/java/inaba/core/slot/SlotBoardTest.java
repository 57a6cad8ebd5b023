package inaba.core.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.core.loop.ControlLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotBoardTest {
    @TempDir
    Path state;

    private final ControlLoop loop = new ControlLoop(new Faults(), new Random(1));
    private final List<String> changes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        loop.start(() -> {});
    }

    @AfterEach
    void stop() {
        loop.stop();
    }

    private SlotBoard.Place<String> place(SlotBoard board) {
        return loop.call(() -> board.place("fib", (from, to, done) -> {
            changes.add((from == null ? "-" : from.service()) + ">" + (to == null ? "-" : to.service()));
            done.accept(to != null && to.service().startsWith("broken") ? new IllegalStateException("broken") : null);
        }));
    }

    private void offer(SlotBoard.Place<String> place, String name, long bundle, int ranking, String service) {
        loop.call(() -> {
            place.offer(new Offer<>(name, bundle, ranking, service));
            return service;
        });
    }

    @Test
    void theBestRankingServesAndThePersonsChoiceWins() throws Exception {
        var board = new SlotBoard(loop, state);
        var place = place(board);
        offer(place, "hash", 1, 0, "hash");
        offer(place, "radix", 2, 10, "radix");
        board.choose("fib", "hash", 0, _ -> {});
        assertEquals(List.of("->hash", "hash>radix", "radix>hash"), changes);
    }

    @Test
    void theChoiceOutlivesTheAppliance() throws Exception {
        var board = new SlotBoard(loop, state);
        offer(place(board), "radix", 2, 10, "radix");
        var place = place(board);
        offer(place, "hash", 1, 0, "hash");
        board.choose("fib", "hash", 0, _ -> {});
        changes.clear();

        var next = place(new SlotBoard(loop, state));
        offer(next, "radix", 2, 10, "radix");
        offer(next, "hash", 1, 0, "hash");
        assertEquals(List.of("->radix", "radix>hash"), changes);
    }

    @Test
    void ofTwoBundlesWithTheSameNameTheNewerServesAndTheOlderIsTheWayBack() {
        var board = new SlotBoard(loop, state);
        var place = place(board);
        offer(place, "radix", 5, 0, "old");
        offer(place, "radix", 9, 0, "new");
        assertTrue(board.serving(9));
        loop.call(() -> {
            place.withdraw("new", () -> changes.add("gone"));
            return place;
        });
        assertEquals(List.of("->old", "old>new", "new>old", "gone"), changes);
    }

    @Test
    void oneThatCannotStartLeavesTheSlotWithTheOld() {
        var board = new SlotBoard(loop, state);
        var place = place(board);
        offer(place, "radix", 5, 0, "old");
        offer(place, "radix", 9, 0, "broken");
        assertFalse(board.serving(9));
        assertEquals("radix", board.slots().getFirst().active());
        assertEquals(5, board.slots().getFirst().bundle());
    }

    @Test
    void anUnhealthyBundleGivesWayToAnother() {
        var board = new SlotBoard(loop, state);
        var place = place(board);
        offer(place, "radix", 5, 0, "old");
        offer(place, "radix", 9, 0, "new");
        loop.call(() -> {
            board.exclude(9);
            return place;
        });
        assertEquals(5, board.slots().getFirst().bundle());
    }

    @Test
    void wrongNamesAreAnsweredWithTheRightOnes() {
        var board = new SlotBoard(loop, state);
        offer(place(board), "radix", 5, 0, "radix");
        var noSlot = assertThrows(CommandException.class, () -> board.choose("fob", "radix", 0, _ -> {}));
        assertEquals("swap: no such slot: fob; there are fib", noSlot.getMessage());
        var noName = assertThrows(CommandException.class, () -> board.choose("fib", "poptrie", 0, _ -> {}));
        assertEquals("swap: fib has no poptrie; there are radix", noName.getMessage());
        assertEquals(new ArrayList<>(List.of("->radix")), changes);
    }
}
