package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ESP over a packet in place: what RFC 4303 asks of sender and receiver.
class EspTest {
    private static final String A = "2001:db8::1";
    private static final String B = "2001:db8::2";
    private static final String PLAIN =
            "600000000008fd402001 0db8000000000000000000000001 20010db8000000000000000000000002" + "0102030405060708";

    /// RFC 7634 Appendix A, the whole packet.
    @Test
    @Clause({"RFC 7634 §A", "RFC 7634 §2"})
    void theExampleOfRfc7634IsOpened() {
        byte[] key = new byte[36];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (0x80 + i);
        }
        var state = new SaState(64);
        state.window().accept(4);
        var sa = Given.sa("203.0.113.153", "203.0.113.5", IpProtocol.ESP, 0x01020304)
                .tunnel()
                .aead("rfc7539esp(chacha20,poly1305)", key, 128)
                .state(state)
                .association();
        var packet = Given.packet("""
            4500008c2345000040 32de5bcb007199cb00710501020304000000051011121314151617
            24039428b97f417e3c13753a4f05087b67c352e6a7fab1b982d466ef407ae5c614ee8099d52844eb61aa95dfab4c02f7
            2aa71e7c4c4f64c9befe2facc638e8f3cbec163fac469b502773f6fb94e664da9165b82829f641e0
            76aaa8266b7fb0f7b11b369907e1ad43""");

        assertEquals(Verdict.Go.DELIVER, sa.unprotect(packet.upper(packet.start() + 20, IpProtocol.ESP), new Work()));
        assertEquals(
                "45000054a6f200004001e778c6336405c000020508005b7a3a080000553bec1000073627"
                        + "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031323334353637",
                Given.hex(packet));
    }

    @Test
    @Clause({"RFC 4303 §3.4.3c", "RFC 4303 §3.4.4.1b", "RFC 4303 §3.4.4.2", "RFC 4301 §4.4.2"})
    void aPacketIsTakenOnceAndAForgedOneNever() {
        var sender = gcm(new SaState(64)).association();
        var state = new SaState(64);
        var receiver = gcm(state).association();
        var packet = Given.packet(PLAIN);
        assertEquals(Verdict.Go.DELIVER, sender.protect(packet, new Work()));
        assertEquals(1, packet.memory().get(Layouts.U32, packet.network() + Ipv6Header.BYTES + 4));
        String wire = Given.hex(packet);

        String forged = wire.substring(0, wire.length() - 2) + (wire.endsWith("00") ? "01" : "00");
        assertEquals(XfrmDrop.INTEGRITY, receive(receiver, forged));
        assertEquals(Verdict.Go.DELIVER, receive(receiver, wire));
        assertEquals(XfrmDrop.REPLAY, receive(receiver, wire));
        assertEquals(1, state.replays());
        assertEquals(1, state.integrityFailures());
    }

    @Clause("RFC 4303 §3.4.4.1b")
    @ParameterizedTest(name = "{0} octets left")
    @CsvSource({"48, TOO_SHORT", "71, TOO_SHORT", "75, TOO_SHORT", "77, NOT_ALIGNED", "76, INTEGRITY"})
    void whatIsShorterThanItsHeaderOrNotAlignedIsNotLookedAt(int length, XfrmDrop why) {
        var packet = Given.packet(PLAIN);
        assertEquals(Verdict.Go.DELIVER, gcm(new SaState(64)).association().protect(packet, new Work()));
        var cut = Given.packet(Given.hex(packet).substring(0, 2 * Math.min(length, packet.length())));
        cut.end(cut.start() + length);
        assertEquals(why, receive(gcm(new SaState(64)).association(), cut));
    }

    @Test
    @Clause({"RFC 4303 §3.3.3a", "RFC 4302 §3.3.2"})
    void afterTheLastNumberNothingIsSent() {
        var state = new SaState(64);
        state.advance(0xffff_fffeL);
        var sender = gcm(state).association();
        assertEquals(Verdict.Go.DELIVER, sender.protect(Given.packet(PLAIN), new Work()));
        assertEquals(XfrmDrop.SEQUENCE_END, sender.protect(Given.packet(PLAIN), new Work()));
    }

    @Test
    @Clause({"RFC 4303 §2.2.1", "RFC 4303 §3.4.4.1a"})
    void withExtendedNumbersItGoesOnAndTheUpperHalfIsAuthenticated() {
        for (boolean separate : new boolean[] {false, true}) {
            var state = new SaState(64);
            state.advance(0xffff_ffffL);
            var there = new SaState(64);
            there.window().accept(0xffff_fffeL);
            var packet = Given.packet(PLAIN);
            assertEquals(
                    Verdict.Go.DELIVER, extended(state, separate).association().protect(packet, new Work()));
            assertEquals(0, packet.memory().get(Layouts.U32, packet.network() + 44));
            String wire = Given.hex(packet);

            assertEquals(
                    XfrmDrop.INTEGRITY,
                    receive(extended(nearly(7L << 32), separate).association(), wire));
            assertEquals(Verdict.Go.DELIVER, receive(extended(there, separate).association(), wire));
            assertEquals(1L << 32, there.window().top());
        }
    }

    private static SaState nearly(long top) {
        var state = new SaState(64);
        state.window().accept(top + 5);
        return state;
    }

    private static Given.Sa extended(SaState state, boolean separate) {
        var sa = Given.sa(A, B, IpProtocol.ESP, 0x100).flags(SaRow.Flag.ESN).state(state);
        return separate
                ? sa.enc("cbc(aes)", new byte[16]).auth("hmac(sha256)", new byte[32], 128)
                : sa.aead("rfc4106(gcm(aes))", new byte[20], 128);
    }

    @Test
    @Clause("RFC 4301 §4.4.2.1")
    void afterAHardLimitNothingGoesEitherWay() {
        var limits = new Limits(Limits.NONE, Limits.NONE, 1, 2, Limits.NONE, Limits.NONE, Limits.NONE, Limits.NONE);
        var state = new SaState(64);
        var sender = gcm(state).limits(limits).association();
        assertEquals(Verdict.Go.DELIVER, sender.protect(Given.packet(PLAIN), new Work()));
        assertEquals(SaState.SOFT, state.dying());
        assertEquals(Verdict.Go.DELIVER, sender.protect(Given.packet(PLAIN), new Work()));
        assertEquals(SaState.SOFT | SaState.HARD, state.dying());
        assertEquals(XfrmDrop.OUT_EXPIRED, sender.protect(Given.packet(PLAIN), new Work()));
        assertEquals(XfrmDrop.IN_EXPIRED, receive(sender, Given.packet(PLAIN)));
    }

    @Test
    @Clause({"RFC 4303 §2.7a", "RFC 4303 §2.7b", "RFC 4303 §2.7c", "RFC 4303 §2.4b"})
    void inATunnelShortPacketsCanBePaddedToOneLength() {
        int length = 0;
        for (String text : new String[] {PLAIN, PLAIN + "090a0b0c0d"}) {
            var inner = Given.packet(text);
            if (inner.length() > 48) {
                new Ipv6Header(inner.memory(), inner.network()).payloadLength(inner.length() - Ipv6Header.BYTES);
            }
            String before = Given.hex(inner);
            assertEquals(
                    Verdict.Go.DELIVER,
                    gcm(new SaState(64)).tunnel().tfc(512).association().protect(inner, new Work()));
            assertTrue(length == 0 || length == inner.length(), "all are of one length");
            length = inner.length();
            assertEquals(
                    Verdict.Go.DELIVER, receive(gcm(new SaState(64)).tunnel().association(), inner));
            assertTrue(Given.hex(inner).startsWith(before));
            assertEquals(512, inner.length());
        }
    }

    @Test
    @Clause("RFC 4303 §2.6b")
    void aDummyPacketIsDroppedUnderItsName() {
        var dummy = Given.packet(PLAIN);
        new Ipv6Header(dummy.memory(), dummy.network()).nextHeader(IpProtocol.NO_NEXT_HEADER);
        assertEquals(Verdict.Go.DELIVER, gcm(new SaState(64)).association().protect(dummy, new Work()));
        assertEquals(XfrmDrop.DUMMY, receive(gcm(new SaState(64)).association(), dummy));
    }

    /// RFC 3948 §2.1, in both families.
    @Clause({"RFC 3948 §2.1b", "RFC 3948 §2.1c"})
    @ParameterizedTest(name = "{0}")
    @CsvSource({"2001:db8::1, 2001:db8::2", "192.0.2.1, 198.51.100.2"})
    void espGoesInUdpAndComesOutOfIt(String from, String to) {
        var sender = Given.sa(from, to, IpProtocol.ESP, 0x100)
                .tunnel()
                .aead("rfc4106(gcm(aes))", new byte[20], 128)
                .udp(4500, 4500);
        var packet = Given.packet(PLAIN);
        String before = Given.hex(packet);
        assertEquals(Verdict.Go.DELIVER, sender.association().protect(packet, new Work()));
        int header = packet.isIpv4() ? Ipv4Header.BYTES : Ipv6Header.BYTES;
        long udp = packet.network() + header;
        assertEquals(
                IpProtocol.UDP,
                packet.isIpv4()
                        ? new Ipv4Header(packet.memory(), packet.network()).protocol()
                        : new Ipv6Header(packet.memory(), packet.network()).nextHeader());
        assertEquals(4500, Layouts.u16(packet.memory(), udp));
        assertEquals(packet.end() - udp, Layouts.u16(packet.memory(), udp + 4));
        assertEquals(packet.isIpv4(), Layouts.u16(packet.memory(), udp + 6) == 0);

        var associations = new Associations(7);
        associations.put(sender.state(new SaState(64)).association());
        packet.upper(udp, IpProtocol.UDP);
        assertEquals(Verdict.Go.AGAIN, new UdpReceiver(associations, new Works()).decapsulate(packet));
        assertEquals(before, Given.hex(packet));
    }

    @Clause("RFC 7296 §2.23")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"2001:db8::1, 2001:db8::2", "192.0.2.1, 198.51.100.2"})
    void onlyAGenuinePacketThatIsNewTellsWhereANatHasMovedThePeer(String from, String to) {
        var sa = Given.sa(from, to, IpProtocol.ESP, 0x100)
                .tunnel()
                .aead("rfc4106(gcm(aes))", new byte[20], 128)
                .udp(4500, 4500);
        var sender = sa.association();
        var state = new SaState(64);
        var associations = new Associations(7);
        associations.put(sa.state(state).association());
        var receiver = new UdpReceiver(associations, new Works());

        var forged = inUdp(sender, 4501);
        Layouts.u8(forged.memory(), forged.end() - 1, ~Layouts.u8(forged.memory(), forged.end() - 1));
        assertEquals(XfrmDrop.INTEGRITY, receiver.decapsulate(forged));
        assertNull(state.mapping());

        assertEquals(Verdict.Go.AGAIN, receiver.decapsulate(inUdp(sender, 4501)));
        assertEquals(new SaState.Mapping(sa.row().source(), 4501), state.mapping());
        assertEquals(Verdict.Go.AGAIN, receiver.decapsulate(inUdp(sender, 4500)));
        assertNull(state.mapping());

        var unguarded = new SaState(0);
        associations.put(sa.state(unguarded).association());
        assertEquals(Verdict.Go.AGAIN, receiver.decapsulate(inUdp(sender, 4501)));
        assertNull(unguarded.mapping(), "without a replay window an old packet would do");
    }

    /// A packet as a NAT lets it arrive.
    private static Packet inUdp(Association sender, int port) {
        var packet = Given.packet(PLAIN);
        assertEquals(Verdict.Go.DELIVER, sender.protect(packet, new Work()));
        long udp = packet.network() + (packet.isIpv4() ? Ipv4Header.BYTES : Ipv6Header.BYTES);
        Layouts.u16(packet.memory(), udp, port);
        return packet.upper(udp, IpProtocol.UDP);
    }

    @Clause({"RFC 3948 §2.2", "RFC 3948 §2.3b", "RFC 3948 §4a"})
    @ParameterizedTest(name = "{0}")
    @CsvSource({"ff, KEEPALIVE", "00000000aabbccdd, PASS", "00000105000000010000, NO_ASSOCIATION"})
    void whatIsNotEspInUdpIsToldApart(String content, String what) {
        var packet = Given.packet("45000000000000004011000001010101 02020202 11941194"
                + String.format("%04x", 8 + content.length() / 2) + "0000" + content);
        packet.upper(packet.start() + 20, IpProtocol.UDP);
        var verdict = new UdpReceiver(new Associations(7), new Works()).decapsulate(packet);
        assertEquals(what, verdict.toString());
    }

    @Clause({"RFC 4303 §3.2", "RFC 4301 §4.2", "RFC 8221 §4", "RFC 4868 §2.1.1", "RFC 4106 §6", "RFC 4543 §2"})
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "cbc(aes), 16, -, 0, 0",
        "cbc(aes), 15, hmac(sha256), 32, 128",
        "cbc(aes), 16, hmac(sha256), 31, 128",
        "cbc(aes), 16, hmac(sha256), 32, 64",
        "cbc(aes), 16, hmac(sha256), 32, 512",
        "cbc(des), 8, hmac(sha256), 32, 128",
        "hmac(sha256), 32, hmac(sha256), 32, 128",
        "rfc3686(ctr(aes)), 16, hmac(sha256), 32, 128",
    })
    void whatIsNotSafeOrDoesNotFitIsRefused(String cipher, int key, String mac, int macKey, int icv) {
        var sa = Given.sa(A, B, IpProtocol.ESP, 0x100).enc(cipher, new byte[key]);
        if (!mac.equals("-")) {
            sa.auth(mac, new byte[macKey], icv);
        }
        assertThrows(IllegalArgumentException.class, sa::association);
    }

    @Test
    void numbersAreNeverUsedTwiceByTwoCopiesOfTheBundle() {
        var state = new SaState(64);
        var first = Given.packet(PLAIN);
        var second = Given.packet(PLAIN);
        gcm(state).association().protect(first, new Work());
        gcm(state).association().protect(second, new Work());
        assertNotEquals(Given.hex(first).substring(80), Given.hex(second).substring(80));
        assertEquals(2, state.sent());
    }

    @Clause("RFC 6040 §4.2a")
    @ParameterizedTest(name = "inner {0}, outer {1}: {2}")
    @CsvSource({
        "0, 0, 0", "0, 1, 0", "0, 2, 0", "0, 3, DROP",
        "1, 0, 1", "1, 1, 1", "1, 2, 1", "1, 3, 3",
        "2, 0, 2", "2, 1, 1", "2, 2, 2", "2, 3, 3",
        "3, 0, 3", "3, 1, 3", "3, 2, 3", "3, 3, 3"
    })
    void congestionOnTheWayReachesWhatWasInside(int inner, int outer, String result) {
        var packet = Given.packet(PLAIN);
        new Ipv6Header(packet.memory(), packet.network()).trafficClass(0x28 | inner);
        assertEquals(
                Verdict.Go.DELIVER, gcm(new SaState(64)).tunnel().association().protect(packet, new Work()));
        var header = new Ipv6Header(packet.memory(), packet.network());
        assertEquals(0x28 | inner, header.trafficClass());
        header.ecn(outer);
        var verdict = receive(gcm(new SaState(64)).tunnel().association(), packet);
        assertEquals(result.equals("DROP") ? XfrmDrop.IN_ECN : Verdict.Go.DELIVER, verdict);
        if (verdict == Verdict.Go.DELIVER) {
            assertEquals(
                    0x28 | Integer.parseInt(result), new Ipv6Header(packet.memory(), packet.network()).trafficClass());
        }
    }

    /// However long a packet is that is said to fit, it fits.
    @Test
    @Clause("RFC 4301 §8.2.1")
    void theLargestPacketThatFitsFits() {
        for (boolean tunnel : new boolean[] {false, true}) {
            for (int mtu = 1280; mtu < 1320; mtu++) {
                var sa = gcm(new SaState(64));
                var association = (tunnel ? sa.tunnel() : sa).association();
                int largest = association.largest(mtu);
                var packet = Given.packet(PLAIN);
                packet.end(packet.start() + largest);
                assertEquals(Verdict.Go.DELIVER, association.protect(packet, new Work()));
                assertTrue(packet.length() <= mtu, packet.length() + " > " + mtu);
                assertTrue(packet.length() > mtu - 8, "and no room is wasted");
            }
        }
    }

    private static Given.Sa gcm(SaState state) {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 9);
        return Given.sa(A, B, IpProtocol.ESP, 0x100)
                .aead("rfc4106(gcm(aes))", key, 128)
                .state(state);
    }

    private static Verdict receive(Association association, String wire) {
        return receive(association, Given.packet(wire));
    }

    private static Verdict receive(Association association, Packet packet) {
        packet.upper(
                packet.network() + Ipv6Header.BYTES, association.row().key().protocol());
        return association.unprotect(packet, new Work());
    }
}
