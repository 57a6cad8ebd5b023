package inaba.wire.offload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Captures;
import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialChecksumTest {
    /// Frames as Linux hands them over, and the checksums that tcpdump computed for them.
    @ParameterizedTest
    @CsvSource({
        "tcp6-syn-partial, 54, 16, e013",
        "udp4-partial, 34, 6, 6273",
        "tcp4-super, 34, 16, f1d8",
        "udp6-super, 54, 6, 4081"
    })
    void whatLinuxLeftOutIsFilledIn(String name, int start, int field, String checksum) {
        int expected = Integer.parseInt(checksum, 16);
        MemorySegment told = Captures.frame(name);
        assertTrue(PartialChecksum.complete(told, start, field, told.byteSize()));
        assertEquals(expected, Layouts.u16(told, start + field));

        MemorySegment guessed = Captures.frame(name);
        assertTrue(PartialChecksum.completeIfPseudo(guessed, 14, guessed.byteSize()));
        assertEquals(expected, Layouts.u16(guessed, start + field));
        assertFalse(PartialChecksum.completeIfPseudo(guessed, 14, guessed.byteSize()), "it is complete now");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp6-cut-1",
        "tcp4-cut-2",
        "udp6-cut-3",
        "udp4-cut-1",
        "neighbor-advertisement",
        "mld2-report",
        "ipv4-echo-request"
    })
    void whatIsCompleteStaysAsItIs(String name) {
        MemorySegment frame = Captures.frame(name);
        assertFalse(PartialChecksum.completeIfPseudo(frame, 14, frame.byteSize()));
        assertEquals(-1, frame.mismatch(Captures.frame(name)));
    }

    @Test
    void paddingBehindThePacketIsNotSummed() {
        MemorySegment padded = MemorySegment.ofArray(new byte[200]).fill((byte) 0x77);
        MemorySegment frame = Captures.frame("udp4-partial");
        MemorySegment.copy(frame, 0, padded, 0, frame.byteSize());
        assertTrue(PartialChecksum.completeIfPseudo(padded, 14, padded.byteSize()));
        assertEquals(0x6273, new UdpHeader(padded, 34).checksum());
    }

    @Test
    void aCompleteChecksumThatLooksPartialComesOutAsItWas() {
        // the payload is chosen so that the right checksum is the pseudo-header's sum
        MemorySegment frame = Captures.frame("tcp6-syn-partial");
        int pseudo = new TcpHeader(frame, 54).checksum();
        int old = new TcpHeader(frame, 54).urgentPointer();
        assertTrue(PartialChecksum.completeIfPseudo(frame, 14, frame.byteSize()));
        int complete = new TcpHeader(frame, 54).checksum();
        int chosen = Checksum.fold((long) complete + (~pseudo & 0xffff) + old);
        new TcpHeader(frame, 54).urgentPointer(chosen).checksum(pseudo);
        assertTrue(Checksum.valid(frame, 14, 54, 40, IpProtocol.TCP));
        assertTrue(PartialChecksum.completeIfPseudo(frame, 14, frame.byteSize()));
        assertEquals(pseudo, new TcpHeader(frame, 54).checksum());
    }

    @Test
    void aZeroSumBecomesOnes() {
        MemorySegment s = Captures.hex("ffff 0000 0000 0000");
        assertTrue(PartialChecksum.complete(s, 0, 6, 8));
        assertEquals(0xffff, Layouts.u16(s, 6));
    }

    @Test
    void aFieldOutsideOfThePacketIsLeftAlone() {
        MemorySegment s = MemorySegment.ofArray(new byte[20]);
        assertFalse(PartialChecksum.complete(s, 0, 19, 20));
        assertFalse(PartialChecksum.complete(s, 0, 6, 21));
        assertFalse(PartialChecksum.complete(s, -1, 6, 20));
        assertFalse(PartialChecksum.complete(s, 4, -2, 20));
        assertFalse(PartialChecksum.complete(s, 4, Long.MAX_VALUE - 1, 20));
    }

    @Test
    void fragmentsAndCutPacketsAreLeftAlone() {
        MemorySegment frame = Captures.frame("udp4-partial");
        Layouts.u16(frame, 14 + 6, 0x2000);
        assertFalse(PartialChecksum.completeIfPseudo(frame, 14, frame.byteSize()));
        MemorySegment cut = Captures.frame("tcp6-syn-partial");
        assertFalse(PartialChecksum.completeIfPseudo(cut, 14, cut.byteSize() - 1));
    }

    @Test
    void theFinalDestinationOfARoutingHeaderCounts() {
        // RFC 8200 §8.1, with a type 2 Routing header (RFC 6275 §6.4.1) before UDP
        MemorySegment s = MemorySegment.ofArray(new byte[40 + 24 + 12]);
        var ip = new Ipv6Header(s, 0)
                .start(0, 0)
                .payloadLength(36)
                .nextHeader(IpProtocol.ROUTING)
                .hopLimit(64)
                .source(Ipv6Address.parse("2001:db8::1"))
                .destination(Ipv6Address.parse("2001:db8::c0a"));
        var home = Ipv6Address.parse("2001:db8::40e");
        s.asSlice(40, 24).copyFrom(Captures.hex("1102 0201 00000000" + "00".repeat(16)));
        home.write(s, 48);
        long pseudo = Checksum.pseudoHeader(ip.source(), home, 12, IpProtocol.UDP);
        var udp =
                new UdpHeader(s, 64).sourcePort(1).destinationPort(2).length(12).checksum(Checksum.fold(pseudo));
        assertTrue(PartialChecksum.completeIfPseudo(s, 0, s.byteSize()));
        assertEquals(0xffff, Checksum.fold(Checksum.sum(s, 64, 12, pseudo)));

        Layouts.u8(s, 42, 0); // an unknown type: the final destination is not known
        udp.checksum(Checksum.fold(pseudo));
        assertFalse(PartialChecksum.completeIfPseudo(s, 0, s.byteSize()));
    }

    @Test
    void randomOctetsNeverBreakIt() {
        var random = new Random(7);
        String[] names = {"tcp6-syn-partial", "udp4-partial", "mld2-report", "udp6-cut-3"};
        for (int i = 0; i < 50_000; i++) {
            MemorySegment frame = Captures.frame(names[i % names.length]);
            for (int k = random.nextInt(6); k >= 0; k--) {
                Layouts.u8(
                        frame,
                        14 + random.nextInt((int) Math.min(48, frame.byteSize() - 14)),
                        random.nextBoolean() ? random.nextInt(256) : 60);
            }
            PartialChecksum.completeIfPseudo(frame, 14, random.nextLong(frame.byteSize() + 1));
            Segmenter.of(frame, 0, random.nextLong(frame.byteSize() + 1), 1 + random.nextInt(64));
        }
    }
}
