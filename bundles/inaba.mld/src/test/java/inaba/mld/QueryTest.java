package inaba.mld;

import static inaba.mld.MldLab.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkParameters;
import inaba.api.multicast.SourceFilter;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.Extreme;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is answered to queries, and when.
class QueryTest {
    private static final Ipv6Address A = Ipv6Address.parse("2001:db8::a");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8::b");

    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    @Clause({"RFC 3810 §6.2b", "RFC 3810 §6.3", "RFC 3810 §6.3a", "RFC 3810 §5.1.3"})
    void aGeneralQueryIsAnsweredWithEveryGroupWithinItsDelay(Extreme delays) {
        var lab = listening(delays);
        lab.hears(QueryFrame.query("::", 10_000));
        if (delays == Extreme.LONGEST) {
            lab.advance(9_999);
            lab.carried();
        }
        lab.advance(1);
        lab.carried("REPORT fe80::1 IS_EX ff02::1:ff00:1, IS_EX ff02::db8:9, IS_IN ff3e::1 2001:db8::a 2001:db8::b");
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    @Clause({"RFC 3810 §6.2b", "RFC 3810 §6.3"})
    void evenWithoutADelayAnAnswerIsNeverGivenAtOnce() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("::", 0));
        lab.advance(1);
        assertEquals(1, lab.wire.carried().size());
    }

    @Test
    @Clause("RFC 3810 §5.1.3")
    void aLongDelayIsAFloatingPointNumber() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("::", 0x9000));
        lab.advance(65_535);
        lab.carried();
        lab.advance(1);
        assertEquals(1, lab.wire.carried().size());
    }

    @Test
    @Clause({"RFC 3810 §6.2c", "RFC 3810 §6.3b"})
    void aQueryForAGroupIsAnsweredWithThatGroup() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query(GROUP, 1_000));
        lab.hears(QueryFrame.query("ff02::db8:77", 1_000).to(Ipv6Address.ALL_NODES));
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 IS_EX ff02::db8:9");
    }

    @Test
    @Clause({"RFC 3810 §6.2e", "RFC 3810 §6.3c"})
    void queriesForSourcesOfAGroupAreAnsweredTogether() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("ff3e::1", 1_000, "2001:db8::a", "2001:db8::c"));
        lab.hears(QueryFrame.query("ff3e::1", 2_000, "2001:db8::b"));
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 IS_IN ff3e::1 2001:db8::a 2001:db8::b");
        lab.hears(QueryFrame.query("ff3e::1", 1_000, "2001:db8::c"));
        lab.hears(QueryFrame.query(GROUP, 500, "2001:db8::c"));
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 IS_IN ff02::db8:9 2001:db8::c");
    }

    @Test
    @Clause("RFC 3810 §6.2d")
    void aPendingGeneralResponseSparesOthers() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("::", 1_000));
        lab.hears(QueryFrame.query(GROUP, 2_000));
        lab.hears(QueryFrame.query("::", 5_000));
        lab.advance(1_000);
        assertEquals(1, lab.wire.carried().size());
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    @Clause("RFC 3810 §6.2d")
    void aSoonerGeneralQueryReplacesTheResponseThatIsPending() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("::", 5_000));
        lab.hears(QueryFrame.query("::", 1_000));
        lab.advance(1_000);
        assertEquals(1, lab.wire.carried().size());
        lab.advance(60_000);
        lab.carried();
    }

    @Test
    void aResponseIsGivenBySuccessorsToo() {
        var lab = listening(Extreme.LONGEST);
        lab.hears(QueryFrame.query("::", 10_000));
        lab.hears(QueryFrame.query(GROUP, 1_000));
        lab.node.swap(lab.mld, MldLab.listener(Map.of()));
        lab.advance(1_000);
        lab.carried("REPORT fe80::1 IS_EX ff02::db8:9");
        lab.advance(9_000);
        assertEquals(1, lab.wire.carried().size());
    }

    /// RFC 3810 §6.2, §8.1; RFC 2710 §5. Nothing of this is answered; each has its name.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "global source,      source-not-link-local",
        "no source,          source-not-link-local",
        "hop limit 2,        hop-limit-not-1",
        "hop limit 255,      hop-limit-not-1",
        "no alert,           no-router-alert",
        "other alert,        no-router-alert",
        "padding alone,      no-router-alert",
        "23 octets,          too-short",
        "25 octets,          query-length",
        "26 octets,          query-length",
        "27 octets,          query-length",
        "missing source,     query-sources",
        "half a source,      query-sources",
        "general of sources, query-sources",
        "unicast group,      not-a-group"
    })
    @Clause({"RFC 3810 §6.2", "RFC 3810 §5.1.14", "RFC 3810 §8.1", "RFC 2710 §5b"})
    void anInvalidQueryIsDropped(String what, String drop) {
        var lab = listening(Extreme.SHORTEST);
        var query = QueryFrame.query("::", 1_000);
        var frame =
                switch (what) {
                    case "global source" -> query.from("2001:db8::9");
                    case "no source" -> query.from("::");
                    case "hop limit 2" -> query.hopLimit(2);
                    case "hop limit 255" -> query.hopLimit(255);
                    case "no alert" -> query.alert(-1);
                    case "other alert" -> query.alert(1);
                    case "padding alone" -> query.padded();
                    case "missing source" -> QueryFrame.query(GROUP, 1_000).sourcesSaid(1);
                    case "half a source" ->
                        QueryFrame.query(GROUP, 1_000, "2001:db8::a").length(36);
                    case "general of sources" -> QueryFrame.query("::", 1_000, "2001:db8::a");
                    case "unicast group" -> QueryFrame.query("fe80::1", 1_000).to(Ipv6Address.ALL_NODES);
                    default -> query.length(Integer.parseInt(what.split(" ")[0]));
                };
        lab.hears(frame);
        lab.advance(60_000);
        lab.carried();
        assertEquals(1, lab.total("inaba.mld." + drop));
        assertEquals(0, lab.total("inaba.mld.queries-received"));
    }

    @Test
    @Clause({"RFC 3810 §5.1.15", "RFC 3810 §5.1.12", "RFC 3810 §5.1.7"})
    void aQueryToAnyAddressOfOursAndWithMoreOctetsThanItNeedsIsAnswered() {
        var lab = listening(Extreme.SHORTEST);
        lab.hears(QueryFrame.query(GROUP, 1_000)
                .to("fe80::1", lab.node.port("eth").mac()));
        lab.advance(1);
        lab.carried("REPORT fe80::1 IS_EX ff02::db8:9");
        lab.hears(QueryFrame.query(GROUP, 1_000).length(40));
        lab.advance(1);
        lab.carried("REPORT fe80::1 IS_EX ff02::db8:9");
    }

    @Test
    @Clause({"RFC 3810 §2.1b", "RFC 3810 §5.1.15"})
    void queriesAreHeardFromAllWhomeverElseTheGroupIsHeardFrom() {
        var lab = MldLab.ready(state, Extreme.SHORTEST);
        lab.listen(MldLab.GROUP, SourceFilter.include(A));
        lab.advance(60_000);
        lab.hears(QueryFrame.query(GROUP, 1_000));
        lab.advance(1);
        lab.carried("REPORT fe80::1 IS_IN ff02::db8:9 2001:db8::a");
    }

    @ParameterizedTest
    @CsvSource({"143", "131", "132"})
    @Clause("RFC 3810 §6f")
    void reportsOfOthersMeanNothingToAListener(int type) {
        var lab = listening(Extreme.SHORTEST);
        lab.hears(QueryFrame.query(GROUP, 1_000).type(type));
        lab.advance(10_000);
        lab.carried();
        assertEquals(1, lab.total("inaba.mld.for-routers"));
    }

    @Test
    @Clause("RFC 3810 §9.1")
    void theQuerierSaysHowOftenChangesAreRepeated() {
        var lab = listening(Extreme.SHORTEST);
        lab.hears(QueryFrame.query("::", 1_000).robustness(4));
        lab.advance(1_000);
        lab.forget();
        lab.join("ff02::db8:a");
        lab.advance(10_000);
        assertEquals(4, lab.wire.carried().size());
        lab.hears(QueryFrame.query("::", 1_000).robustness(0));
        lab.advance(1_000);
        lab.forget();
        lab.join("ff02::db8:b");
        lab.advance(10_000);
        assertEquals(2, lab.wire.carried().size());
    }

    /// (MTU - 40 - 8 - 8) / 20 records fill a packet, two less where one has two sources; what a router says of the
    /// link counts too (RFC 4861 §6.3.4).
    @ParameterizedTest(name = "advertised {0}: {1} records, then {2} and {3}")
    @CsvSource({"0, 70, 72, 61", "1280, 59, 61, 61", "1400, 65, 67, 67"})
    @Clause("RFC 3810 §5.2.15")
    void moreGroupsThanFitIntoAPacketAreToldInSeveral(int mtu, int first, int second, int third) {
        var lab = listening(Extreme.SHORTEST);
        if (mtu > 0) {
            lab.node.engine().parameters().put(new LinkParameters(1, 0, 0, 0, mtu, Row.PERSON));
        }
        var groups = Ipv6Address.parse("ff05::");
        for (int n = 1; n <= 200; n++) {
            lab.join(groups.withInterfaceId(n).toString());
        }
        lab.advance(10_000);
        lab.forget();
        lab.hears(QueryFrame.query("::", 1_000));
        lab.advance(1);
        var told = new TreeSet<String>();
        var frames = lab.wire.carried();
        frames.forEach(
                frame -> told.addAll(List.of(MldText.of(frame).substring(15).split(", "))));
        assertEquals(
                List.of(first, second, third),
                frames.stream()
                        .limit(3)
                        .map(frame -> MldText.of(frame).split(", ").length)
                        .toList());
        assertEquals(203, told.size());
    }

    @Test
    @Clause({"RFC 3810 §9.1", "RFC 3810 §6.1"})
    void aNewConfigurationCountsFromTheNextChangeOn() {
        var lab = MldLab.ready(state, Extreme.LONGEST);
        lab.join(GROUP);
        lab.advance(60_000);
        lab.forget();
        lab.mld.configure(Components.configuration(
                MldConfig.class, Map.of("robustness", 4, "unsolicited_report_interval_ms", 500)));
        lab.advance(60_000);
        lab.carried(); // what was told stays told
        lab.join("ff02::db8:b");
        var report = "REPORT fe80::1 TO_EX ff02::db8:b";
        lab.advance(2_000);
        lab.carried(report, report, report, report);
    }

    @Test
    void aQueryOnALinkThatIsDownIsNotHeard() {
        var lab = listening(Extreme.SHORTEST);
        lab.hears(QueryFrame.query("::", 10_000));
        lab.carrier(false);
        lab.forget();
        lab.advance(60_000);
        lab.carried();
        assertEquals(0, lab.node.engine().queriers().size());
        assertEquals(0, lab.node.engine().listeners().size());
    }

    /// A listener to one group of any source, to one of two sources, and to the group of its address.
    private MldLab listening(Extreme delays) {
        var lab = MldLab.ready(state, delays);
        lab.join(GROUP);
        lab.listen("ff3e::1", SourceFilter.include(A, B));
        lab.advance(60_000);
        lab.forget();
        assertEquals(
                State.PREFERRED, lab.node.engine().addresses().rows().getFirst().state());
        return lab;
    }
}
