package inaba.conformance.node;

import static inaba.conformance.node.Laboratory.NUT;
import static inaba.conformance.node.Laboratory.TN1;
import static inaba.conformance.node.Laboratory.TN2;
import static inaba.conformance.node.Laboratory.TR1;
import static inaba.conformance.node.Laboratory.advertisement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.conformance.base.Datagram;
import inaba.junit.Clause;
import inaba.wire.Checksum;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How long the replies are after whatever a router complained about.
class PathMtuTest {
    private static final int MOST = 1500 - Ipv6Header.BYTES - 8; // octets of an echo request that fills the link

    @TempDir
    Path state;

    /// RFC 8201 §4: the estimate goes down by each message, and up ten minutes later.
    @Test
    @Clause({"RFC 8201 §4c", "RFC 8201 §4f", "RFC 8201 §4h", "RFC 8201 §5.3a"})
    void repliesShrinkAndGrowAgain() {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        assertEquals(List.of(1500), lengths(lab, TN2));
        complains(lab, reply(lab), 1400, 0);
        assertTrue(lengths(lab, TN2).stream().allMatch(length -> length <= 1400));
        complains(lab, reply(lab), 1300, 0);
        assertTrue(lengths(lab, TN2).stream().allMatch(length -> length <= 1300));
        complains(lab, reply(lab), 1450, 0);
        assertTrue(lengths(lab, TN2).stream().allMatch(length -> length <= 1300), "it never goes up by a message");
        lab.seconds(299);
        assertTrue(lengths(lab, TN2).stream().allMatch(length -> length <= 1300), "not within five minutes");
        lab.hears(advertisement(TR1, 1800)).seconds(302);
        assertEquals(List.of(1500), lengths(lab, TN2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 56, 1279})
    @Clause({"RFC 8201 §4a", "RFC 8201 §4b"})
    void noPathIsBelow1280(int mtu) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        complains(lab, reply(lab), mtu, 0);
        assertEquals(List.of(1500), lengths(lab, TN2));
    }

    @ParameterizedTest(name = "code {0}, of {1}")
    @CsvSource({"255, 2001:db8:2::a2", "0, 2001:db8:1::a1"})
    @Clause({"RFC 8201 §3b", "RFC 8201 §4e", "RFC 8201 §5.2a"})
    void theCodeDoesNotMatterNorWhereTheDestinationIs(int code, String whom) {
        var lab = Laboratory.host(state).knows(TR1, "RSO").knows(TN1, "SO");
        complains(lab, reply(lab, whom), 1280, code);
        assertTrue(lengths(lab, whom).stream().allMatch(length -> length <= 1280));
        String other = whom.equals(TN1) ? TN2 : TN1;
        assertEquals(List.of(1500), lengths(lab, other), "of nobody else");
    }

    @Test
    @Clause("RFC 4861 §6.3.4h")
    void theMtuOfTheLinkIsTheOneAdvertised() {
        var lab = Laboratory.host(state).knows(TN1, "SO");
        lab.hears(advertisement(TR1, 1800).mtu(1280));
        assertTrue(lengths(lab, TN1).stream().allMatch(length -> length <= 1280));
        lab.hears(advertisement(TR1, 1800).mtu(1279))
                .hears(advertisement(TR1, 1800).mtu(1501));
        assertTrue(lengths(lab, TN1).stream().allMatch(length -> length <= 1280));
        lab.hears(advertisement(TR1, 1800).mtu(1500));
        assertEquals(List.of(1500), lengths(lab, TN1));
    }

    /// What was not sent, or not by us, is not believed.
    @ParameterizedTest
    @ValueSource(strings = {"another source", "another destination", "cut inside the header", "a wrong checksum"})
    @Clause("RFC 8201 §4g")
    void whatTheQuoteDoesNotShowIsNotBelieved(String fault) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        byte[] quoted = reply(lab);
        var header = new Datagram(quoted).header();
        switch (fault) {
            case "another source" -> header.source(Ipv6Address.parse("2001:db8:1::77"));
            case "another destination" -> header.destination(Ipv6Address.parse("2001:db8:2::77"));
            case "cut inside the header" -> quoted = Arrays.copyOf(quoted, 39);
            default -> {}
        }
        byte[] complaint = complaint(quoted, 1280, 0);
        if (fault.equals("a wrong checksum")) {
            complaint[complaint.length - 1] ^= 1;
        }
        lab.hears(complaint, "TR1").forget();
        assertEquals(List.of(1500), lengths(lab, TN2));
    }

    private static byte[] reply(Laboratory lab) {
        return reply(lab, TN2);
    }

    /// What the node answered to the longest request that the link carries: the whole packet, or its first fragment.
    private static byte[] reply(Laboratory lab, String whom) {
        lab.forget().pinged(whom, NUT, whom.equals(TN1) ? "TN1" : "TR1", MOST);
        return lab.sent().getFirst().packet().bytes();
    }

    private static List<Integer> lengths(Laboratory lab, String whom) {
        lab.forget().pinged(whom, NUT, whom.equals(TN1) ? "TN1" : "TR1", MOST);
        return lab.sent().stream()
                .filter(sent -> sent.text().contains(" > "))
                .map(sent -> sent.packet().bytes().length)
                .toList();
    }

    private static void complains(Laboratory lab, byte[] about, int mtu, int code) {
        lab.hears(complaint(about, mtu, code), "TR1").advance(Duration.ZERO);
    }

    private static byte[] complaint(byte[] about, int mtu, int code) {
        int quoted = Math.min(about.length, ErrorMessage.MAX_QUOTED);
        var bytes = MemorySegment.ofArray(new byte[Ipv6Header.BYTES + ErrorMessage.FIXED_BYTES + quoted]);
        int length = ErrorMessage.FIXED_BYTES + quoted;
        new Ipv6Header(bytes, 0)
                .start(0, 0)
                .payloadLength(length)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(64)
                .source(Ipv6Address.parse("2001:db8:1::b1"))
                .destination(Ipv6Address.parse(NUT));
        var message = bytes.asSlice(Ipv6Header.BYTES);
        new ErrorMessage(message).start(Icmpv6Type.PACKET_TOO_BIG, code, mtu);
        MemorySegment.copy(about, 0, message, ValueLayout.JAVA_BYTE, ErrorMessage.FIXED_BYTES, quoted);
        var icmp = new Icmpv6Header(message, 0).checksum(0);
        icmp.checksum(Checksum.upperLayer(bytes, 0, Ipv6Header.BYTES, length, IpProtocol.ICMPV6));
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }
}
