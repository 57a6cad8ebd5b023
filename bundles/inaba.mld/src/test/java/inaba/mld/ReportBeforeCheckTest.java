package inaba.mld;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.addrconf.AddressConfiguration;
import inaba.junit.Clause;
import inaba.nd.NeighborDiscovery;
import inaba.testkit.Components;
import inaba.testkit.Extreme;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A host that configures itself: switches must know the groups of an address before its check (RFC 4862 §5.4.2).
class ReportBeforeCheckTest {
    private static final String CHECK = "NS :: > ff02::1:ff00:101 fe80::ff:fe00:101 nonce";
    private static final String JOINED = "REPORT :: TO_EX ff02::1:ff00:101";

    private final Wire wire = new Wire();

    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    @Clause({"RFC 4862 §5.4.2", "RFC 4862 §5.4.2c", "RFC 3810 §5.2.13", "RFC 3810 §5.2.13b"})
    void theGroupIsReportedRightBeforeTheCheckAndAgainOnceTheAddressIsOurs(Extreme delays) {
        var lab = new Lab(state);
        host(lab, delays);
        if (delays == Extreme.LONGEST) {
            lab.advance(Duration.ofMillis(999));
            carried(); // joining is delayed as the check is
        }
        lab.advance(Duration.ofMillis(1));
        carriedFirst(JOINED, CHECK);
        lab.advance(Duration.ofMillis(1_000));
        var later = texts().stream().filter(text -> !text.equals(JOINED)).toList();
        assertEquals("REPORT fe80::ff:fe00:101 TO_EX ff02::1:ff00:101", later.getFirst());
    }

    @Test
    @Clause({"RFC 4862 §5.4.2"})
    void afterALinkFlapTheGroupIsReportedBeforeTheCheckAgain() {
        var lab = new Lab(state);
        var host = host(lab, Extreme.LONGEST);
        lab.advance(Duration.ofMinutes(1));
        host.port("eth").carrier(false);
        lab.advance(Duration.ofMinutes(1));
        texts();
        host.port("eth").carrier(true);
        lab.advance(Duration.ofMillis(1_000));
        carriedFirst(JOINED, CHECK);
    }

    @Test
    void aDuplicateLeavesItsGroup() {
        var lab = new Lab(state);
        host(lab, Extreme.LONGEST);
        lab.advance(Duration.ofMillis(1_000));
        texts();
        wire.inject(NdFrame.neighborAdvertisement("fe80::ff:fe00:101", "O").bytes());
        lab.settle();
        lab.advance(Duration.ofMinutes(1));
        // the MAC is a duplicate, too: IPv6 is disabled, so that nothing at all is said
        assertEquals(1, texts().size());
    }

    private LabNode host(Lab lab, Extreme delays) {
        var host = lab.node("a", false, delays);
        host.start(Components.make(AddressConfiguration.class, Map.of("interface_identifiers", "eui64")))
                .start(Components.make(NeighborDiscovery.class, Map.of()))
                .start(MldLab.listener(Map.of()));
        host.link("eth", wire);
        lab.settle();
        return host;
    }

    private void carried(String... frames) {
        assertEquals(List.of(frames), texts());
    }

    private void carriedFirst(String... frames) {
        var seen = texts();
        assertEquals(List.of(frames), seen.subList(0, Math.min(frames.length, seen.size())), seen.toString());
    }

    private List<String> texts() {
        return wire.carried().stream().map(MldText::of).toList();
    }
}
