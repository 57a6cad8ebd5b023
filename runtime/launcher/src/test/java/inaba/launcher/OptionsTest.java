package inaba.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void withoutOptionsARouterRunsInTheDefaultStateFolder() throws StartException {
        assertEquals(
                new Options(List.of("router"), Map.of(), List.of(), null, StateFolder.defaultPath(), false, false),
                Options.parse(List.of()));
    }

    @Test
    void everyOptionIsTakenAsTyped() throws StartException {
        var options = Options.parse(List.of(
                "--feature",
                "platform",
                "--feature",
                "host",
                "--set",
                "uplink=wan",
                "--link",
                "lan=packet:eth1",
                "--link",
                "wan=udp:7001:host.example:7002",
                "--config",
                "/etc/inaba.conf",
                "--state",
                "/run/a/../b",
                "--headless",
                "--clean"));
        assertEquals(List.of("platform", "host"), options.features());
        assertEquals(Map.of("uplink", "wan"), options.values());
        assertEquals(
                List.of(
                        new Options.Link("lan", "packet", "eth1"),
                        new Options.Link("wan", "udp", "7001:host.example:7002")),
                options.links());
        assertEquals("wan=udp:7001:host.example:7002", options.links().get(1).toString());
        assertEquals(Path.of("/etc/inaba.conf"), options.config());
        assertEquals(Path.of("/run/b"), options.state());
        assertTrue(options.headless() && options.clean());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --lnk                        | run: unknown option '--lnk'; see: inaba run --help
            router                       | run: unknown option 'router'; see: inaba run --help
            --state                      | run: --state expects a value; see: inaba run --help
            --state --clean              | run: --state expects a value; see: inaba run --help
            --link eth1                  | --link expects NAME=DRIVER:DEVICE, for example lan=packet:eth1, not 'eth1'
            --link lan=packet            | --link expects NAME=DRIVER:DEVICE, for example lan=packet:eth1, not 'lan=packet'
            --link =packet:eth1          | --link expects NAME=DRIVER:DEVICE, for example lan=packet:eth1, not '=packet:eth1'
            --set uplink                 | --set expects VARIABLE=VALUE, not 'uplink'
            --set a=1 --set a=2          | --set names 'a' twice
            --link a=sim:x --link a=sim:y | --link names 'a' twice
            """)
    void wrongUsageIsOneClearLine(String words, String line) {
        var refused = assertThrows(StartException.class, () -> Options.parse(List.of(words.split(" "))));
        assertEquals(line, refused.getMessage());
        assertEquals(StartException.USAGE, refused.exitCode());
    }
}
