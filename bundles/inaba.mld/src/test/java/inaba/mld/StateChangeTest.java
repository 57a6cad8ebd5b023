package inaba.mld;

import static inaba.mld.MldLab.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow.State;
import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import inaba.junit.Clause;
import inaba.testkit.Extreme;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of groups that are joined and left.
class StateChangeTest {
    private static final Ipv6Address A = Ipv6Address.parse("2001:db8::a");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8::b");

    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    @Clause({"RFC 3810 §6.1", "RFC 3810 §6.1c", "RFC 3810 §5", "RFC 3810 §5.2.11", "RFC 3810 §5.2.14", "RFC 3810 §9.11"
    })
    void joiningIsToldAtOnceAndAgainWithinASecond(Extreme delays) {
        var lab = MldLab.ready(state, delays);
        lab.join(GROUP);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9");
        lab.advance(delays == Extreme.SHORTEST ? 1 : 999);
        if (delays == Extreme.LONGEST) {
            lab.carried();
            lab.advance(1);
        }
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9");
        lab.advance(3_600_000);
        lab.carried();
    }

    @Test
    @Clause("RFC 3810 §6.1")
    void leavingIsToldTwice() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.advance(2_000);
        lab.forget();
        lab.leave(GROUP);
        lab.carried("REPORT fe80::1 TO_IN ff02::db8:9");
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 TO_IN ff02::db8:9");
        lab.advance(3_600_000);
        lab.carried();
        assertTrue(lab.node.engine().listeners().rows().stream()
                .noneMatch(row -> row.group().equals(Ipv6Address.parse(GROUP))));
    }

    @Test
    @Clause({"RFC 3810 §4.2", "RFC 3810 §6.1b", "RFC 3810 §4.1"})
    void listenersOfOneGroupAreToldAsOne() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.listen(1, "ff3e::1", SourceFilter.include(A));
        lab.carried("REPORT fe80::1 ALLOW ff3e::1 2001:db8::a");
        lab.listen(2, "ff3e::1", SourceFilter.include(A, B));
        lab.carried("REPORT fe80::1 ALLOW ff3e::1 2001:db8::a 2001:db8::b");
        lab.listen(1, "ff3e::1", SourceFilter.NONE);
        lab.carried();
        lab.listen(3, "ff3e::1", SourceFilter.exclude(B));
        lab.carried("REPORT fe80::1 TO_EX ff3e::1");
        lab.listen(2, "ff3e::1", SourceFilter.NONE);
        lab.carried("REPORT fe80::1 TO_EX ff3e::1 2001:db8::b");
        lab.listen(3, "ff3e::1", SourceFilter.NONE);
        lab.carried("REPORT fe80::1 TO_IN ff3e::1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff02::1", "ff01::9", "ff00::9", "ff11::9"})
    @Clause("RFC 3810 §6")
    void neverIsAnythingSaidOf(String group) {
        var lab = MldLab.ready(state, Extreme.SHORTEST);
        lab.join(group);
        lab.advance(10_000);
        lab.carried();
        lab.hears(QueryFrame.query(group, 1_000).to(Ipv6Address.ALL_NODES));
        lab.advance(10_000);
        lab.carried();
    }

    @Test
    @Clause({"RFC 3810 §5.2.13", "RFC 3810 §5.2.13b", "RFC 3590 §4"})
    void withoutALinkLocalAddressTheSourceIsUnspecifiedAndLaterEverythingIsToldAgain() {
        var lab = new MldLab(state, Extreme.LONGEST, Map.of());
        lab.join(GROUP);
        lab.carried("REPORT :: TO_EX ff02::db8:9");
        lab.address("fe80::1", State.TENTATIVE);
        lab.address("2001:db8::1", State.PREFERRED);
        lab.carried("REPORT :: TO_EX ff02::1:ff00:1");
        lab.advance(60_000);
        lab.forget();
        lab.address("fe80::1", State.PREFERRED);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9, TO_EX ff02::1:ff00:1");
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9", "REPORT fe80::1 TO_EX ff02::1:ff00:1");
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    void aDeprecatedLinkLocalAddressServesUntilABetterOneIsThere() {
        var lab = new MldLab(state, Extreme.LONGEST, Map.of());
        lab.address("fe80::1", State.DEPRECATED);
        lab.advance(60_000);
        lab.forget();
        lab.address("fe80::2:0:0:1", State.PREFERRED);
        lab.advance(60_000);
        lab.carried(); // the same solicited-node group, and there was a source before
        lab.join(GROUP);
        lab.carried("REPORT fe80::2:0:0:1 TO_EX ff02::db8:9");
    }

    @Test
    void aLinkThatComesBackIsToldEverythingAndOneThatIsDownNothing() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.advance(2_000);
        lab.forget();
        lab.carrier(false);
        lab.leave(GROUP);
        lab.join("ff02::db8:a");
        lab.advance(60_000);
        lab.carried();
        lab.carrier(true);
        lab.carried("REPORT fe80::1 TO_EX ff02::1:ff00:1", "REPORT fe80::1 TO_EX ff02::db8:a");
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 TO_EX ff02::1:ff00:1", "REPORT fe80::1 TO_EX ff02::db8:a");
    }

    @Test
    void aSuccessorGoesOnWhereItsPredecessorStopped() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9");
        lab.advance(400);
        var next = MldLab.listener(Map.of());
        lab.node.swap(lab.mld, next);
        lab.carried();
        lab.advance(599);
        lab.carried();
        lab.advance(1);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9");
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    void whatChangesWhileNobodyServesIsToldByTheSuccessor() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.advance(60_000);
        lab.node.stop(lab.mld);
        lab.leave(GROUP);
        lab.join("ff02::db8:a");
        lab.advance(10_000);
        lab.forget();
        lab.node.start(MldLab.listener(Map.of()));
        lab.carried("REPORT fe80::1 TO_IN ff02::db8:9", "REPORT fe80::1 TO_EX ff02::db8:a");
    }

    @Test
    void theCommandShowsWhatWasTold() throws Exception {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.listen("ff3e::1", SourceFilter.include(A));
        assertEquals(
                "dev eth version 2 / ff02::1:ff00:1 sources exclude / ff3e::1 sources include 2001:db8::a reporting",
                lab.mld6());
        lab.listen("ff3e::1", SourceFilter.NONE);
        lab.hears(QueryFrame.older("::", 10_000));
        assertEquals(
                "dev eth version 1 querier fe80::fffe robustness 2 interval 125sec older 260sec"
                        + " / ff02::1:ff00:1 sources exclude queried",
                lab.mld6());
    }

    @Test
    void whenTheTableIsFullAGroupIsToldOnce() {
        var lab = MldLab.ready(state, Extreme.SHORTEST);
        var listeners = lab.node.engine().listeners();
        var groups = Ipv6Address.parse("ff05::");
        for (int n = listeners.size(); n < listeners.limit(); n++) {
            listeners.put(new ListenerRow(9, groups.withInterfaceId(n), "test"));
        }
        lab.join(GROUP);
        lab.carried("REPORT fe80::1 TO_EX ff02::db8:9");
        lab.advance(10_000);
        lab.carried();
        assertEquals(1, lab.total("inaba.mld.unstored"));
    }
}
