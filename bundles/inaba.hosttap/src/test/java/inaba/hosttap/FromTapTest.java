package inaba.hosttap;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import inaba.wire.MacAddress;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
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
        assertEquals(new Fate.Send(IpFamily.IPV6, false), rules.decide(ipv6(OURS, THEIRS)));
        assertEquals(new Fate.Send(IpFamily.IPV6, true), rules.decide(ipv6(OURS, Ipv6Address.parse("ff02::5"))));
        assertEquals(new Fate.Send(IpFamily.IPV6, true), rules.decide(ipv6(OURS, Ipv6Address.parse("fe80::5"))));
        assertEquals(drop(HostTapDrop.SOURCE_NOT_OURS), rules.decide(ipv6(THEIRS, OURS)));
        assertEquals(new Fate.Send(IpFamily.IPV4, false), rules.decide(ipv4(OURS4, false)));
        assertEquals(drop(HostTapDrop.IPV4_FRAGMENT), rules.decide(ipv4(OURS4, true)));
        assertEquals(drop(HostTapDrop.SOURCE_NOT_OURS), rules.decide(ipv4(OURS4 + 1, false)));
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

    private static MemorySegment ipv4(int source, boolean more) {
        var frame = frame(Ipv4Header.BYTES + 8, EthernetHeader.ETHERTYPE_IPV4);
        new Ipv4Header(frame, EthernetHeader.BYTES)
                .start(Ipv4Header.BYTES)
                .totalLength(Ipv4Header.BYTES + 8)
                .fragment(false, more, 0)
                .protocol(IpProtocol.UDP)
                .source(source)
                .destination(0xc0000209);
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
