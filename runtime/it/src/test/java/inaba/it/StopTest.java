package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
    @TempDir
    Path state;

    @Test
    void whenTheApplianceStopsNoOtherAlgorithmBuildsTables() throws Exception {
        try (var _ = TestAppliance.start(state)) {
            var sh = Sh.of(state);
            var jar =
                    TestJar.activatedBy(CountedTables.class, "counted", "1.0.0").write(state.resolve("counted.jar"));
            sh.done("bundle", "install", jar.toString());
            sh.done("bundle", "uninstall", "fib.multibit");
            assertTrue(sh.done("fib").contains("counted"), () -> sh.done("fib"));
            sh.done("bundle", "install", Tree.jar("inaba.fib.multibit").toString()); // the last one stops first
            sh.done("swap", "fib", "multibit");
            System.clearProperty(CountedTables.BUILT);
        }
        assertEquals(0, Integer.getInteger(CountedTables.BUILT, 0));
    }
}
