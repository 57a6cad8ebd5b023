package inaba.shell.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTerminalTest {
    private final List<Signal> signals = new ArrayList<>();

    private ClientTerminal terminal() throws IOException {
        var terminal = new ClientTerminal("xterm", new Size(80, 24), _ -> {});
        for (var signal : Signal.values()) {
            terminal.handle(signal, signals::add);
        }
        return terminal;
    }

    private static String typed(ClientTerminal terminal) throws IOException {
        var read = new StringBuilder();
        for (int key = terminal.reader().read(1);
                key >= 0;
                key = terminal.reader().read(1)) {
            read.append((char) key);
        }
        return read.toString();
    }

    @ParameterizedTest
    @CsvSource({"'\3', INT", "'\34', QUIT", "'\32', TSTP"})
    void aKeyThatInterruptsTakesAlongWhatWasTypedBeforeIt(String key, Signal signal) throws IOException {
        try (var terminal = terminal()) {
            terminal.processInputBytes(("dropped\r" + key + "kept").getBytes(StandardCharsets.UTF_8));
            assertEquals("kept", typed(terminal));
            assertEquals(List.of(signal), signals);
        }
    }

    @Test
    @Timeout(20)
    void whoTypesAThousandLinesDoesNotWait() throws IOException {
        try (var terminal = terminal()) {
            var lines = "route6 add 2001:db8:1234:5678::/64 via fe80::1 dev lan\n".repeat(1_000);
            terminal.processInputBytes(lines.getBytes(StandardCharsets.UTF_8));
            terminal.processInputBytes(new byte[] {3});
            terminal.processInputBytes("kept".getBytes(StandardCharsets.UTF_8));
            assertEquals("kept", typed(terminal));
            assertEquals(List.of(Signal.INT), signals);
        }
    }

    @Test
    void anotherSizeTakesNothing() throws IOException {
        try (var terminal = terminal()) {
            terminal.processInputBytes("kept".getBytes(StandardCharsets.UTF_8));
            terminal.raise(Signal.WINCH);
            assertEquals("kept", typed(terminal));
        }
    }
}
