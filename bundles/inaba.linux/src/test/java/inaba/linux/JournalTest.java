package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @Test
    void whatWasWrittenIsReadAgain(@TempDir Path state) throws IOException {
        var journal = new Journal(
                "b-1",
                "net:[4026531840]",
                7,
                "eth1",
                1_700_000_000,
                true,
                new Offloads(true, false),
                false,
                new Found(List.of(new byte[] {1, 2}), List.of(new byte[] {3}, new byte[] {-1, 0})));
        journal.write(state);

        assertEquals(List.of(journal.file(state)), Journal.files(state));
        assertEquals("4026531840-7-eth1", journal.file(state).getFileName().toString());
        var read = Journal.read(journal.file(state));
        assertEquals("eth1", read.name());
        assertEquals(7, read.index());
        assertEquals(journal.namespace(), read.namespace());
        assertEquals(journal.offloads(), read.offloads());
        assertTrue(read.up());
        assertArrayEquals(new byte[] {1, 2}, read.found().addresses().getFirst());
        assertArrayEquals(new byte[] {-1, 0}, read.found().routes().getLast());
    }

    @Test
    void aDamagedOneIsNamed(@TempDir Path state) throws IOException {
        var file = Files.writeString(state.resolve("x"), "boot b-1\nup");
        assertEquals(
                file + " is damaged",
                assertThrows(IOException.class, () -> Journal.read(file)).getMessage());
    }

    @Test
    void aStateFolderWithoutJournalsHasNone(@TempDir Path state) throws IOException {
        assertEquals(List.of(), Journal.files(state));
        Takeover.restoreLeftovers(state);
    }
}
