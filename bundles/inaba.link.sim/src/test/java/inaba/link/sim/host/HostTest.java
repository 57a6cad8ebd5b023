package inaba.link.sim.host;

import static inaba.link.sim.host.HostLab.FAR;
import static inaba.link.sim.host.HostLab.HOST;
import static inaba.link.sim.host.HostLab.HOST_LINK_LOCAL;
import static inaba.link.sim.host.HostLab.HOST_MAC;
import static inaba.link.sim.host.HostLab.ROUTER;
import static inaba.link.sim.host.HostLab.ROUTER_MAC;
import static inaba.link.sim.host.HostLab.echoRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Checksum;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Ipv6Address NEIGHBOR = Ipv6Address.parse("2001:db8:1::2");

    private final HostLab lab = new HostLab();

    @Test
    void itSolicitsRoutersEverMoreSeldomUntilOneAnswers() {
        lab.host.start();
        lab.time.advance(SECOND);
        var solicitation = lab.carried(Icmpv6Type.ROUTER_SOLICITATION);
        assertEquals(HOST_LINK_LOCAL, solicitation.ip().source());
        assertEquals(Ipv6Address.ALL_ROUTERS, solicitation.ip().destination());
        assertEquals(255, solicitation.ip().hopLimit());
        lab.time.advance(Duration.ofMillis(2900));
        lab.carriedNothing();
        lab.time.advance(Duration.ofMillis(1500)); // 4 s, and up to a tenth more, after the first
        lab.carried(Icmpv6Type.ROUTER_SOLICITATION);
        lab.advertises(600, 600, 600, 0);
        lab.time.advance(Duration.ofHours(2));
        lab.carriedNothing();
    }

    @Test
    void itAnswersWhoAsksForItsAddresses() {
        lab.advertises(600, 600, 600, 0);
        for (var target : new Ipv6Address[] {HOST_LINK_LOCAL, HOST}) {
            lab.discovers(ROUTER, target.solicitedNode(), solicitation(target, ROUTER_MAC));
            var answer = lab.carried(Icmpv6Type.NEIGHBOR_ADVERTISEMENT);
            var advert = new NeighborAdvertisement(answer.payload());
            assertEquals(target, advert.targetAddress());
            assertTrue(advert.solicited() && advert.override() && !advert.router());
            assertEquals(ROUTER, answer.ip().destination());
            assertEquals(ROUTER_MAC, answer.to());
            var option = new NdOptions(advert.options())
                    .find(LinkLayerAddressOption.TARGET)
                    .orElseThrow();
            assertEquals(HOST_MAC, new LinkLayerAddressOption(option.bytes()).address());
        }
        lab.discovers(ROUTER, HOST.solicitedNode(), solicitation(Ipv6Address.parse("2001:db8:2::100"), ROUTER_MAC));
        lab.carriedNothing();
    }

    @Test
    void itDefendsItsAddressAgainstATestForDuplicates() {
        lab.discovers(Ipv6Address.UNSPECIFIED, HOST_LINK_LOCAL.solicitedNode(), solicitation(HOST_LINK_LOCAL, null));
        var answer = lab.carried(Icmpv6Type.NEIGHBOR_ADVERTISEMENT);
        assertEquals(Ipv6Address.ALL_NODES, answer.ip().destination());
        assertFalse(new NeighborAdvertisement(answer.payload()).solicited());
    }

    @Test
    void messagesThatCameThroughARouterAreIgnored() {
        lab.delivers(ROUTER, HOST_LINK_LOCAL, 254, IpProtocol.ICMPV6, solicitation(HOST_LINK_LOCAL, ROUTER_MAC));
        lab.carriedNothing();
    }

    @Test
    void itAnswersEchoRequestsThroughItsDefaultRouter() {
        lab.advertises(600, 600, 600, 0);
        lab.delivers(FAR, HOST, 60, IpProtocol.ICMPV6, echoRequest(56));
        var reply = lab.carried(Icmpv6Type.ECHO_REPLY);
        assertEquals(HOST, reply.ip().source());
        assertEquals(FAR, reply.ip().destination());
        assertEquals(61, reply.ip().hopLimit(), "the hop limit that the router advertised");
        assertEquals(ROUTER_MAC, reply.to());
        assertEquals(-1, echoRequest(56).asSlice(4).mismatch(reply.payload().asSlice(4)));
        lab.time.advance(Duration.ofSeconds(5)); // an entry made by an advertisement is STALE, then DELAY
        lab.carried(Icmpv6Type.NEIGHBOR_SOLICITATION);
    }

    @Test
    void aPingToAllNodesIsAnsweredFromTheAddressOfTheAskersScope() {
        lab.discovers(ROUTER, HOST_LINK_LOCAL.solicitedNode(), solicitation(HOST_LINK_LOCAL, ROUTER_MAC));
        lab.carried(Icmpv6Type.NEIGHBOR_ADVERTISEMENT);
        lab.delivers(ROUTER, Ipv6Address.ALL_NODES, 64, IpProtocol.ICMPV6, echoRequest(8));
        assertEquals(HOST_LINK_LOCAL, lab.carried(Icmpv6Type.ECHO_REPLY).ip().source());
    }

    @Test
    void itResolvesANeighborAndGivesUpAfterThreeSolicitations() {
        lab.advertises(600, 600, 600, 0);
        lab.delivers(NEIGHBOR, HOST, 64, IpProtocol.ICMPV6, echoRequest(8));
        for (int i = 0; i < 3; i++) {
            var ask = lab.carried(Icmpv6Type.NEIGHBOR_SOLICITATION);
            assertEquals(NEIGHBOR.solicitedNode(), ask.ip().destination());
            lab.carriedNothing();
            lab.time.advance(SECOND);
        }
        lab.carriedNothing();
        lab.delivers(NEIGHBOR, HOST, 64, IpProtocol.ICMPV6, echoRequest(8));
        lab.carried(Icmpv6Type.NEIGHBOR_SOLICITATION);
        var mac = MacAddress.parse("02:00:00:00:00:02");
        lab.discovers(NEIGHBOR, HOST_LINK_LOCAL, Messages.neighborAdvertisement(NEIGHBOR, mac, true));
        assertEquals(mac, lab.carried(Icmpv6Type.ECHO_REPLY).to());
        lab.time.advance(Duration.ofSeconds(10));
        lab.carriedNothing();
    }

    @Test
    void aNeighborNotHeardForAWhileIsProbedAndServesMeanwhile() {
        itResolvesANeighborAndGivesUpAfterThreeSolicitations();
        lab.time.advance(Duration.ofSeconds(31));
        lab.delivers(NEIGHBOR, HOST, 64, IpProtocol.ICMPV6, echoRequest(8));
        lab.carried(Icmpv6Type.ECHO_REPLY);
        lab.carriedNothing();
        lab.time.advance(Duration.ofSeconds(5));
        var probe = lab.carried(Icmpv6Type.NEIGHBOR_SOLICITATION);
        assertEquals(NEIGHBOR, probe.ip().destination());
        assertEquals(MacAddress.parse("02:00:00:00:00:02"), probe.to());
    }

    @Test
    void nobodyListensToUdp() {
        lab.advertises(600, 600, 600, 0);
        lab.delivers(FAR, HOST, 1, IpProtocol.UDP, udp(100));
        var error = lab.carried(Icmpv6Type.DESTINATION_UNREACHABLE);
        assertEquals(4, error.code());
        assertEquals(HOST, error.ip().source());
        var quoted = new ErrorMessage(error.payload()).quoted();
        assertEquals(Ipv6Header.BYTES + 100, quoted.byteSize());
        assertEquals(FAR, new Ipv6Header(quoted, 0).source());
    }

    @Test
    void errorsAreLimitedAndNeverSentToGroupsOrForErrors() {
        lab.advertises(600, 600, 600, 0);
        for (int i = 0; i < 30; i++) {
            lab.delivers(FAR, HOST, 1, IpProtocol.UDP, udp(8));
        }
        assertEquals(10, lab.sent.size(), "a burst of ten");
        lab.sent.clear();
        lab.time.advance(Duration.ofMillis(500));
        for (int i = 0; i < 30; i++) {
            lab.delivers(FAR, HOST, 1, IpProtocol.UDP, udp(8));
        }
        assertEquals(5, lab.sent.size(), "ten a second");
        lab.sent.clear();
        lab.time.advance(Duration.ofMillis(400));
        lab.delivers(FAR, Ipv6Address.ALL_NODES, 1, IpProtocol.UDP, udp(8));
        lab.delivers(Ipv6Address.UNSPECIFIED, HOST, 1, IpProtocol.UDP, udp(8));
        lab.delivers(FAR, HOST, 9, IpProtocol.ICMPV6, Messages.error(1, 0, 0, udp(8)));
        lab.carriedNothing();
    }

    @Test
    void anUnknownProtocolIsAParameterProblemAtTheFieldThatNamesIt() {
        lab.advertises(600, 600, 600, 0);
        lab.delivers(FAR, HOST, 64, 253, MemorySegment.ofArray(new byte[20]));
        var error = lab.carried(Icmpv6Type.PARAMETER_PROBLEM);
        assertEquals(1, error.code());
        assertEquals(Ipv6Header.NEXT_HEADER, new ErrorMessage(error.payload()).param32());
    }

    @Test
    void aPacketInFragmentsIsAnsweredInFragments() {
        lab.advertises(600, 600, 600, 1400);
        var request = echoRequest(2992);
        lab.delivers(FAR, HOST, 64, IpProtocol.FRAGMENT, checksummedFragment(request, 1504, 1496, false));
        lab.carriedNothing();
        lab.delivers(FAR, HOST, 64, IpProtocol.FRAGMENT, checksummedFragment(request, 0, 1504, true));
        int bytes = 0;
        while (!lab.sent.isEmpty()) {
            var piece = lab.sent.remove();
            assertTrue(piece.payload().byteSize() + Ipv6Header.BYTES <= 1400);
            assertEquals(bytes, new FragmentHeader(piece.payload(), 0).offset());
            bytes += (int) piece.payload().byteSize() - FragmentHeader.BYTES;
            assertEquals(bytes < 3000, new FragmentHeader(piece.payload(), 0).more());
        }
        assertEquals(3000, bytes);
    }

    @Test
    void aPacketTooBigMakesTheNextReplySmaller() {
        lab.advertises(600, 600, 600, 0);
        lab.delivers(FAR, HOST, 64, IpProtocol.ICMPV6, echoRequest(1452));
        var reply = lab.carried(Icmpv6Type.ECHO_REPLY);
        assertEquals(1500, reply.ip().payloadLength() + Ipv6Header.BYTES);
        lab.sent.clear();
        var quoted = reply.ip().bytes().asSlice(reply.ip().at());
        lab.delivers(ROUTER, HOST, 64, IpProtocol.ICMPV6, Messages.error(2, 0, 1300, quoted));
        lab.delivers(FAR, HOST, 64, IpProtocol.ICMPV6, echoRequest(1452));
        assertEquals(IpProtocol.FRAGMENT, lab.sent.remove().ip().nextHeader());
        assertEquals(IpProtocol.FRAGMENT, lab.sent.remove().ip().nextHeader());
        lab.carriedNothing();
    }

    @Test
    void aRedirectFromTheFirstHopIsFollowed() {
        lab.advertises(600, 600, 600, 0);
        var better = Ipv6Address.parse("fe80::2");
        var mac = MacAddress.parse("02:00:00:00:00:02");
        lab.discovers(better, HOST_LINK_LOCAL, redirect(FAR, better, mac));
        lab.delivers(FAR, HOST, 64, IpProtocol.ICMPV6, echoRequest(8));
        assertEquals(ROUTER_MAC, lab.carried(Icmpv6Type.ECHO_REPLY).to(), "only the first hop may redirect");
        lab.discovers(ROUTER, HOST_LINK_LOCAL, redirect(FAR, better, mac));
        lab.delivers(FAR, HOST, 64, IpProtocol.ICMPV6, echoRequest(8));
        assertEquals(mac, lab.carried(Icmpv6Type.ECHO_REPLY).to());
    }

    @Test
    void anAddressEndsWithItsLifetimeAndNotBecauseSomebodySaysSo() {
        lab.advertises(3 * 3600, 3 * 3600, 600, 0);
        lab.advertises(0, 0, 600, 0); // RFC 4862 §5.5.3 (e) 3: two hours are left
        lab.time.advance(Duration.ofMinutes(119));
        assertTrue(answers());
        lab.time.advance(Duration.ofMinutes(2));
        assertFalse(answers());
    }

    private boolean answers() {
        lab.discovers(ROUTER, HOST.solicitedNode(), solicitation(HOST, ROUTER_MAC));
        boolean answered = lab.sent.stream().anyMatch(sent -> sent.type() == Icmpv6Type.NEIGHBOR_ADVERTISEMENT);
        lab.sent.clear();
        return answered;
    }

    private static MemorySegment solicitation(Ipv6Address target, @Nullable MacAddress source) {
        var message = Messages.neighborSolicitation(target, ROUTER_MAC);
        return source == null ? message.asSlice(0, NeighborSolicitation.FIXED_BYTES) : message;
    }

    private static MemorySegment redirect(Ipv6Address destination, Ipv6Address target, MacAddress mac) {
        var message = MemorySegment.ofArray(new byte[Redirect.FIXED_BYTES + LinkLayerAddressOption.BYTES]);
        var view = new Redirect(message).start().destination(destination).target(target);
        new NdOptionsWriter(view.options()).targetLinkLayerAddress(mac);
        return message;
    }

    private static MemorySegment udp(int bytes) {
        var datagram = MemorySegment.ofArray(new byte[bytes]);
        new UdpHeader(datagram, 0).sourcePort(40_000).destinationPort(33_434).length(bytes);
        return datagram;
    }

    /// A piece of an ICMPv6 message whose checksum covers the whole.
    private static MemorySegment checksummedFragment(MemorySegment message, int offset, int length, boolean more) {
        var whole = MemorySegment.ofArray(new byte[Ipv6Header.BYTES + (int) message.byteSize()]);
        new Ipv6Header(whole, 0).source(FAR).destination(HOST);
        MemorySegment.copy(message, 0, whole, Ipv6Header.BYTES, message.byteSize());
        Layouts.u16(whole, Ipv6Header.BYTES + 2, 0);
        int checksum = Checksum.upperLayer(whole, 0, Ipv6Header.BYTES, message.byteSize(), IpProtocol.ICMPV6);
        Layouts.u16(whole, Ipv6Header.BYTES + 2, checksum);
        var piece = MemorySegment.ofArray(new byte[FragmentHeader.BYTES + length]);
        new FragmentHeader(piece, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .offset(offset, more)
                .identification(99);
        MemorySegment.copy(whole, Ipv6Header.BYTES + offset, piece, FragmentHeader.BYTES, length);
        return piece;
    }

    @Test
    void echoOfADifferentHostIsNotAnswered() {
        lab.delivers(FAR, Ipv6Address.parse("2001:db8:1::101"), 64, IpProtocol.ICMPV6, echoRequest(8));
        lab.carriedNothing();
    }
}
