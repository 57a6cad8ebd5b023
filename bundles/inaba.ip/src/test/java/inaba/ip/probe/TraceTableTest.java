package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTableTest {
    private final TraceTable table = new TraceTable(30, 3, false);

    @Test
    void aHopIsShownWhenAllItsProbesAreSettledInOrder() {
        answer(3, "2001:db8:2::1", "", false);
        answer(4, "2001:db8:2::1", "", false);
        answer(5, "2001:db8:3::1", "", false);
        assertEquals(Optional.empty(), text());
        answer(0, "fe80::1%lan", "", false);
        table.lost(1);
        answer(2, "fe80::1%lan", "", false);
        assertEquals(Optional.of(" 1  fe80::1%lan (fe80::1%lan)  0.500 ms *  0.500 ms"), text());
        assertEquals(
                Optional.of(" 2  2001:db8:2::1 (2001:db8:2::1)  0.500 ms  0.500 ms"
                        + " 2001:db8:3::1 (2001:db8:3::1)  0.500 ms"),
                text());
        assertEquals(Optional.empty(), text());
    }

    @Test
    void theHopThatAnswersForGoodIsTheLast() {
        table.lost(0);
        table.lost(1);
        table.lost(2);
        assertEquals(Optional.of(" 1  * * *"), text());
        assertEquals(90, table.size());
        answer(4, "2001:db8::2", "!N", true);
        assertEquals(6, table.size());
        answer(3, "2001:db8::2", "", true);
        table.lost(5);
        assertEquals(Optional.of(" 2  2001:db8::2 (2001:db8::2)  0.500 ms  0.500 ms !N *"), text());
        assertTrue(table.complete());
    }

    private void answer(int probe, String from, String mark, boolean last) {
        table.answered(probe, from, 500_000, mark, last);
    }

    private Optional<String> text() {
        return table.next().map(line -> String.valueOf(line.asText()));
    }
}
