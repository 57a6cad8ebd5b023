package inaba.life;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.PathMtuRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds of every station is looked at by something that can see: each kind of leak is fed to it once.
class InvariantsTest {
    private static final String OWNER = "inaba.forgetful";
    private static final long BASE = 0x2001_0db8_00fe_0000L;

    @TempDir
    Path state;

    private Site site;
    private Invariants invariants;
    private Station host;

    /// What a forgetful protocol leaves behind for each packet it sees.
    private enum Leak {
        PATH_MTUS((host, n) -> host.engine().pathMtus().put(new PathMtuRow(0, address(n), 1300, OWNER, Row.FOREVER))),
        NEIGHBORS((host, n) -> host.engine()
                .neighbors()
                .put(new NeighborRow(
                        host.row("net").index(),
                        address(n),
                        new MacAddress(0x0200_0000_0000L + n),
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        OWNER))),
        ADDRESSES((host, n) -> host.node().address("net", address(n) + "/128"));

        private final BiConsumer<Station, Integer> row;

        Leak(BiConsumer<Station, Integer> row) {
            this.row = row;
        }

        private static Ipv6Address address(int n) {
            return new Ipv6Address(BASE, n + 1L);
        }
    }

    @BeforeEach
    void begin() {
        site = new Site(state, 1);
        var lifetimes = new Lifetimes();
        invariants = new Invariants(site, lifetimes);
        var _ = new Happenings(
                site, new Random(1), new Observer(site, lifetimes), lifetimes); // it hears what hosts are told
        site.lab.advance(Duration.ofMinutes(20));
        host = site.server; // of whose addresses nobody said how long they last
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatGrowsIsFoundLongBeforeTheMonthIsOver(Leak leak) {
        assertDoesNotThrow(this::calm);
        int put = 0;
        while (isCalm() && put < 1_000) {
            leak.row.accept(host, put++);
        }
        assertTrue(put <= 61, leak + ": " + put + " rows were leaked");
        assertTrue(violation().contains(host + " has 61 "), this::violation);
    }

    @Test
    void aPacketThatNobodyGivesBackIsMissed() {
        invariants.poolIsWhole();
        var lost = host.engine().output().take(100);
        assertEquals(
                host + " has lost 1 packets of its pool",
                assertThrows(Violation.class, invariants::poolIsWhole).getMessage());
        host.engine().output().release(lost);
        assertDoesNotThrow(invariants::poolIsWhole);
    }

    @Test
    void aTimerForEachPacketIsFound() {
        for (int i = 0; i < 400; i++) {
            site.lab.time().after(Duration.ofDays(365), () -> {});
        }
        assertTrue(violation().endsWith(" timers are pending"), this::violation);
    }

    @Test
    void anAddressThatIsPreferredForTooLongIsFound() {
        var key = new AddressKey(host.row("net").index(), Site.SERVER);
        var row = Objects.requireNonNull(host.engine().addresses().get(key));
        host.engine().addresses().put(row.withLifetimes(site.now() - 2_000_000_000L, Row.FOREVER));
        assertEquals(host + " prefers " + Site.SERVER + " beyond its preferred lifetime", violation());
    }

    private void calm() {
        site.lab.settle();
        invariants.check();
    }

    private boolean isCalm() {
        try {
            calm();
            return true;
        } catch (Violation found) {
            return false;
        }
    }

    private String violation() {
        return String.valueOf(assertThrows(Violation.class, this::calm).getMessage());
    }
}
