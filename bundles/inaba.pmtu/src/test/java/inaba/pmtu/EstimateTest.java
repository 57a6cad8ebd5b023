package inaba.pmtu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Verdict;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    private static final Ipv6Address OURS = Ipv6Address.parse("2001:db8::1");
    private static final Ipv6Address THERE = Ipv6Address.parse("2001:db8:9::9");

    /// RFC 8201 §4 and RFC 4443 §3.2.
    @ParameterizedTest(name = "mtu {0} quoting {2} octets of {1}: {3}")
    @CsvSource({
        "1300,       2001:db8::1, 100, DELIVER",
        "1280,       2001:db8::1, 40,  DELIVER",
        "1279,       2001:db8::1, 100, BELOW_MINIMUM",
        "0,          2001:db8::1, 100, BELOW_MINIMUM",
        "4294967295, 2001:db8::1, 100, DELIVER",
        "1300,       2001:db8::2, 100, QUOTE_NOT_OURS",
        "1300,       2001:db8::1, 39,  QUOTE_UNREADABLE",
        "1300,       2001:db8::1, 0,   QUOTE_UNREADABLE",
        "1300,       2001:db8::1, -1,  TOO_SHORT"
    })
    void aMessageIsHeededOrNot(long mtu, String source, int quoted, String verdict) {
        var estimate = Estimate.of(message(mtu, Ipv6Address.parse(source), quoted), OURS::equals);
        assertEquals(verdict, estimate.verdict().toString());
        if (estimate.verdict() == Verdict.Go.DELIVER) {
            assertEquals(THERE, estimate.destination());
            assertEquals(Math.min(mtu, Integer.MAX_VALUE), estimate.mtu());
        }
    }

    private static MemorySegment message(long mtu, Ipv6Address source, int quoted) {
        var whole = Arena.ofAuto().allocate(ErrorMessage.FIXED_BYTES + 200);
        new ErrorMessage(whole).start(Icmpv6Type.PACKET_TOO_BIG, 0, mtu);
        new Ipv6Header(whole, ErrorMessage.FIXED_BYTES)
                .start(0, 0)
                .source(source)
                .destination(THERE);
        return whole.asSlice(0, ErrorMessage.FIXED_BYTES + quoted);
    }
}
