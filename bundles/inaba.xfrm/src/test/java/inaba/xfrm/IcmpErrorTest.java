package inaba.xfrm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ICMP errors and associations, RFC 4301 §6: a tunnel for one protocol between two networks, and policies that say
/// nothing of ICMP.
class IcmpErrorTest {
    private static final String GCM = " aead rfc4106(gcm(aes)) 0x" + "c3".repeat(20) + " 128 ";
    private static final int ICMP_HEADER = 8;

    @TempDir
    Path state;

    private IpsecLab lab;

    @BeforeEach
    void makeLab() {
        lab = new IpsecLab(state);
    }

    private void tunnel(boolean ipv4) {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src " + lab.left.wan6() + " dst " + lab.right.wan6() + " proto esp spi 1 mode tunnel"
                    + GCM);
            side.xfrm("state add src " + lab.right.wan6() + " dst " + lab.left.wan6() + " proto esp spi 2 mode tunnel"
                    + GCM);
            policies(side, side == lab.left ? lab.right : lab.left, ipv4, " proto 253");
        }
        lab.carried();
    }

    private static void policies(IpsecLab.Side here, IpsecLab.Side there, boolean ipv4, String what) {
        var mine = here.subnet(ipv4);
        var others = there.subnet(ipv4);
        here.xfrm("policy add src " + mine + " dst " + others + what + " dir out tmpl src " + here.wan6() + " dst "
                + there.wan6() + " proto esp mode tunnel");
        here.xfrm("policy add src " + others + " dst " + mine + what + " dir fwd tmpl src " + there.wan6() + " dst "
                + here.wan6() + " proto esp mode tunnel");
    }

    /// A host on the right cannot reach what a host on the left has sent to.
    private void rightSays(boolean ipv4, String about) {
        byte[] quoted = IpsecLab.frame(
                lab.left.host(ipv4), about, "quoted", lab.right.node.port("lan").mac());
        var content = MemorySegment.ofArray(new byte[ICMP_HEADER + quoted.length - EthernetHeader.BYTES]);
        Layouts.u8(content, 0, ipv4 ? Icmpv4Type.DESTINATION_UNREACHABLE : Icmpv6Type.DESTINATION_UNREACHABLE);
        MemorySegment.copy(
                MemorySegment.ofArray(quoted),
                EthernetHeader.BYTES,
                content,
                ICMP_HEADER,
                quoted.length - EthernetHeader.BYTES);
        var text = new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        var frame = MemorySegment.ofArray(IpsecLab.frame(
                lab.right.host(ipv4),
                lab.left.host(ipv4),
                text,
                lab.right.node.port("lan").mac()));
        if (ipv4) {
            new Ipv4Header(frame, EthernetHeader.BYTES)
                    .protocol(IpProtocol.ICMP)
                    .updateChecksum();
        } else {
            new Ipv6Header(frame, EthernetHeader.BYTES).nextHeader(IpProtocol.ICMPV6);
        }
        lab.lan2.inject(frame.toArray(ValueLayout.JAVA_BYTE));
        lab.settle();
    }

    private static boolean carries(List<MemorySegment> packets, boolean ipv4) {
        return packets.stream()
                .anyMatch(packet -> IpsecLab.protocol(packet) == (ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6)
                        && IpsecLab.contains(packet, "quoted"));
    }

    @ParameterizedTest(name = "IPv4 {0}")
    @ValueSource(booleans = {false, true})
    @Clause({"RFC 4301 §6.2a", "RFC 4301 §6.2c"})
    void anErrorGoesThroughTheTunnelOfThePacketThatItIsAbout(boolean ipv4) {
        tunnel(ipv4);
        rightSays(ipv4, lab.right.host(ipv4));
        var wan = lab.carried();
        assertEquals(1, wan.size());
        assertEquals(IpProtocol.ESP, IpsecLab.protocol(wan.getFirst()));
        assertTrue(carries(IpsecLab.packets(lab.lan1), ipv4));
    }

    /// The right side lets all ICMP through; the left does not believe that it concerns what went to others.
    @ParameterizedTest(name = "IPv4 {0}")
    @ValueSource(booleans = {false, true})
    @Clause({"RFC 4301 §6.2a", "RFC 4301 §6.2c"})
    void anErrorAboutWhatTheTunnelDoesNotCarryIsNotForwarded(boolean ipv4) {
        tunnel(ipv4);
        policies(lab.right, lab.left, ipv4, ipv4 ? " proto icmp" : " proto ipv6-icmp");
        rightSays(ipv4, ipv4 ? "203.0.113.9" : "2001:db8:ffff::9");
        assertEquals(IpProtocol.ESP, IpsecLab.protocol(lab.carried().getFirst()));
        assertEquals(1, lab.left.dropped("no-policy"));
        assertTrue(!carries(IpsecLab.packets(lab.lan1), ipv4));
    }

    /// With policies for ICMP on both sides its payload is not looked at: that is how a person asks for it.
    @ParameterizedTest(name = "IPv4 {0}")
    @ValueSource(booleans = {false, true})
    @Clause("RFC 4301 §6.2b")
    void whereAPolicyIsForErrorsWhatTheyAreAboutIsNotLookedAt(boolean ipv4) {
        tunnel(ipv4);
        policies(lab.right, lab.left, ipv4, ipv4 ? " proto icmp" : " proto ipv6-icmp");
        policies(lab.left, lab.right, ipv4, ipv4 ? " proto icmp" : " proto ipv6-icmp");
        rightSays(ipv4, ipv4 ? "203.0.113.9" : "2001:db8:ffff::9");
        assertTrue(carries(IpsecLab.packets(lab.lan1), ipv4));
    }

    /// The administrator's control of errors that come unprotected, by type and code.
    @ParameterizedTest(name = "IPv4 {0}")
    @ValueSource(booleans = {false, true})
    @Clause({"RFC 4301 §6", "RFC 4301 §6.1.1a", "RFC 4301 §6.1.1b", "RFC 4301 §6.1.2"})
    void errorsThatComeInTheClearPassOrNotByTypeAndCode(boolean ipv4) {
        tunnel(ipv4);
        var what = ipv4 ? " proto icmp type 3" : " proto ipv6-icmp type 1";
        lab.right.xfrm("policy add src " + lab.right.subnet(ipv4) + " dst " + lab.left.subnet(ipv4) + what
                + " code 0 dir fwd action block");
        rightSays(ipv4, lab.right.host(ipv4));
        assertEquals(1, lab.right.dropped("in-blocked"));
        assertEquals(List.of(), lab.carried());
    }
}
