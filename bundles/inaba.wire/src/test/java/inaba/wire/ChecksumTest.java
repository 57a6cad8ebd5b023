package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
    @Test
    void theExampleOfRfc1071() {
        // §3: 00 01 f2 03 f4 f5 f6 f7 sum to ddf2
        MemorySegment s = Captures.hex("0001 f203 f4f5 f6f7");
        assertEquals(0xddf2, Checksum.fold(Checksum.sum(s, 0, 8, 0)));
        assertEquals(~0xddf2 & 0xffff, Checksum.finish(Checksum.sum(s, 0, 8, 0)));
    }

    @Test
    void theExampleOfRfc1624() {
        // §4: HC = dd2f, m = 5555, m' = 3285; eqn. 3 gives 0000 where the older one gave ffff
        assertEquals(0x0000, Checksum.update(0xdd2f, 0x5555, 0x3285));
    }

    /// One word after the other, the carry put back at once: the definition.
    private static int naive(byte[] data, int at, int length) {
        int sum = 0;
        for (int i = at; i < at + length; i += 2) {
            int high = Byte.toUnsignedInt(data[i]);
            int low = i + 1 < at + length ? Byte.toUnsignedInt(data[i + 1]) : 0;
            sum += high << 8 | low;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    void sumsAsTheDefinitionDoesAtEveryLengthAndOffset() {
        var random = new Random(1071);
        byte[] data = new byte[400];
        try (Arena arena = Arena.ofConfined()) {
            for (int round = 0; round < 20; round++) {
                random.nextBytes(data);
                MemorySegment heap = MemorySegment.ofArray(data);
                MemorySegment outside = arena.allocate(data.length).copyFrom(heap);
                for (int length = 0; length < 90; length++) {
                    int at = random.nextInt(200);
                    assertEquals(naive(data, at, length), Checksum.fold(Checksum.sum(heap, at, length, 0)));
                    assertEquals(naive(data, at, length), Checksum.fold(Checksum.sum(outside, at, length, 0)));
                }
            }
        }
    }

    @Test
    void manyCarriesAreAllKept() {
        MemorySegment ones = MemorySegment.ofArray(new byte[65_536]).fill((byte) -1);
        assertEquals(0xffff, Checksum.fold(Checksum.sum(ones, 0, 65_536, 0)));
        assertEquals(0xffff, Checksum.fold(Long.MAX_VALUE - 0x7fff_ffff_ffff_ffffL % 0xffff));
        assertEquals(0, Checksum.fold(0));
    }

    @Test
    void partsOfEvenLengthAddUp() {
        var random = new Random(2);
        byte[] data = new byte[101];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(data);
            MemorySegment s = MemorySegment.ofArray(data);
            int cut = random.nextInt(50) * 2;
            long first = Checksum.sum(s, 0, cut, 0);
            assertEquals(naive(data, 0, 101), Checksum.fold(Checksum.sum(s, cut, 101 - cut, first)));
        }
    }

    @Test
    void anUpdateEqualsANewSum() {
        var random = new Random(1624);
        byte[] data = new byte[64];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(data);
            MemorySegment s = MemorySegment.ofArray(data);
            int before = Checksum.finish(Checksum.sum(s, 0, 64, 0));
            int word = random.nextInt(32) * 2;
            int old = Layouts.u16(s, word);
            int changed = random.nextInt(0x1_0000);
            Layouts.u16(s, word, changed);
            assertEquals(Checksum.finish(Checksum.sum(s, 0, 64, 0)), Checksum.update(before, old, changed));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "router-solicitation",
        "router-advertisement",
        "neighbor-solicitation-dad",
        "neighbor-advertisement",
        "echo-request",
        "port-unreachable"
    })
    void whatLinuxSentIsValidAndWouldBeWrittenTheSame(String name) {
        MemorySegment frame = Captures.frame(name);
        int length = new Ipv6Header(frame, 14).payloadLength();
        assertTrue(Checksum.valid(frame, 14, 54, length, IpProtocol.ICMPV6));

        var icmp = new Icmpv6Header(frame, 54);
        int sent = icmp.checksum();
        icmp.checksum(0);
        assertEquals(sent, Checksum.upperLayer(frame, 14, 54, length, IpProtocol.ICMPV6));
        assertFalse(Checksum.valid(frame, 14, 54, length, IpProtocol.ICMPV6));
    }

    @Test
    void bothPseudoHeadersAreOne() {
        MemorySegment frame = Captures.frame("echo-request");
        var ip = new Ipv6Header(frame, 14);
        assertEquals(
                Checksum.fold(Checksum.pseudoHeader(frame, 14, 64, 58)),
                Checksum.fold(Checksum.pseudoHeader(ip.source(), ip.destination(), 64, 58)));
    }

    @Test
    void udpNeverGetsAZeroChecksum() {
        // RFC 8200 §8.1: addresses of zeros, length 8, protocol 17 and the length again sum to 0x21; ffde makes it ffff
        MemorySegment packet = MemorySegment.ofArray(new byte[48]);
        var udp = new UdpHeader(packet, 40).length(8).destinationPort(0xffff - 0x21);
        assertEquals(0xffff, Checksum.upperLayer(packet, 0, 40, 8, IpProtocol.UDP));
        assertEquals(0xffff, Checksum.upperLayerIpv4(packet, 0, 40, 8, IpProtocol.UDP));
        udp.checksum(0xffff);
        assertTrue(Checksum.valid(packet, 0, 40, 8, IpProtocol.UDP));
        assertTrue(Checksum.validIpv4(packet, 0, 40, 8, IpProtocol.UDP));
    }
}
