package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The script `./inaba` as a person calls it.
class ScriptTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            flood           | 2 | inaba: unknown command 'flood': one of run, sh, lab, test, bench, fuzz, soak, ipsec, build, help; see: inaba help
            test quickly    | 2 | inaba: test expects nothing or 'full', not 'quickly'; see: inaba help
            build all       | 2 | inaba: build expects nothing, not 'all'; see: inaba help
            run --fast      | 2 | inaba: run: unknown option '--fast'; see: inaba run --help
            run --feature x | 2 | inaba: unknown feature 'x': one of host, ipv6, platform, router, tunnel-broker, xfrm-legacy
            run --config /x | 1 | inaba: cannot read the configuration file /x
            """)
    void aWrongCallIsOneClearLineAndItsExitCode(String words, int code, String line)
            throws IOException, InterruptedException {
        var process = inaba(List.of(words.split(" ")));
        var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor());
        assertEquals(line, errors.strip());
    }

    @Test
    void helpIsOnStandardOutputAndNamesEveryCommand() throws IOException, InterruptedException {
        var process = inaba(List.of("help"));
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        for (var command : List.of("run", "sh", "lab", "test", "bench", "build", "help")) {
            assertTrue(output.contains("\n  " + command), output);
        }
    }

    @Test
    void terminatedItStopsInOrderAndExitsWithZero() throws IOException, InterruptedException {
        var state = folder.resolve("state");
        var process = inaba(List.of("run", "--feature", "platform", "--headless", "--state", state.toString()));
        TestAppliance.await("the log is open", Duration.ofSeconds(20), () -> Files.exists(state.resolve("inaba.log")));
        process.destroy(); // SIGTERM
        assertTrue(process.waitFor(15, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    private Process inaba(List<String> words) throws IOException {
        var command = new ArrayList<String>();
        command.add(Tree.HOME.resolve("inaba").toString());
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        return builder.start();
    }
}
