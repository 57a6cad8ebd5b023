package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A person at a terminal.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PromptTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void whatIsTypedAtThePromptArrivesLiterally() throws IOException, InterruptedException {
        var state = folder.resolve("state").toString();
        try (var terminal = new Terminal(folder.resolve("screen"), ApplianceProcess.words("run", "--state", state))) {
            terminal.awaitPrompt();
            for (var word : List.of("rfc4106(gcm(aes))", "{1,2}", "0011", "fe80::1%lan", "[x]", "$HOME")) {
                var answer = terminal.answer("addr6 add fe80::1/64 dev lan " + word);
                assertTrue(answer.contains("not \"" + word + '"'), answer);
            }
            var addresses = terminal.answer("addr6 add 2001:db8:1::0010/64 dev lan; addr6");
            assertTrue(addresses.contains("2001:db8:1::10/64"), addresses);
            terminal.type("\u0004"); // Ctrl-D
            assertEquals(0, terminal.await(SOON), terminal::toString);
        }
    }

    @Test
    void theLabOpensThePromptAndIsGoneWhenItIsLeft() throws IOException, InterruptedException {
        Path namespace;
        try (var terminal = new Terminal(folder.resolve("screen"), ApplianceProcess.words("lab"))) {
            terminal.awaitPrompt();
            namespace = Path.of("/run/netns", terminal.shown("inaba-[0-9]+-1-host"));
            assertTrue(Files.exists(namespace));
            var ping = terminal.answer("ping6 -c 1 " + Lab.SERVER);
            assertTrue(ping.contains("1 packets transmitted, 1 received"), ping);
            terminal.type("\u0003"); // Ctrl-C leaves the line, not the lab
            terminal.awaitPrompt();
            terminal.type("ping6 " + Lab.SERVER + "\r\u0003"); // also behind a command that would go on for ever
            terminal.awaitPrompt();
            assertTrue(terminal.answer("link").contains("packet:lan0"), terminal::toString);
            terminal.type("\u0004"); // Ctrl-D
            assertEquals(0, terminal.await(SOON), terminal::toString);
        }
        assertFalse(Files.exists(namespace));
    }
}
