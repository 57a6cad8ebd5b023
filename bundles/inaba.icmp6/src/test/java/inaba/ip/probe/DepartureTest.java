package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow.State;
import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Probes wait for an address that is tentative, and only for one that they would come from.
@Clause("RFC 4862 §5.4")
class DepartureTest {
    private static final Duration DAD = Duration.ofMillis(1500);

    @TempDir
    Path state;

    @Test
    void aPingWaitsForTheAddressThatReachesTheSubnet() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var row = path.tentative("2001:db8:9::a/64");
        path.lab.time().after(DAD, () -> path.host.engine().addresses().put(row.withState(State.PREFERRED)));
        var shown = path.ping("-c 1 -I 2001:db8:9::a 2001:db8:1::1");
        assertTrue(shown.contains("from 2001:db8:9::a"), shown);
    }

    @Test
    void theAddressThatStaysTentativeIsNamed() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.tentative("2001:db8:9::a/64");
        assertEquals(
                "failed: ping6: 2001:db8:9::a on eth is still tentative: its Duplicate Address Detection"
                        + " (RFC 4862 §5.4) is not over",
                path.ping("-c 1 2001:db8:9::1", Departure.LIMIT));
    }

    @Test
    void anAddressFoundInUseElsewhereIsNotWaitedFor() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var row = path.tentative("2001:db8:9::a/64");
        path.lab.time().after(DAD, () -> path.host.engine().addresses().put(row.withState(State.DUPLICATE)));
        assertEquals(
                "failed: ping6: 2001:db8:9::a is not an address of this node",
                path.ping("-c 1 -I 2001:db8:9::a 2001:db8:1::1", DAD));
    }

    @Test
    void whatAnotherAddressReachesBetterLeavesAtOnce() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.tentative("2001:db8:9::a/64");
        var shown = path.trace("-q 1 2001:db8:2::b");
        assertTrue(shown.startsWith("traceroute to 2001:db8:2::b"), shown);
    }

    @Test
    void whoeverPressesCtrlCMeanwhileLearnsWhatWasWaitedFor() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.tentative("2001:db8:9::a/64");
        var shown = path.ping("-c 1 2001:db8:9::1", Duration.ofSeconds(1));
        assertTrue(shown.contains("2001:db8:9::a on eth is still tentative"), shown);
    }
}
