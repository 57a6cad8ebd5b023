package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `trace6` between nodes, on simulated links.
class Trace6Test {
    @TempDir
    Path state;

    @ParameterizedTest
    @ValueSource(strings = {"udp", "icmp"})
    void eachHopIsNamedAndTheDestinationIsTheLast(String by) throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        assertEquals("""
                traceroute to 2001:db8:2::b (2001:db8:2::b), 30 hops max, 80 byte packets
                 1  2001:db8:1::1 (2001:db8:1::1)  T ms  T ms  T ms
                 2  2001:db8:2::b (2001:db8:2::b)  T ms  T ms  T ms""", path.trace("-M " + by + " 2001:db8:2::b"));
    }

    @Test
    void aRouterWithoutARouteEndsIt() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        assertEquals("""
                traceroute to 2001:db8:9::9 (2001:db8:9::9), 30 hops max, 80 byte packets
                 1  2001:db8:1::1  T ms  T ms
                 2  2001:db8:1::1  T ms !N  T ms !N""", path.trace("-n -q 2 2001:db8:9::9"));
    }

    @Test
    void aSilentHopIsAStarAndTheOthersAreShown() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.right.loses(_ -> true);
        var shown = path.trace("-n -m 3 -w 1 2001:db8:2::b");
        assertTrue(shown.endsWith(" 1  2001:db8:1::1  T ms  T ms  T ms\n 2  * * *\n 3  * * *"), shown);
    }

    @Test
    void theErrorLimitOfARouterShowsAsStars() throws CommandException {
        var path = new PathLab(state, 1500, Map.of("rate", 1, "burst", 2));
        var shown = path.trace("-n -q 5 -w 0.5 2001:db8:2::b");
        assertTrue(shown.contains(" 1  2001:db8:1::1  T ms  T ms * * *"), shown);
        assertTrue(PathLab.counter(path.router, "inaba.icmp6.errors-rate-limited") >= 3);
    }
}
