package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings of the bundles, from the shell to the component and into the saved configuration.
class SettingTest {
    private static final String ADDRCONF = "inaba.addrconf";
    private static final String IDENTIFIERS = "interface.identifiers";

    @TempDir
    Path state;

    @Test
    void aSettingReachesItsBundleIsSavedAndTakenBack() throws Exception {
        try (var _ = TestAppliance.start(state, "--feature", "host", "--link", "lan=sim:lan")) {
            var sh = Sh.of(state);
            var opaque = linkLocal(sh);
            assertEquals(
                    0, sh.run("setting", "set", ADDRCONF, IDENTIFIERS, "eui64").code());
            TestAppliance.await("the address is that of the MAC", Duration.ofSeconds(10), () -> linkLocal(sh)
                    .contains("ff:fe"));
            assertTrue(
                    sh.run("config", "show").out().contains("setting set inaba.addrconf interface.identifiers eui64"));
            assertEquals(0, sh.run("setting", "unset", ADDRCONF, IDENTIFIERS).code());
            TestAppliance.await("the address is the former one", Duration.ofSeconds(10), () -> linkLocal(sh)
                    .equals(opaque));
            assertTrue(!sh.run("config", "show").out().contains("setting"));
        }
    }

    @Test
    void whatTheBundleDoesNotDescribeIsRefused() throws Exception {
        try (var _ = TestAppliance.start(state, "--feature", "host")) {
            var sh = Sh.of(state);
            var shown = sh.run("setting", "show", "inaba.nd").out();
            assertTrue(shown.contains("DELAY_FIRST_PROBE_TIME in milliseconds, RFC 4861 §10"), shown);
            assertEquals(
                    2, sh.run("setting", "set", ADDRCONF, IDENTIFIERS, "md5").code());
            assertEquals(
                    2, sh.run("setting", "set", ADDRCONF, "max.addresses", "0").code());
            assertEquals(1, sh.run("setting", "set", ADDRCONF, "colour", "red").code());
            assertEquals(2, sh.run("setting", "show", "inaba.nothing").code());
        }
    }

    private static String linkLocal(Sh sh) {
        return sh.run("addr6", "show")
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("inet6 fe80::"))
                .findFirst()
                .orElse("none")
                .split("/")[0];
    }
}
