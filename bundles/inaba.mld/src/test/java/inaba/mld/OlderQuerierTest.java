package inaba.mld;

import static inaba.mld.MldLab.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.multicast.SourceFilter;
import inaba.junit.Clause;
import inaba.testkit.Extreme;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A link whose querier speaks MLDv1, RFC 3810 §8.2.1.
class OlderQuerierTest {
    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    @Clause({"RFC 3810 §8.2.1", "RFC 2710 §4c"})
    void anOlderQueryIsAnsweredGroupByGroup(Extreme delays) {
        var lab = listening(delays);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.advance(10_000);
        lab.carried("REPORT1 fe80::1 ff02::1:ff00:1", "REPORT1 fe80::1 ff02::db8:9");
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    @Clause("RFC 2710 §4d")
    void anOlderQueryForAGroupIsAnsweredForThatGroup() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.older(GROUP, 1_000));
        lab.advance(999);
        lab.carried();
        lab.advance(1);
        lab.carried("REPORT1 fe80::1 ff02::db8:9");
    }

    @Test
    @Clause("RFC 3810 §8.2.1")
    void theWholeDelayOfAnOlderQueryIsANumberOfMilliseconds() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.older(GROUP, 65_535));
        lab.advance(65_534);
        lab.carried();
        lab.advance(1);
        lab.carried("REPORT1 fe80::1 ff02::db8:9");
    }

    @Test
    @Clause("RFC 2710 §4e")
    void aReportOfAnotherListenerSparesOurs() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.hears(QueryFrame.olderReport(GROUP).from("2001:db8::9")); // not valid
        lab.hears(QueryFrame.olderReport(GROUP));
        lab.advance(10_000);
        lab.carried("REPORT1 fe80::1 ff02::1:ff00:1");
        lab.leave(GROUP);
        lab.advance(10_000);
        lab.carried(); // another listener is probably still there
        assertEquals(1, lab.total("inaba.mld.source-not-link-local"));
    }

    @Test
    @Clause("RFC 2710 §4e")
    void reportsThatMeanNothingToUsAreDroppedByName() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.hears(QueryFrame.olderReport(GROUP));
        assertEquals(1, lab.total("inaba.mld.for-routers"), "only version 2 is spoken here");
        lab.hears(QueryFrame.older("::", 1_000));
        lab.hears(QueryFrame.olderReport("fe80::1").to(Ipv6Address.ALL_NODES));
        assertEquals(1, lab.total("inaba.mld.not-a-group"));
        lab.hears(QueryFrame.olderReport(GROUP));
        assertEquals(0, lab.node.exceptions());
    }

    @Test
    @Clause("RFC 2710 §4b")
    void doneMayBeSentInAnyCase() {
        var lab = MldLab.ready(state, Extreme.LONGEST, Map.of("done_always", true));
        lab.join(GROUP);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.hears(QueryFrame.olderReport(GROUP));
        lab.advance(10_000);
        lab.forget();
        lab.leave(GROUP);
        lab.carried("DONE fe80::1 ff02::db8:9");
    }

    @Test
    @Clause({"RFC 2710 §4", "RFC 2710 §4f"})
    void joiningAndLeavingAreToldInOldWords() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.older("::", 0));
        lab.advance(1);
        lab.forget();
        lab.listen("ff3e::1", SourceFilter.include(Ipv6Address.parse("2001:db8::a")));
        lab.carried("REPORT1 fe80::1 ff3e::1");
        lab.advance(9_999);
        lab.carried();
        lab.advance(1);
        lab.carried("REPORT1 fe80::1 ff3e::1");
        lab.join("ff3e::1");
        lab.carried(); // MLDv1 has no sources
        lab.leave("ff3e::1");
        lab.carried("DONE fe80::1 ff3e::1");
        lab.advance(60_000);
        lab.carried();
    }

    /// RFC 3810 §9.12: Robustness Variable times Query Interval, plus Query Response Interval.
    @ParameterizedTest
    @CsvSource({"0, 0, 260000", "3, 60, 190000"})
    @Clause({"RFC 3810 §8.2.1b", "RFC 3810 §9.12"})
    void afterTheLastOlderQueryTheNewVersionIsSpokenAgain(int robustness, int interval, long millis) {
        var lab = listening(Extreme.SHORTEST);
        lab.hears(QueryFrame.query("::", 1).robustness(robustness).intervalCode(interval));
        lab.advance(1);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.advance(100_000);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.advance(millis - 1);
        lab.forget();
        lab.hears(QueryFrame.query(GROUP, 1)); // even so
        lab.advance(0);
        lab.carried("REPORT1 fe80::1 ff02::db8:9");
        lab.advance(1);
        lab.join("ff02::db8:a");
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:a");
    }

    @Test
    @Clause("RFC 3810 §8.2.1c")
    void aChangeOfVersionCancelsWhatIsPending() {
        var lab = listening(Extreme.LONGEST);
        lab.join("ff02::db8:a");
        lab.hears(QueryFrame.query("::", 10_000));
        lab.hears(QueryFrame.query(GROUP, 10_000));
        lab.forget();
        lab.hears(QueryFrame.older("ff02::db8:77", 1_000).to(Ipv6Address.ALL_NODES));
        lab.advance(60_000);
        lab.carried();
        lab.hears(QueryFrame.older("::", 65_000));
        lab.advance(14_999);
        lab.leave("ff02::db8:a"); // had been reported by nobody else
        lab.carried("DONE fe80::1 ff02::db8:a");
    }

    @Test
    void aSuccessorKnowsTheVersion() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.older("::", 10_000));
        lab.advance(10_000);
        lab.forget();
        lab.node.swap(lab.mld, MldLab.listener(Map.of()));
        lab.join("ff02::db8:a");
        lab.carried("REPORT1 fe80::1 ff02::db8:a");
        lab.advance(260_000);
        lab.forget();
        lab.leave("ff02::db8:a");
        lab.carried("REPORT fe80::1 TO_IN ff02::db8:a");
    }

    private MldLab listening(Extreme delays) {
        var lab = MldLab.ready(state, delays);
        lab.join(GROUP);
        lab.advance(60_000);
        lab.forget();
        return lab;
    }
}
