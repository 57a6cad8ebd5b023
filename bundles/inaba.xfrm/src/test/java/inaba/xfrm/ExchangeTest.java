package inaba.xfrm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.PathMtuRow;
import inaba.api.table.Row;
import inaba.api.transform.Decapsulator;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.PolicyLife;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two gateways with policies, RFC 4301 §5, in simulated time.
class ExchangeTest {
    private static final String GCM = " aead rfc4106(gcm(aes)) 0x" + "c3".repeat(20) + " 128 ";
    private static final String LEFT = "2001:db8:c::1";
    private static final String RIGHT = "2001:db8:c::2";

    @TempDir
    Path state;

    private IpsecLab lab;

    @BeforeEach
    void makeLab() {
        lab = new IpsecLab(state);
    }

    /// ESP in transport mode between the gateways, each with both associations.
    private void transport() {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src " + LEFT + " dst " + RIGHT + " proto esp spi 0x100 reqid 1" + GCM);
            side.xfrm("state add src " + RIGHT + " dst " + LEFT + " proto esp spi 0x200 reqid 1" + GCM);
        }
        policies("out", lab.left, LEFT, RIGHT);
        policies("in", lab.left, RIGHT, LEFT);
        policies("out", lab.right, RIGHT, LEFT);
        policies("in", lab.right, LEFT, RIGHT);
        lab.carried();
    }

    private static void policies(String direction, IpsecLab.Side on, String from, String to) {
        on.xfrm("policy add src " + from + " dst " + to + " dir " + direction
                + " tmpl proto esp reqid 1 mode transport");
    }

    /// An ESP tunnel for what is between the two networks.
    private void tunnel(String more) {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src " + LEFT + " dst " + RIGHT + " proto esp spi 0x100 mode tunnel" + GCM + more);
            side.xfrm("state add src " + RIGHT + " dst " + LEFT + " proto esp spi 0x200 mode tunnel" + GCM + more);
        }
        tunnelPolicies(lab.left, lab.right);
        tunnelPolicies(lab.right, lab.left);
        lab.carried();
    }

    private static void tunnelPolicies(IpsecLab.Side here, IpsecLab.Side there) {
        String out = " tmpl src " + here.wan6() + " dst " + there.wan6() + " proto esp mode tunnel";
        String in = " tmpl src " + there.wan6() + " dst " + here.wan6() + " proto esp mode tunnel";
        here.xfrm("policy add src " + here.subnet(false) + " dst " + there.subnet(false) + " dir out" + out);
        here.xfrm("policy add src " + there.subnet(false) + " dst " + here.subnet(false) + " dir fwd" + in);
    }

    @Test
    @Clause({"RFC 4301 §5.2", "RFC 4301 §4.4.1"})
    void whatShouldBeProtectedAndIsNotIsDropped() {
        transport();
        lab.wan.inject(IpsecLab.frame(
                LEFT, RIGHT, "in the clear", lab.right.node.port("wan").mac()));
        lab.settle();
        assertEquals(List.of(), lab.right.heard);
        assertEquals(1, lab.right.dropped("template-mismatch"));

        lab.wan.inject(IpsecLab.frame(
                lab.left.host(false),
                lab.right.host(false),
                "nobody asks",
                lab.right.node.port("wan").mac()));
        lab.settle();
        assertEquals(List.of("nobody asks"), lab.right.hostsHeard());
    }

    @Test
    @Clause({"RFC 4303 §3.4.3a", "RFC 4303 §2.1a"})
    void aPacketThatComesAgainIsDropped() {
        transport();
        lab.left.sends(RIGHT, "once");
        var frame = lab.wan.carried();
        assertEquals(List.of("once"), lab.right.heard);
        lab.left.sends(RIGHT, "twice");
        lab.carried();
        assertEquals(0, lab.right.dropped("replay"));
        lab.right.heard.clear();

        lab.wan.inject(frame.getFirst().bytes());
        lab.settle();
        assertEquals(List.of(), lab.right.heard);
        assertEquals(1, lab.right.dropped("replay"));
        assertTrue(lab.right.xfrm("stat").contains("XfrmInStateSeqError 1"));
    }

    /// What a successor could do wrong: begin at 1 again, or take again what came before.
    @Test
    @Clause("RFC 4303 §3.3.3b")
    void anotherCopyOfTheBundleGoesOnWithNumbersAndWindow() {
        transport();
        lab.left.sends(RIGHT, "one");
        var old = lab.wan.carried().getFirst();
        lab.left.swap();
        lab.right.swap();
        lab.left.sends(RIGHT, "two");
        var packets = lab.carried();
        assertEquals(List.of("one", "two"), lab.right.heard);
        assertEquals(2, sequence(packets.getFirst()));

        lab.wan.inject(old.bytes());
        lab.settle();
        assertEquals(List.of("one", "two"), lab.right.heard);
        assertEquals(1, lab.right.dropped("replay"));
    }

    private static long sequence(MemorySegment packet) {
        return Layouts.u32(packet, Ipv6Header.BYTES + 4);
    }

    @Test
    void whileTheBundleIsAwayNothingPassesThatShouldBeProtected() {
        transport();
        lab.left.stop();
        var verdict = lab.left.sends(RIGHT, "secret");
        assertEquals("POLICY_UNSERVED", verdict.toString());
        assertTrue(lab.carried().stream().noneMatch(packet -> IpsecLab.protocol(packet) == IpsecLab.EXPERIMENT));

        lab.wan.inject(IpsecLab.frame(
                RIGHT, LEFT, "in the clear", lab.left.node.port("wan").mac()));
        lab.settle();
        assertEquals(List.of(), lab.left.heard);
    }

    @Test
    @Clause({"RFC 4301 §5.1.1", "RFC 4301 §4.4.1.2"})
    void aPolicyBlocksAndAnotherOfBetterPriorityLetsPass() {
        lab.left.xfrm("policy add src " + LEFT + " dst " + RIGHT + " dir out action block priority 10");
        assertEquals("OUT_BLOCKED", lab.left.sends(RIGHT, "no").toString());
        lab.left.xfrm("policy add src " + LEFT + "/128 dst 2001:db8:c::/64 dir out priority 5");
        lab.left.sends(RIGHT, "yes");
        assertEquals(List.of("yes"), lab.right.heard);
    }

    @Test
    @Clause({"RFC 4301 §5.1", "RFC 4301 §4.4.1"})
    void withoutAnAssociationNothingLeavesAndKeyManagementHears() {
        policies("out", lab.left, LEFT, RIGHT);
        assertEquals("NO_OUT_ASSOCIATION", lab.left.sends(RIGHT, "secret").toString());
        assertTrue(
                lab.left.events.getLast().startsWith("Acquire src " + LEFT + " dst " + RIGHT),
                lab.left.events::toString);
    }

    @Test
    @Clause("RFC 4301 §4.4.2.1")
    void anAssociationLivesAsLongAsItsLimitsSay() {
        transport();
        lab.left.xfrm("state add src " + LEFT + " dst " + RIGHT
                + " proto esp spi 0x101 reqid 1 limit packet-soft 2 limit packet-hard 3 limit time-hard 100" + GCM);
        lab.right.xfrm("state add src " + LEFT + " dst " + RIGHT + " proto esp spi 0x101 reqid 1" + GCM);
        lab.left.events.clear();
        lab.left.sends(RIGHT, "1");
        lab.left.sends(RIGHT, "2");
        lab.lab.advance(Duration.ofSeconds(2));
        assertTrue(lab.left.events.getLast().startsWith("Expired soft"), lab.left.events::toString);
        lab.left.sends(RIGHT, "3");
        lab.left.sends(RIGHT, "4 by the older one");
        lab.lab.advance(Duration.ofSeconds(2));
        assertTrue(lab.left.events.getLast().startsWith("Expired hard"), lab.left.events::toString);
        assertEquals(4, lab.right.heard.size());
        assertEquals(2, lab.left.xfrm("state").size());
    }

    @Test
    @Clause("RFC 4301 §4.4.2.1")
    void anAssociationEndsWithItsTime() {
        lab.left.xfrm("state add src " + LEFT + " dst " + RIGHT
                + " proto esp spi 0x101 limit time-soft 50 limit time-hard 100" + GCM);
        lab.lab.advance(Duration.ofSeconds(60));
        assertTrue(lab.left.events.getLast().startsWith("Expired soft"), lab.left.events::toString);
        lab.lab.advance(Duration.ofSeconds(41));
        assertTrue(lab.left.events.getLast().startsWith("Expired hard"), lab.left.events::toString);
        assertEquals(List.of(), lab.left.xfrm("state"));
    }

    /// Transport mode protects the whole packet, and what comes of it is cut (RFC 4303 §3.3.4).
    @Test
    @Clause({"RFC 4303 §3.3.4a", "RFC 4303 §3.4.1", "RFC 4302 §3.3.4", "RFC 4302 §3.4.1"})
    void aLongPacketOfTheNodeIsProtectedWholeAndThenCut() {
        transport();
        String text = "long ".repeat(700);
        lab.left.sends(RIGHT, text);
        var packets = lab.carried();
        assertEquals(List.of(text), lab.right.heard);
        assertEquals(3, packets.size());
        assertTrue(packets.stream().allMatch(packet -> IpsecLab.protocol(packet) == IpProtocol.FRAGMENT));
        assertTrue(packets.stream().noneMatch(packet -> IpsecLab.contains(packet, "long ")));
    }

    @Test
    @Clause({"RFC 4301 §8.2.1", "RFC 4301 §8.2.2", "RFC 4303 §3.3.4b"})
    void whoSendsTooLongPacketsIntoATunnelIsTold() {
        tunnel("");
        lab.left.hostSends(lab.right.host(false), "x".repeat(1386)); // 1426 = 1500 - 40 - 8 - 8 - 2 - 16
        assertEquals(1, lab.right.hostsHeard().size());
        lab.left.hostSends(lab.right.host(false), "x".repeat(1387));
        assertEquals(List.of(), lab.right.hostsHeard());
        assertEquals(1L, lab.left.node.engine().counters().totals().get("inaba.core.too-big"));

        lab.left
                .node
                .engine()
                .pathMtus()
                .put(new PathMtuRow(0, IpsecLab.address(RIGHT), 1300, "inaba.pmtu", Row.FOREVER));
        lab.settle();
        lab.left.hostSends(lab.right.host(false), "x".repeat(1250));
        assertEquals(List.of(), lab.right.hostsHeard());
        lab.left.hostSends(lab.right.host(false), "x".repeat(1150));
        assertEquals(1, lab.right.hostsHeard().size());
    }

    @Test
    @Clause({"RFC 4301 §5.2", "RFC 4301 §7", "RFC 4301 §4.4.1c"})
    void whatComesThroughATunnelMustBeWhatThePolicySays() {
        tunnel("");
        lab.right.xfrm("policy del src " + lab.left.subnet(false) + " dst " + lab.right.subnet(false) + " dir fwd");
        lab.left.hostSends(lab.right.host(false), "through a tunnel");
        assertEquals(List.of(), lab.right.hostsHeard());
        assertEquals(1, lab.right.dropped("no-policy"));

        lab.wan.inject(IpsecLab.frame(
                lab.right.host(false),
                lab.left.host(false),
                "around",
                lab.left.node.port("wan").mac()));
        lab.settle();
        assertEquals(1, lab.left.dropped("template-mismatch"));
    }

    /// Inner packets are cut before, and each fragment is protected once.
    @Test
    void ofALongIpv4PacketEachFragmentGoesThroughTheTunnel() {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x100 mode tunnel" + GCM);
        }
        String template = " tmpl src 192.0.2.1 dst 192.0.2.2 proto esp mode tunnel";
        lab.left.xfrm("policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir out" + template);
        lab.right.xfrm("policy add src 0.0.0.0/0 dst 0.0.0.0/0 dir fwd" + template);
        lab.carried();
        lab.left.hostSends(lab.right.host(true), "y".repeat(1480));
        assertEquals(2, lab.carried().size());
        assertEquals(
                1480, lab.right.hostsHeard().stream().mapToInt(String::length).sum());
        assertEquals(
                2,
                lab.left.node.engine().associations().rows().getFirst().state().packets());
    }

    @Test
    @Clause("RFC 4301 §4.4.2.1")
    void anAssociationCarriesWhatItsSelectorSaysOnly() {
        tunnel("sel src 2001:db8:77::/64");
        lab.left.hostSends(lab.right.host(false), "not this");
        assertEquals(List.of(), lab.right.hostsHeard());
        assertEquals(1, lab.right.dropped("in-selector"));
    }

    @Test
    @Clause("RFC 3948 §1")
    void aTunnelInUdpPasses() {
        tunnel("encap espinudp 4500 4500 ::");
        lab.left.hostSends(lab.right.host(false), "through a NAT");
        assertEquals(List.of("through a NAT"), lab.right.hostsHeard());
        assertEquals(IpProtocol.UDP, IpsecLab.protocol(lab.carried().getFirst()));
    }

    @Test
    @Clause({"RFC 3948 §2.3a", "RFC 3948 §4b"})
    void aQuietTunnelInUdpKeepsTheMappingOfANatAlive() {
        tunnel("encap espinudp 4500 4500 ::");
        lab.left.keepalive(20);
        lab.lab.advance(Duration.ofSeconds(15));
        lab.left.hostSends(lab.right.host(false), "not quiet");
        lab.lab.advance(Duration.ofSeconds(18));
        assertEquals(1, lab.carried().size());
        lab.lab.advance(Duration.ofSeconds(4));
        assertEquals(1, lab.carried().size());
        assertEquals(1, lab.right.dropped("keepalive"));
        lab.left.keepalive(0);
        lab.lab.advance(Duration.ofSeconds(100));
        assertEquals(List.of(), lab.carried());
    }

    /// As Linux has it: use counts from the last packet, and from the policy's making before there is one.
    @Test
    void aPolicyEndsWhenNothingHasUsedItForSoLong() {
        tunnel("");
        var policies = lab.left.node.engine().policies();
        var out = policies.rows().getFirst();
        long none = Limits.NONE;
        var idle = new Limits(none, none, none, none, none, none, 20, 30);
        var life = new PolicyLife(idle, lab.left.node.engine().time().nanos());
        policies.put(new PolicyRow(
                out.key(), 8, 0, out.action(), out.templates(), out.use(), life, "person", Long.MAX_VALUE));
        lab.lab.advance(Duration.ofSeconds(19));
        lab.left.hostSends(lab.right.host(false), "used");
        lab.lab.advance(Duration.ofSeconds(18));
        assertEquals(0, life.dying());
        lab.lab.advance(Duration.ofSeconds(4));
        assertEquals(SaState.SOFT, life.dying());
        assertEquals(2, policies.size());
        lab.lab.advance(Duration.ofSeconds(10));
        assertNull(policies.get(out.key()));
        assertTrue(lab.left.events.getLast().startsWith("Expired hard src 2001:db8:a::/64"), lab.left.events::toString);
    }

    @Test
    @Clause("RFC 3173 §2e")
    void whatIsCompressedMayBeLongerThanAFrame() {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src " + LEFT + " dst " + RIGHT + " proto comp spi 0x100 reqid 1 comp deflate");
        }
        lab.left.xfrm("policy add src " + LEFT + " dst " + RIGHT + " dir out tmpl proto comp reqid 1 level use");
        lab.right.xfrm("policy add src " + LEFT + " dst " + RIGHT + " dir in tmpl proto comp reqid 1 level use");
        lab.carried();
        String text = "long ".repeat(12_000);
        lab.left.sends(RIGHT, text);
        assertEquals(1, lab.carried().size());
        assertEquals(List.of(text), lab.right.heard);
        assertTrue(lab.right.node.addsUp("wan"));
    }

    /// What an IPComp tunnel sends as it is looks like any tunnel's.
    @Test
    @Clause("RFC 3173 §2.2a")
    void anIpCompTunnelAndAPlainTunnelLiveTogether() {
        for (var side : List.of(lab.left, lab.right)) {
            side.xfrm("state add src " + LEFT + " dst " + RIGHT + " proto comp spi 0x100 mode tunnel comp deflate");
        }
        lab.left.xfrm("policy add src " + lab.left.subnet(false) + " dst " + lab.right.subnet(false)
                + " dir out tmpl src " + LEFT + " dst " + RIGHT + " proto comp mode tunnel");
        var plain = new ArrayList<Integer>();
        lab.right.node.engine().decapsulator(IpFamily.IPV6, IpProtocol.IPV6, new Decapsulator() {
            @Override
            public Verdict decapsulate(Packet packet) {
                plain.add(packet.length());
                return XfrmDrop.DUMMY;
            }

            @Override
            public boolean sent(MemorySegment quoted) {
                return false;
            }
        });
        lab.settle();
        lab.left.hostSends(lab.right.host(false), "short");
        assertEquals(List.of("short"), lab.right.hostsHeard());
        assertEquals(List.of(), plain);

        lab.left.xfrm("policy flush");
        var other = IpsecLab.frame(
                LEFT.replace("::1", "::77"),
                RIGHT,
                "x".repeat(60),
                lab.right.node.port("wan").mac());
        other[EthernetHeader.BYTES + (int) Ipv6Header.NEXT_HEADER] = IpProtocol.IPV6;
        lab.wan.inject(other);
        lab.settle();
        assertEquals(List.of(100), plain);
    }

    /// Keys are never shown unless asked for, and wiped when nobody uses them any more.
    @Test
    void keysAreShownByFingerprintAndWipedWhenTheyGo() {
        transport();
        var shown = String.join("\n", lab.left.xfrm("state"));
        assertFalse(shown.contains("c3c3"), shown);
        assertTrue(String.join("\n", lab.left.xfrm("state show keys")).contains("0x" + "c3".repeat(20)));
        assertFalse(lab.left.events.toString().contains("c3c3"));
        var rows = lab.left.node.engine().associations().rows();
        assertFalse(rows.toString().contains("c3c3"));

        lab.left.xfrm("state flush");
        assertTrue(rows.stream().flatMap(SaRow::secrets).allMatch(secret -> secret.isWiped()));
        assertThrows(
                IllegalStateException.class,
                () -> rows.getFirst().secrets().findFirst().orElseThrow().copy());
    }

    @Clause({"RFC 4301 §4.4.1a", "RFC 4301 §4.4.2.1a"})
    @Test
    void whatIsShownIsWhatWasTyped() {
        tunnel("replay-window 128 flag decap-dscp tfcpad 300");
        var state = lab.left.xfrm("state show keys").getFirst();
        assertEquals(
                "src " + LEFT + " dst " + RIGHT + " proto esp spi 0x00000100 mode tunnel aead rfc4106(gcm(aes)) 0x"
                        + "c3".repeat(20) + " 128 replay-window 128 flag decap-dscp tfcpad 300",
                state.substring(0, state.indexOf(" /")));
        assertEquals(
                "src 2001:db8:a::/64 dst 2001:db8:b::/64 dir out index 1 priority 0 used 0" + " / tmpl src " + LEFT
                        + " dst " + RIGHT + " proto esp mode tunnel",
                lab.left.xfrm("policy").getFirst());
        var made = new XfrmCommand(lab.left.node.engine(), new Xfrm()).configuration();
        lab.left.xfrm("policy flush");
        made.forEach(words -> lab.left.xfrm(words));
        assertEquals(made, new XfrmCommand(lab.left.node.engine(), new Xfrm()).configuration());
        assertEquals(2, made.size());
        lab.left.xfrm("state del dst " + RIGHT + " proto esp spi 256");
        assertEquals(List.of("SAD count 1"), lab.left.xfrm("state count"));
    }

    @Clause({"RFC 4303 §2.1b", "RFC 3948 §2.1d"})
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        state add dst 2001:db8::1 proto esp
        state add dst 2001:db8::1 proto esp spi 0x100
        state add dst 2001:db8::1 proto esp spi 0x100 aead no-such 0x00 128
        state add dst 2001:db8::1 proto esp spi 0x100 aead rfc4106(gcm(aes)) 0x0 128
        state add dst 2001:db8::1 proto esp spi 0x100 aead rfc4106(gcm(aes)) 0x00 128
        state add dst 2001:db8::1 proto esp spi 0x100 enc cbc(aes) 0x00112233445566778899aabbccddeeff
        state add dst 2001:db8::1 proto comp spi 0x10000 comp deflate
        state add dst 2001:db8::1 proto ah spi 0 auth hmac(sha1) 0x00
        state del dst 2001:db8::1 proto esp spi 7
        policy add dir sideways
        policy add src 2001:db8::/32 dst 192.0.2.0/24 dir out
        policy add sport 7 dir out
        policy add dir out tmpl mode tunnel proto esp
        policy add dir out tmpl mode transport
        policy del dir out index 77
        """)
    void whatMakesNoSenseIsRefused(String words) {
        assertThrows(IllegalArgumentException.class, () -> lab.left.xfrm(words));
    }

    /// Neither does a forged packet move the window, nor does noise of any kind do harm.
    @Test
    @Clause({"RFC 4303 §3.4.2", "RFC 4302 §3.4.2", "RFC 4301 §5.2a"})
    void noiseIsDroppedUnderNames() {
        transport();
        var random = new Random(4);
        lab.left.sends(RIGHT, "model");
        byte[] model = lab.wan.carried().getFirst().bytes();
        for (int i = 0; i < 2000; i++) {
            byte[] noise = model.clone();
            int from = 14 + (i % 2 == 0 ? 40 : 48);
            for (int n = 0; n < 1 + random.nextInt(4); n++) {
                noise[from + random.nextInt(noise.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            noise[20] = (byte) (i % 5 == 0 ? IpProtocol.AH : i % 7 == 0 ? IpProtocol.IPCOMP : IpProtocol.ESP);
            lab.wan.inject(noise);
        }
        lab.settle();
        assertEquals(List.of("model"), List.copyOf(lab.right.heard));
        assertEquals(0, lab.right.node.exceptions());
        assertTrue(lab.right.node.addsUp("wan"));
        long dropped = LongStream.of(
                        lab.right.dropped("integrity"),
                        lab.right.dropped("no-association"),
                        lab.right.dropped("replay"),
                        lab.right.dropped("too-short"),
                        lab.right.dropped("not-aligned"),
                        lab.right.dropped("compression"))
                .sum();
        assertTrue(dropped >= 1990, dropped + " of 2000");
        lab.left.sends(RIGHT, "still here");
        assertEquals(List.of("model", "still here"), List.copyOf(lab.right.heard));
    }

    @Test
    void neighborsAreFoundWhateverThePolicySays() {
        lab.left.xfrm("policy add src ::/0 dst ::/0 dir out action block");
        lab.left.xfrm("policy add src ::/0 dst ::/0 dir in action block");
        assertEquals("OUT_BLOCKED", lab.left.sends(RIGHT, "no").toString());
        var output = lab.left.node.engine().output();
        var solicitation = output.takeIcmpv6(24, IpsecLab.address(LEFT), IpsecLab.address("ff02::1:ff00:2"), 255);
        solicitation.memory().set(ValueLayout.JAVA_BYTE, solicitation.upper(), (byte) 135);
        assertEquals(Verdict.Go.FORWARD, output.send(solicitation, 2));
    }
}
