package inaba.pmtu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkParameters;
import inaba.junit.Clause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A host behind a router with narrow links: what the host sends after the router has complained. RFC 8201.
class PathMtuDiscoveryTest {
    private static final String FAR = "2001:db8:2::b";
    private static final String NEIGHBOR_OF_FAR = "2001:db8:2::c";
    private static final String FARTHER = "2001:db8:3::c";
    private static final String NEIGHBOR = "2001:db8:1::c";
    private static final String GROUP = "ff1e::1:2";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @TempDir
    Path state;

    private PmtuLab lab;

    @BeforeEach
    void aHost() {
        lab = new PmtuLab(state);
    }

    @Test
    @Clause({"RFC 8201 §4c", "RFC 8201 §4d", "RFC 8201 §4e", "RFC 8201 §4f", "RFC 8201 §5.3a", "RFC 8201 §5.4a"})
    void afterPacketTooBigTheHostCutsItsPacketsAndTriesTheWholeLinkAgainTenMinutesLater() {
        var whole = lab.sends(FAR, 1500);
        assertEquals(1514, whole.getFirst().bytes().length);
        lab.complains(whole.getFirst(), 1300);
        assertEquals(1300, lab.known(FAR));

        var cut = lab.sends(FAR, 1500);
        assertEquals(2, cut.size());
        assertTrue(cut.stream().allMatch(f -> PmtuLab.isFragment(f) && f.bytes().length <= 1314));

        lab.passes(TEN_MINUTES.minusMillis(1));
        assertEquals(2, lab.sends(FAR, 1500).size());
        lab.passes(Duration.ofMillis(1));
        assertEquals(List.of(1500), lab.lengths(FAR, 1500));
    }

    @Test
    @Clause("RFC 8201 §5.2a")
    void eachDestinationHasAnEstimateOfItsOwn() {
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1400);
        lab.complains(lab.sends(FARTHER, 1500).getFirst(), 1280);
        assertEquals(1400, lab.known(FAR));
        assertEquals(1280, lab.known(FARTHER));
        assertTrue(lab.lengths(FAR, 1500).stream().allMatch(n -> n <= 1400));
        assertTrue(lab.lengths(FARTHER, 1500).stream().allMatch(n -> n <= 1280));
        assertEquals(List.of(1500), lab.lengths("2001:db8:4::d", 1500));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 56, 68, 1279})
    @Clause({"RFC 8201 §4a", "RFC 8201 §4b"})
    void anMtuBelowTheMinimumIsIgnoredAndNoFragmentHeaderIsAdded(long mtu) {
        lab.complains(lab.sends(FAR, 1500).getFirst(), mtu);
        assertEquals(0, lab.known(FAR));
        assertEquals(List.of(1500), lab.lengths(FAR, 1500));
        assertEquals(List.of(1200), lab.lengths(FAR, 1200));
        assertEquals(1, lab.drops("below-minimum"));
    }

    @Test
    @Clause("RFC 8201 §4h")
    void aMessageNeverRaisesTheEstimate() {
        var whole = lab.sends(FAR, 1500).getFirst();
        lab.complains(whole, 1300);
        lab.complains(whole, 1400);
        lab.complains(whole, 1500);
        lab.complains(whole, 9000);
        assertEquals(1300, lab.known(FAR));
        lab.complains(whole, 1280);
        assertEquals(1280, lab.known(FAR));
    }

    @Test
    @Clause("RFC 8201 §4h")
    void aMessageAboutMoreThanTheLinkCarriesChangesNothing() {
        lab.complains(lab.sends(FAR, 1500).getFirst(), 9000);
        assertEquals(0, lab.known(FAR));
        assertEquals(1, lab.drops("not-smaller"));
    }

    @Test
    @Clause("RFC 8201 §4f")
    void noLargerPacketIsTriedWithinFiveMinutesOfAnyComplaint() {
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1300);
        lab.passes(Duration.ofMinutes(9));
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1300);
        lab.passes(Duration.ofMinutes(5).minusMillis(1));
        assertEquals(2, lab.sends(FAR, 1500).size());
        lab.passes(Duration.ofMillis(1));
        assertEquals(List.of(1500), lab.lengths(FAR, 1500));
    }

    @Test
    @Clause("RFC 8201 §4e")
    void aComplaintAboutTheLargerPacketSetsTheEstimateAgain() {
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1300);
        lab.passes(TEN_MINUTES);
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1400);
        assertEquals(1400, lab.known(FAR));
    }

    @Test
    @Clause("RFC 8201 §4g")
    void whatWasNotSentIsNotBelieved() {
        var shown = lab.sends(FAR, 1500).getFirst().bytes();
        var forged = shown.clone();
        forged[54] ^= 1; // the first octet behind the IPv6 header: another flow
        lab.complains(forged, 1300, 0);
        assertEquals(0, lab.known(FAR));
        assertEquals(1, lab.drops("not-sent"));

        var small = lab.sends(FARTHER, 1200).getFirst();
        lab.complains(small, 1280);
        assertEquals(0, lab.known(FARTHER));

        lab.passes(Duration.ofMinutes(3));
        lab.complains(shown, 1300, 0);
        assertEquals(0, lab.known(FAR), "too long ago");
    }

    @Test
    @Clause("RFC 8201 §4c")
    void aFragmentThatIsStillTooBigShrinksTheNextOnes() {
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1400);
        var first = lab.sends(FAR, 2000).getFirst();
        lab.complains(first, 1300);
        assertEquals(1300, lab.known(FAR));
        assertTrue(lab.lengths(FAR, 2000).stream().allMatch(n -> n <= 1300));
    }

    @Test
    @Clause("RFC 4443 §3.2c")
    void theCodeDoesNotMatter() {
        lab.complains(lab.sends(FAR, 1500).getFirst().bytes(), 1300, 0xff);
        assertEquals(1300, lab.known(FAR));
    }

    @Test
    @Clause("RFC 8201 §3b")
    void aNeighborMayLieBehindANarrowPathToo() {
        lab.neighbor(NEIGHBOR);
        lab.complains(lab.sends(NEIGHBOR, 1500).getFirst(), 1300);
        assertEquals(2, lab.sends(NEIGHBOR, 1500).size());
    }

    @Test
    @Clause("RFC 8201 §3a")
    void theNarrowestPathToAGroupCounts() {
        lab.complains(lab.sends(GROUP, 1500).getFirst(), 1450);
        lab.complains(lab.sends(GROUP, 1500).getFirst(), 1300);
        lab.complains(lab.sends(GROUP, 1500).getFirst(), 1400);
        assertEquals(1300, lab.known(GROUP));
        assertTrue(lab.lengths(GROUP, 1500).stream().allMatch(n -> n <= 1300));
        lab.passes(TEN_MINUTES);
        assertEquals(List.of(1500), lab.lengths(GROUP, 1500));
    }

    @Test
    @Clause("RFC 4861 §6.3.4h")
    void whatTheRouterSaysOfTheLinkHoldsForAllThatGoesOut() {
        lab.neighbor(NEIGHBOR);
        var said = new LinkParameters(1, 0, 0, 0, 1280, "test");
        lab.host.engine().parameters().put(said);
        lab.lab.settle();
        for (String to : List.of(FAR, NEIGHBOR, GROUP)) {
            assertTrue(lab.lengths(to, 1500).stream().allMatch(n -> n <= 1280), to);
        }
        lab.host.engine().parameters().remove(1);
        lab.lab.settle();
        assertEquals(List.of(1500), lab.lengths(FAR, 1500));
    }

    @Test
    @Clause({"RFC 8201 §5.3b", "RFC 8201 §5.5a"})
    void howLongAnEstimateLivesCanBeChangedAndForEverIsPossible() {
        lab.configure(0);
        lab.complains(lab.sends(FAR, 1500).getFirst(), 1300);
        lab.configure(300);
        lab.complains(lab.sends(FARTHER, 1500).getFirst(), 1300);
        lab.configure(1);
        lab.complains(lab.sends(NEIGHBOR_OF_FAR, 1500).getFirst(), 1300);
        lab.passes(Duration.ofSeconds(299));
        assertEquals(1300, lab.known(NEIGHBOR_OF_FAR), "never less than five minutes");
        lab.passes(Duration.ofDays(30));
        assertEquals(1300, lab.known(FAR));
        assertEquals(0, lab.known(FARTHER));
    }

    @Test
    @Clause("RFC 8201 §5.2c")
    void theTableIsBounded() {
        for (int i = 0; i < 17_000; i++) {
            String to = "2001:db8:9::%x".formatted(i + 1);
            lab.complains(lab.sends(to, 1400).getFirst(), 1300);
        }
        var table = lab.host.engine().pathMtus();
        assertEquals(table.limit(), table.size());
        assertEquals(1300, lab.known("2001:db8:9::%x".formatted(17_000)));
    }
}
