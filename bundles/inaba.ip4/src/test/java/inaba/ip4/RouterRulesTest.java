package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp4.Icmpv4Type;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One packet to or through the router, and what it says.
class RouterRulesTest {
    private static final int ICMP_BYTES = 8;
    private static final byte[] DATA = new byte[16];

    private final Ip4Lab lab;

    RouterRulesTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @BeforeEach
    void neighborsAreKnown() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        lab.seen(lab.left);
        lab.seen(lab.right);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "protocol 200,   destination unreachable: protocol unreachable",
        "udp,            destination unreachable: port unreachable",
        "time to live 1, echo reply",
        "time to live 0, echo reply",
        "reserved flag,  echo reply",
        "unknown option, echo reply",
        "security,       echo reply",
        "stream,         echo reply"
    })
    @Clause({
        "RFC 1122 §3.2.2.1",
        "RFC 1812 §4.2.2.9",
        "RFC 1812 §4.2.2.9b",
        "RFC 1812 §4.2.2.3",
        "RFC 1812 §4.2.2.6",
        "RFC 1122 §3.2.1.8",
        "RFC 1812 §4.2.2.1b",
        "RFC 791 §3.1e",
        "RFC 792 §3",
        "RFC 1812 §4.2.2.9c",
        "RFC 1122 §3.2.1.7b"
    })
    void whatIsForTheRouterIsAnswered(String what, String answer) {
        var frame = Ip4Frame.echo().destination(Ip4Lab.LAN);
        inject(
                switch (what) {
                    case "protocol 200" -> frame.payload(200, DATA);
                    case "udp" -> frame.payload(IpProtocol.UDP, udp());
                    case "time to live 1" -> frame.timeToLive(1);
                    case "time to live 0" -> frame.timeToLive(0);
                    case "reserved flag" -> frame.flags(0x8000);
                    case "unknown option" -> frame.options("de04000001010101");
                    case "security" -> frame.options("820b00000000000000000000");
                    default -> frame.options("88041234");
                });
        assertEquals("10.0.0.1 > 10.0.0.2 " + answer, lab.seen(lab.left).getLast());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "an error",
                "a later fragment",
                "a frame to all",
                "to a group",
                "from a group",
                "from all",
                "from loopback",
                "from nobody",
                "from class E",
                "to all of the subnet",
                "to class E",
                "to loopback",
                "to net 0"
            })
    @Clause({
        "RFC 1122 §3.2.2c",
        "RFC 1812 §4.3.2.7b",
        "RFC 1122 §3.2.1.3",
        "RFC 1122 §3.2.1.3b",
        "RFC 1812 §5.3.4",
        "RFC 1122 §3.3.6",
        "RFC 919 §4",
        "RFC 922 §7",
        "RFC 1812 §4.2.2.11b",
        "RFC 1122 §3.3.6c",
        "RFC 1812 §4.2.2.10"
    })
    void aboutTheseNobodyIsTold(String what) {
        var frame = Ip4Frame.echo().destination(Ip4Lab.LAN).payload(200, DATA);
        inject(
                switch (what) {
                    case "an error" ->
                        frame.about(Icmpv4Type.TIME_EXCEEDED, 0, 0, DATA).destination("192.0.2.1");
                    case "a later fragment" -> frame.flags(3).destination("192.0.2.1");
                    case "a frame to all" -> frame.to(MacAddress.BROADCAST);
                    case "to a group" ->
                        frame.to(MacAddress.parse("01:00:5e:00:00:01")).destination("224.0.0.1");
                    case "from a group" -> frame.source("224.0.0.9");
                    case "from all" -> frame.source("255.255.255.255");
                    case "from loopback" -> frame.source("127.0.0.1");
                    case "from nobody" -> frame.source("0.0.0.0");
                    case "from class E" -> frame.source("240.0.0.1");
                    case "to all of the subnet" ->
                        frame.to(MacAddress.BROADCAST).destination("10.0.0.255");
                    case "to class E" -> frame.destination("240.0.0.1");
                    case "to loopback" -> frame.destination("127.0.0.1");
                    default -> frame.destination("0.0.0.1");
                });
        assertEquals(1, lab.seen(lab.left).size(), "the packet alone");
        assertEquals(List.of(), lab.seen(lab.right));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6, 7, 10, 13, 14, 15, 16, 17, 18, 30, 31, 35, 40, 42, 200, 255})
    @Clause({
        "RFC 1122 §3.2.2d",
        "RFC 6918 §2",
        "RFC 6633 §3",
        "RFC 6633 §3b",
        "RFC 1812 §4.3.2.1",
        "RFC 1812 §4.3.3.7",
        "RFC 1122 §3.2.2.9",
        "RFC 1812 §4.3.3.3",
        "RFC 1122 §3.2.2.7"
    })
    void icmpThatIsUnknownOrObsoleteIsDiscardedInSilence(int type) {
        inject(Ip4Frame.echo()
                .destination(Ip4Lab.LAN)
                .about(type, 0, 0, Ip4Frame.echo().source(Ip4Lab.LAN).packet()));
        assertEquals(1, lab.seen(lab.left).size());
    }

    @Test
    @Clause({"RFC 1812 §4.3.2.3", "RFC 1812 §4.3.2.3b", "RFC 1122 §3.2.2b", "RFC 1812 §4.3.2.5", "RFC 1812 §4.3.2.2"})
    void anErrorQuotesThePacketAsItCameWithin576Bytes() {
        var sent = Ip4Frame.echo().timeToLive(1).payload(IpProtocol.UDP, new byte[1400]);
        inject(sent);
        byte[] error = lab.left.carried().getLast().bytes();
        var header = new Ipv4Header(MemorySegment.ofArray(error), EthernetHeader.BYTES);
        assertEquals(576, header.totalLength());
        assertEquals(6 << 5, header.typeOfService());
        assertEquals(64, header.timeToLive());
        int quoted = EthernetHeader.BYTES + Ipv4Header.BYTES + ICMP_BYTES;
        assertArrayEquals(
                Arrays.copyOf(sent.packet(), 548),
                Arrays.copyOfRange(error, quoted, quoted + 548),
                "TTL and checksum too");
    }

    @Test
    @Clause({"RFC 1812 §4.3.2.4", "RFC 1812 §5.2.7.3", "RFC 1812 §5.3.1c"})
    void anErrorComesFromTheAddressThatTheSenderKnows() {
        inject(Ip4Frame.echo().timeToLive(1));
        assertEquals(
                "10.0.0.1 > 10.0.0.2 time exceeded: time to live exceeded",
                lab.seen(lab.left).getLast());
        inject(Ip4Frame.echo().destination(Ip4Lab.WAN).payload(200, DATA));
        assertEquals(
                "10.0.1.1 > 10.0.0.2 destination unreachable: protocol unreachable",
                lab.seen(lab.left).getLast(),
                "what was asked answers");
    }

    @Test
    @Clause({
        "RFC 1812 §5.2.1b",
        "RFC 1812 §5.2.5",
        "RFC 1812 §5.3.3.3",
        "RFC 1812 §5.3.1",
        "RFC 1812 §5.3.1b",
        "RFC 6864 §4.3",
        "RFC 1812 §4.2.2.3b"
    })
    void nothingButHopsAndChecksumIsChanged() {
        byte[] sent =
                Ip4Frame.echo().flags(0xc000).payload(IpProtocol.UDP, udp()).frame();
        var header = new Ipv4Header(MemorySegment.ofArray(sent), EthernetHeader.BYTES);
        header.typeOfService(0xff).updateChecksum();
        lab.left.inject(sent);
        lab.lab.settle();
        byte[] arrived = lab.right.carried().getFirst().bytes();
        var there = new Ipv4Header(MemorySegment.ofArray(arrived), EthernetHeader.BYTES);
        assertTrue(there.checksumIsValid());
        assertEquals(63, there.timeToLive());
        there.timeToLive(64).checksum(header.checksum());
        assertArrayEquals(
                Arrays.copyOfRange(sent, EthernetHeader.BYTES, sent.length),
                Arrays.copyOfRange(arrived, EthernetHeader.BYTES, arrived.length));
    }

    @Test
    @Clause({"RFC 1812 §5.2.6", "RFC 791 §3.2b", "RFC 1812 §4.2.2.7", "RFC 6864 §4.3"})
    void aFragmentIsForwardedAsItCame() {
        inject(Ip4Frame.echo().flags(0x2000));
        assertEquals(
                "10.0.0.2 > 10.0.1.2 ttl 63 fragment 0..8+ echo request",
                lab.seen(lab.right).getFirst());
    }

    @ParameterizedTest
    @CsvSource({"255.255.255.255", "10.0.0.255", "10.0.1.255", "224.0.0.1", "239.9.9.9"})
    @Clause({"RFC 1812 §5.3.5.1", "RFC 919 §5", "RFC 922 §7b", "RFC 1812 §5.3.4b", "RFC 1122 §3.2.2.6d", "RFC 1122 §2.4"
    })
    void whatWentToAllStaysOnItsLink(String destination) {
        inject(Ip4Frame.echo().to(MacAddress.BROADCAST).destination(destination));
        assertEquals(List.of(), lab.seen(lab.right));
        assertEquals(1, lab.seen(lab.left).size(), "nor is it answered");
    }

    @Test
    @Clause({"RFC 1812 §5.3.12.3", "RFC 1812 §5.3.12.4", "RFC 1812 §3.3.6"})
    void aRouteByALinkThatIsDownIsNotUsedUntilItIsBack() {
        lab.route(lab.router, "wan", "192.0.2.0/24", Ip4Lab.SERVER);
        lab.router.port("wan").carrier(false);
        lab.lab.settle();
        inject(Ip4Frame.echo().destination("192.0.2.9"));
        assertTrue(lab.seen(lab.left).getLast().contains("destination unreachable"));
        lab.router.port("wan").carrier(true);
        lab.lab.settle();
        inject(Ip4Frame.echo().destination("192.0.2.9"));
        assertTrue(lab.seen(lab.right).stream().anyMatch(line -> line.contains("> 192.0.2.9 ttl 63")));
    }

    @Test
    @Clause({"RFC 1122 §3.2.2.6c", "RFC 1812 §4.3.3.6c", "RFC 792 §3b", "RFC 1812 §4.3.2.5b"})
    void theReplyBringsBackAllThatWasSent() {
        byte[] message = new byte[1000];
        new Random(792).nextBytes(message);
        message[0] = Icmpv4Type.ECHO_REQUEST;
        message[1] = 0;
        byte[] frame = Ip4Frame.echo()
                .destination(Ip4Lab.LAN)
                .payload(IpProtocol.ICMP, message)
                .frame();
        var asked = new Ipv4Header(MemorySegment.ofArray(frame), EthernetHeader.BYTES);
        asked.typeOfService(0xb8).updateChecksum();
        lab.left.inject(frame);
        lab.lab.settle();
        byte[] reply = lab.left.carried().getLast().bytes();
        assertEquals(0xb8, new Ipv4Header(MemorySegment.ofArray(reply), EthernetHeader.BYTES).typeOfService());
        int data = EthernetHeader.BYTES + Ipv4Header.BYTES + 4;
        assertArrayEquals(Arrays.copyOfRange(message, 4, 1000), Arrays.copyOfRange(reply, data, reply.length));
    }

    private void inject(Ip4Frame frame) {
        lab.left.inject(frame.frame());
        lab.lab.settle();
    }

    private static byte[] udp() {
        return new byte[] {4, 0, 4, 0, 0, 16, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    }
}
