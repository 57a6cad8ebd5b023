package inaba.hosttap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.hosttap.core.FromTap;
import inaba.hosttap.core.FromTap.Fate;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FromTapTest {
    private static final Ipv6Address OURS = Ipv6Address.parse("2001:db8::1");
    private static final int OURS4 = 0xc0000201;
    private static final Ipv6Address THEIRS = Ipv6Address.parse("2001:db8::2");
    private static final MacAddress KERNEL = MacAddress.parse("02:00:00:00:00:11");
    private final FromTap rules =
            new FromTap(KERNEL, address -> address.equals(OURS) || address.equals(Ipv6Address.ofIpv4(OURS4)));

    @Test
    void whomeverTheKernelLooksForTheApplianceIsTheNeighbour() {
        var frame = solicitation(OURS, THEIRS);
        var answer = assertInstanceOf(Fate.Answer.class, rules.decide(frame)).frame();
        var ethernet = new EthernetHeader(answer, 0);
        assertEquals(KERNEL, ethernet.destination());
        assertEquals(FromTap.GATEWAY, ethernet.source());
        var said = new NeighborAdvertisement(answer.asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES));
        assertEquals(THEIRS, said.targetAddress());
        assertTrue(said.solicited());
    }

    @Test
    void itsOwnAddressesAreItsOwn() {
        assertEquals(drop(HostTapDrop.KERNELS_OWN), rules.decide(solicitation(Ipv6Address.UNSPECIFIED, THEIRS)));
        assertEquals(drop(HostTapDrop.KERNELS_OWN), rules.decide(solicitation(THEIRS, OURS)));
        assertEquals(drop(HostTapDrop.KERNELS_OWN), rules.decide(arp(0, 0xc0000209)));
    }

    @Test
    void anArpRequestIsAnswered() {
        var answer = assertInstanceOf(Fate.Answer.class, rules.decide(arp(OURS4, 0xc0000209)))
                .frame();
        var said = new ArpPacket(answer, EthernetHeader.BYTES);
        assertEquals(ArpPacket.REPLY, said.operation());
        assertEquals(FromTap.GATEWAY, said.senderHardware());
        assertEquals(0xc0000209, said.senderProtocol());
    }

    @Test
    void packetsFromOurAddressesGoOutAndOthersDoNot() {
        goes(ipv6(OURS, THEIRS), IpFamily.IPV6, false);
        goes(ipv6(OURS, Ipv6Address.parse("ff02::5")), IpFamily.IPV6, true);
        goes(ipv6(OURS, Ipv6Address.parse("fe80::5")), IpFamily.IPV6, true);
        assertEquals(drop(HostTapDrop.SOURCE_NOT_OURS), rules.decide(ipv6(THEIRS, OURS)));
        goes(ipv4(OURS4, 0, false), IpFamily.IPV4, false);
        assertEquals(drop(HostTapDrop.SOURCE_NOT_OURS), rules.decide(ipv4(OURS4 + 1, 0, false)));
        assertEquals(drop(HostTapDrop.SOURCE_NOT_OURS), rules.decide(ipv4(OURS4 + 1, 0, true)));
    }

    private void goes(MemorySegment frame, IpFamily family, boolean onLink) {
        assertEquals(new Fate.Send(frame, family, onLink), rules.decide(frame));
    }

    /// RFC 791 §3.2. Between the kernel and us nothing overtakes.
    @Test
    void whatTheKernelHasCutGoesOutWhole() {
        assertEquals(Fate.Kept.KEPT, rules.decide(ipv4(OURS4, 0, true)));
        assertEquals(Fate.Kept.KEPT, rules.decide(ipv4(OURS4, 8, true)));
        var whole = assertInstanceOf(Fate.Send.class, rules.decide(ipv4(OURS4, 16, false)))
                .frame();
        var header = new Ipv4Header(whole, EthernetHeader.BYTES);
        assertEquals(Ipv4Header.BYTES + 24, header.totalLength());
        assertEquals(EthernetHeader.BYTES + Ipv4Header.BYTES + 24, whole.byteSize());
        assertTrue(!header.isFragment() && header.checksumIsValid());
        for (int at = 0; at < 24; at++) {
            assertEquals(at, Layouts.u8(whole, EthernetHeader.BYTES + Ipv4Header.BYTES + at));
        }
    }

    @Test
    void aFragmentThatDoesNotFollowEndsItsDatagram() {
        assertEquals(drop(HostTapDrop.IPV4_FRAGMENT), rules.decide(ipv4(OURS4, 8, false)));
        assertEquals(Fate.Kept.KEPT, rules.decide(ipv4(OURS4, 0, true)));
        assertEquals(drop(HostTapDrop.IPV4_FRAGMENT), rules.decide(ipv4(OURS4, 16, true)));
        assertEquals(drop(HostTapDrop.IPV4_FRAGMENT), rules.decide(ipv4(OURS4, 8, false)));
        assertEquals(Fate.Kept.KEPT, rules.decide(ipv4(OURS4, 0, true)));
        for (int at = 8; at + 8 <= 0xffff - Ipv4Header.BYTES; at += 8) {
            assertEquals(Fate.Kept.KEPT, rules.decide(ipv4(OURS4, at, true)));
        }
        assertEquals(drop(HostTapDrop.IPV4_FRAGMENT), rules.decide(ipv4(OURS4, 0xffe8, false)));
    }

    @Test
    void whatTheKernelReportsOfGroupsIsNoticedAndStaysOnTheTap() {
        var mld = ipv6(OURS, Ipv6Address.parse("ff02::16"));
        new Ipv6Header(mld, EthernetHeader.BYTES).nextHeader(IpProtocol.HOP_BY_HOP);
        var igmp = ipv4(OURS4, 0, false);
        new Ipv4Header(igmp, EthernetHeader.BYTES).protocol(IpProtocol.IGMP);
        for (var report : List.of(mld, igmp)) {
            assertTrue(FromTap.tellsOfGroups(report));
            assertEquals(drop(HostTapDrop.KERNELS_OWN), rules.decide(report));
        }
        assertFalse(FromTap.tellsOfGroups(ipv6(OURS, THEIRS)));
        assertFalse(FromTap.tellsOfGroups(ipv4(OURS4, 0, false)));
        assertFalse(FromTap.tellsOfGroups(MemorySegment.ofArray(new byte[20])));
    }

    @Test
    void noiseIsDroppedByName() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 14 && random.nextInt(4) > 0) {
                new EthernetHeader(MemorySegment.ofArray(bytes), 0)
                        .etherType(random.nextBoolean() ? 0x86dd : random.nextBoolean() ? 0x800 : 0x806);
            }
            rules.decide(MemorySegment.ofArray(bytes));
        }
    }

    private static Fate drop(HostTapDrop reason) {
        return new Fate.Drop(reason);
    }

    private static MemorySegment frame(int bytes, int etherType) {
        var frame = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + bytes]);
        new EthernetHeader(frame, 0).destination(FromTap.GATEWAY).source(KERNEL).etherType(etherType);
        return frame;
    }

    private static MemorySegment ipv6(Ipv6Address source, Ipv6Address destination) {
        var frame = frame(Ipv6Header.BYTES + 8, EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(8)
                .nextHeader(IpProtocol.UDP)
                .source(source)
                .destination(destination);
        return frame;
    }

    /// Of eight octets, which count.
    private static MemorySegment ipv4(int source, int offset, boolean more) {
        var frame = frame(Ipv4Header.BYTES + 8, EthernetHeader.ETHERTYPE_IPV4);
        new Ipv4Header(frame, EthernetHeader.BYTES)
                .start(Ipv4Header.BYTES)
                .totalLength(Ipv4Header.BYTES + 8)
                .fragment(false, more, offset)
                .protocol(IpProtocol.UDP)
                .source(source)
                .destination(0xc0000209);
        for (int i = 0; i < 8; i++) {
            Layouts.u8(frame, EthernetHeader.BYTES + Ipv4Header.BYTES + i, offset + i);
        }
        return frame;
    }

    private static MemorySegment arp(int source, int target) {
        var frame = frame(ArpPacket.BYTES, EthernetHeader.ETHERTYPE_ARP);
        new ArpPacket(frame, EthernetHeader.BYTES)
                .start(ArpPacket.REQUEST)
                .sender(KERNEL, source)
                .target(MacAddress.ZERO, target);
        return frame;
    }

    private static MemorySegment solicitation(Ipv6Address source, Ipv6Address target) {
        var frame = frame(Ipv6Header.BYTES + NeighborSolicitation.FIXED_BYTES, EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(NeighborSolicitation.FIXED_BYTES)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(255)
                .source(source)
                .destination(target.solicitedNode());
        new NeighborSolicitation(frame.asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES))
                .start()
                .targetAddress(target);
        return frame;
    }
}
