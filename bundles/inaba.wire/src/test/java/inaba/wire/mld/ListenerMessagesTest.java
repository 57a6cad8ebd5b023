package inaba.wire.mld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.wire.Captures;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The boxes of RFC 2710 §3, RFC 3810 §5.1 and §5.2.
class ListenerMessagesTest {
    private static final String GROUP = "ff3e0000000000000000000000001234";
    private static final String A = "20010db8000000000000000000000001";
    private static final String B = "20010db8000000000000000000000002";

    @Test
    void aQueryIsReadAndWrittenAgain() {
        var wire = Captures.hex("82 00 0000 2710 0000 " + GROUP + " 0a 7d 0002 " + A + B);
        assertTrue(ListenerQuery.fits(wire));
        var query = new ListenerQuery(wire);
        assertEquals(10_000, query.maximumResponseDelay());
        assertEquals(Ipv6Address.parse("ff3e::1234"), query.group());
        assertTrue(query.suppress());
        assertEquals(2, query.robustness());
        assertEquals(125, query.intervalSeconds());
        assertEquals(2, query.sources());
        assertEquals(Ipv6Address.parse("2001:db8::2"), query.source(1));

        var copy = MemorySegment.ofArray(new byte[(int) wire.byteSize()]).fill((byte) -1);
        new ListenerQuery(copy)
                .start(query.group())
                .maximumResponseCode(10_000)
                .flags(true, 2)
                .intervalCode(125)
                .sources(List.of(query.source(0), query.source(1)));
        assertEquals(-1, copy.mismatch(wire));
    }

    @Test
    @Clause("RFC 3810 §5.2.10")
    void aReportIsReadAndWrittenAgain() {
        var wire = Captures.hex("8f 00 0000 0000 0002 04 00 0000 " + GROUP + " 05 00 0002 " + GROUP + A + B);
        assertTrue(ListenerReport.fits(wire));
        var report = new ListenerReport(wire);
        assertEquals(2, report.records());
        long second = report.next(report.first());
        assertEquals(4, report.type(report.first()));
        assertEquals(0, report.sources(report.first()));
        assertEquals(5, report.type(second));
        assertEquals(Ipv6Address.parse("2001:db8::1"), report.source(second, 0));
        assertEquals(wire.byteSize(), report.next(second));

        var copy = MemorySegment.ofArray(new byte[(int) wire.byteSize()]).fill((byte) -1);
        var written = new ListenerReport(copy).start(2);
        long next = written.write(written.first(), 4, report.group(second), List.of());
        written.write(next, 5, report.group(second), List.of(report.source(second, 0), report.source(second, 1)));
        assertEquals(-1, copy.mismatch(wire));
    }

    @Test
    void auxiliaryDataArePassedOver() {
        var wire = Captures.hex("8f 00 0000 0000 0002 01 01 0001 " + GROUP + A + "deadbeef 06 00 0001 " + GROUP + B);
        assertTrue(ListenerReport.fits(wire));
        var report = new ListenerReport(wire);
        long second = report.next(report.first());
        assertEquals(6, report.type(second));
        assertEquals(Ipv6Address.parse("2001:db8::2"), report.source(second, 0));
        for (long bytes = 0; bytes < wire.byteSize(); bytes++) {
            assertFalse(ListenerReport.fits(wire.asSlice(0, bytes)), bytes + " octets");
        }
    }

    @Test
    void cutQueriesDoNotFit() {
        var wire = Captures.hex("82 00 0000 2710 0000 " + GROUP + " 02 7d 0001 " + A);
        for (long bytes = 0; bytes < wire.byteSize(); bytes++) {
            assertFalse(ListenerQuery.fits(wire.asSlice(0, bytes)), bytes + " octets");
        }
        assertTrue(ListenerMessage.fits(wire.asSlice(0, 24)));
        assertFalse(ListenerMessage.fits(wire.asSlice(0, 23)));
    }

    @Test
    void anOlderMessageIsReadAndWrittenAgain() {
        var wire = Captures.hex("83 00 0000 0000 0000 " + GROUP);
        var report = new ListenerMessage(wire);
        assertEquals(Icmpv6Type.MLD_REPORT, report.type());
        assertEquals(0, report.maximumResponseDelay());
        var copy = MemorySegment.ofArray(new byte[24]).fill((byte) -1);
        new ListenerMessage(copy).start(Icmpv6Type.MLD_REPORT, report.group());
        assertEquals(-1, copy.mismatch(wire));
        assertEquals(
                65_535, new ListenerMessage(copy).maximumResponseDelay(65_535).maximumResponseDelay());
    }

    /// RFC 3810 §5.1.3
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "32767, 32767", "0x8000, 32768", "0x8001, 32776", "0x9000, 65536", "0xffff, 8387584"})
    void aResponseCodeIsADelay(String code, long millis) {
        var memory = MemorySegment.ofArray(new byte[ListenerQuery.FIXED_BYTES]);
        var query = new ListenerQuery(memory).start(Ipv6Address.UNSPECIFIED).maximumResponseCode(Integer.decode(code));
        assertEquals(millis, query.maximumResponseDelay());
    }

    /// RFC 3810 §5.1.9
    @ParameterizedTest
    @CsvSource({"0, 0", "125, 125", "127, 127", "128, 128", "0x81, 136", "0x90, 256", "255, 31744"})
    void anIntervalCodeIsAnInterval(String code, int seconds) {
        var memory = MemorySegment.ofArray(new byte[ListenerQuery.FIXED_BYTES]);
        var query = new ListenerQuery(memory).start(Ipv6Address.UNSPECIFIED).intervalCode(Integer.decode(code));
        assertEquals(seconds, query.intervalSeconds());
    }
}
