package inaba.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import inaba.api.link.IngressRow;
import inaba.api.link.IngressRow.Reverse;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.ReversePath;
import inaba.api.table.Row;
import inaba.ingress.core.Filter;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.SpecialPurpose;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of a filter.
class FilterTest {
    @ParameterizedTest(name = "{0}, default {1}, the way back {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        STRICT | on  | BACK                 | -
        STRICT | on  | BACK_BY_DEFAULT      | -
        STRICT | off | BACK_BY_DEFAULT      | only-by-default
        STRICT | on  | ELSEWHERE            | another-way-back
        STRICT | on  | ELSEWHERE_BY_DEFAULT | another-way-back
        STRICT | on  | NONE                 | no-way-back
        LOOSE  | on  | BACK                 | -
        LOOSE  | on  | ELSEWHERE            | -
        LOOSE  | on  | ELSEWHERE_BY_DEFAULT | -
        LOOSE  | on  | BACK_BY_DEFAULT      | -
        LOOSE  | off | ELSEWHERE            | -
        LOOSE  | off | BACK                 | -
        LOOSE  | off | BACK_BY_DEFAULT      | only-by-default
        LOOSE  | off | ELSEWHERE_BY_DEFAULT | only-by-default
        LOOSE  | off | NONE                 | no-way-back
        OFF    | off | NONE                 | -
        """)
    @Clause({"RFC 3704 §2.2", "RFC 3704 §2.4", "RFC 3704 §2.5"})
    void theWayBackDecides(Reverse reverse, String byDefault, ReversePath back, String drop) {
        var filter = new Filter(new IngressRow(1, reverse, byDefault.equals("on"), List.of(), Row.PERSON));
        assertVerdict(drop, filter.of(packet("2400::1", "2400::2"), _ -> back));
        assertVerdict(drop, filter.of(packet("8.8.8.8", "9.9.9.9"), _ -> back));
    }

    @ParameterizedTest(name = "{0} is on the link")
    @CsvSource({"::, ff02::1", "fe80::1, ff02::1", "0.0.0.0, 255.255.255.255", "169.254.1.1, 224.0.0.1"})
    @Clause("RFC 3704 §2.2")
    void sourcesOfTheLinkHaveNoRoute(String source, String destination) {
        var filter = new Filter(new IngressRow(1, Reverse.STRICT, true, List.of(), Row.PERSON));
        assertVerdict("-", filter.of(packet(source, destination), _ -> ReversePath.NONE));
    }

    @ParameterizedTest(name = "{1} to {2} where {0} is refused: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        PRIVATE       | fd00::1       | 2400::1     | private
        PRIVATE       | 2400::1       | fd00::1     | private
        PRIVATE       | 2001:db8::1   | 2400::1     | -
        PRIVATE       | 10.0.0.1      | 8.8.8.8     | private
        PRIVATE       | 8.8.8.8       | 192.168.0.1 | private
        DOCUMENTATION | 2001:db8::1   | 2400::1     | documentation
        DOCUMENTATION | 192.0.2.1     | 8.8.8.8     | documentation
        BENCHMARKING  | 198.18.0.1    | 8.8.8.8     | benchmarking
        DISCARD       | 100::1        | 2400::1     | discard
        TRANSITION    | 2002::1       | 2400::1     | transition
        PROTOCOL      | 2001:10::1    | 2400::1     | protocol
        RESERVED      | fec0::1       | 2400::1     | reserved
        RESERVED      | fe80::1       | ff02::1     | -
        """)
    @Clause({"RFC 6890 §2.2.2", "RFC 6890 §2.2.3"})
    void bogonsAreRefusedByKind(SpecialPurpose kind, String source, String destination, String drop) {
        var filter = new Filter(new IngressRow(1, Reverse.OFF, true, List.of(kind), Row.PERSON));
        assertVerdict(drop, filter.of(packet(source, destination), _ -> ReversePath.NONE));
    }

    private static void assertVerdict(String drop, Verdict verdict) {
        if (drop.equals("-")) {
            assertSame(Verdict.Go.DELIVER, verdict);
        } else {
            assertEquals("inaba.ingress." + drop, ((DropReason) verdict).counterName());
        }
    }

    private static Packet packet(String source, String destination) {
        var memory = MemorySegment.ofArray(new byte[64]);
        boolean ipv4 = source.contains(".");
        var packet = new Packet(memory, 0, 64).reset(0).end(40).network(0);
        if (ipv4) {
            new Ipv4Header(memory, 0)
                    .source(IpFamily.IPV4.parseAddress(source).toIpv4())
                    .destination(IpFamily.IPV4.parseAddress(destination).toIpv4());
            packet.etherType(EthernetHeader.ETHERTYPE_IPV4);
        } else {
            new Ipv6Header(memory, 0).source(Ipv6Address.parse(source)).destination(Ipv6Address.parse(destination));
        }
        return packet;
    }
}
