package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.xfrm.XfrmDrop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3173 over a packet in place.
class IpCompTest {
    private static final int CPI = 0x1234;
    private static final String ADDRESSES = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";

    @Test
    @Clause({"RFC 3173 §2d", "RFC 3173 §3.3a", "RFC 3173 §3.3b", "RFC 3173 §3.3c"})
    void whatIsBehindTheHeadersForRoutersIsCompressed() {
        var packet = Given.packet("60000000 00d0 00 40" + ADDRESSES + "fd00050200000100" + "61".repeat(200));
        String before = Given.hex(packet);
        assertEquals(Verdict.Go.DELIVER, comp().protect(packet, new Work()));
        assertTrue(packet.length() < 80);
        long at = packet.network() + Ipv6Header.BYTES;
        assertEquals(IpProtocol.IPCOMP, Layouts.u8(packet.memory(), at));
        assertEquals(0xfd00, Layouts.u16(packet.memory(), at + 8));
        assertEquals(CPI, Layouts.u16(packet.memory(), at + 10));

        Layouts.u8(packet.memory(), at + 9, 0xff); // flags
        assertEquals(Verdict.Go.DELIVER, receive(packet, at + 8));
        assertEquals(before, Given.hex(packet));
    }

    @ParameterizedTest(name = "{0} octets")
    @ValueSource(ints = {0, 1, 89, 90, 1400})
    @Clause("RFC 3173 §2.2a")
    void whatDoesNotBecomeShorterStaysAsItIs(int octets) {
        byte[] noise = new byte[octets];
        new Random(1).nextBytes(noise);
        var packet = Given.packet(String.format("60000000 %04x fd 40", octets) + ADDRESSES);
        packet.memory().asSlice(packet.end(), octets).copyFrom(MemorySegment.ofArray(noise));
        packet.end(packet.end() + octets);
        String before = Given.hex(packet);
        assertEquals(Verdict.Go.DELIVER, comp().protect(packet, new Work()));
        assertEquals(before, Given.hex(packet));
    }

    /// Bombs too: what comes out is never longer than a packet can be, nor than the memory that it has.
    @Test
    void whatCannotBeDecompressedIsDropped() {
        var packet = Given.packet("60000000 00c8 fd 40" + ADDRESSES + "61".repeat(200));
        assertEquals(Verdict.Go.DELIVER, comp().protect(packet, new Work()));
        String wire = Given.hex(packet);
        for (int cut = 1; cut < packet.length() - 44; cut++) {
            var damaged = Given.packet(wire);
            damaged.end(damaged.end() - cut);
            assertEquals(XfrmDrop.COMPRESSION, receive(damaged, damaged.network() + 40));
        }
        var large = new Packet(MemorySegment.ofArray(new byte[9000]), 0, 9000).reset(128);
        large.memory().asSlice(128, packet.length()).copyFrom(packet.memory().asSlice(packet.start(), packet.length()));
        large.memory().set(ValueLayout.JAVA_BYTE, 128 + 4, (byte) 0x20);
        large.end(128 + 40 + 0x2000);
        new Ipv6Header(large.memory(), 128).nextHeader(0xfd);
        assertEquals(Verdict.Go.DELIVER, comp().protect(large, new Work()));
        var small = Given.packet(Given.hex(large));
        assertEquals(Verdict.Go.LARGER, receive(small, small.network() + 40));
    }

    private static Association comp() {
        return Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.IPCOMP, CPI)
                .comp()
                .association();
    }

    private static Verdict receive(Packet packet, long header) {
        return comp().unprotect(packet.upper(header, IpProtocol.IPCOMP), new Work());
    }
}
