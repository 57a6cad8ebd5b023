package inaba.ip.multicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.ip.multicast.ListenerRecord.Type;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RFC 3810 §5.2.15
class ReportPackerTest {
    /// An MTU of 1500 without the IPv6 header and the Router Alert.
    private static final int ROOM = 1452;

    private static final Ipv6Address GROUP = Ipv6Address.parse("ff3e::1234");

    @Test
    @Clause("RFC 3810 §5.2.15")
    void asManyRecordsAsFitShareAReport() {
        var records = new ArrayList<ListenerRecord>();
        IntStream.range(0, 200)
                .forEach(n -> records.add(
                        new ListenerRecord(Type.IS_EX, GROUP.withInterfaceId(n), Collections.emptySortedSet())));
        var reports = ReportPacker.pack(records, ROOM);
        assertEquals(List.of(72, 72, 56), reports.stream().map(List::size).toList());
        assertEquals(records, reports.stream().flatMap(List::stream).toList());
        assertTrue(reports.stream().allMatch(report -> ReportPacker.bytes(report) <= ROOM));
    }

    @ParameterizedTest
    @EnumSource(names = {"IS_IN", "TO_IN", "ALLOW", "BLOCK"})
    @Clause("RFC 3810 §5.2.15b")
    void aLongListOfSourcesIsSplitOverReports(Type type) {
        var one = record(type, 200);
        var reports = ReportPacker.pack(List.of(record(Type.IS_EX, 1), one, record(Type.IS_EX, 2)), ROOM);
        assertEquals(5, reports.size());
        var sources = new TreeSet<Ipv6Address>();
        for (var report : reports.subList(1, 4)) {
            assertEquals(1, report.size());
            assertEquals(type, report.getFirst().type());
            assertTrue(ReportPacker.bytes(report) <= ROOM);
            sources.addAll(report.getFirst().sources());
        }
        assertEquals(one.sources(), sources);
    }

    @ParameterizedTest
    @EnumSource(names = {"IS_EX", "TO_EX"})
    @Clause("RFC 3810 §5.2.15c")
    void ofUnwantedSourcesTheFirstThatFitAreTold(Type type) {
        var reports = ReportPacker.pack(List.of(record(type, 200)), ROOM);
        assertEquals(1, reports.size());
        assertEquals(89, reports.getFirst().getFirst().sources().size());
        assertEquals(reports, ReportPacker.pack(List.of(record(type, 200)), ROOM));
    }

    private static ListenerRecord record(Type type, int sources) {
        var list = new TreeSet<Ipv6Address>();
        IntStream.range(0, sources).forEach(n -> list.add(Rows.source(n)));
        return new ListenerRecord(type, GROUP, list);
    }
}
