package inaba.icmp6.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.junit.Clause;
import inaba.wire.Checksum;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFormatTest {
    private final MemorySegment to = MemorySegment.ofArray(new byte[ErrorFormat.MAX_BYTES]);

    @Clause("RFC 4443 §2.4c")
    @ParameterizedTest(name = "a packet of {0} octets: {1}")
    @CsvSource({"48, 56", "1232, 1240", "1233, 1240", "9000, 1240"})
    void asMuchIsQuotedAsTheMinimumMtuAllows(int packet, int message) { // RFC 4443 §2.4 (c)
        var invoking = udp(packet);
        int length = ErrorFormat.write(to, 2, 0, 1400, invoking);
        assertEquals(message, length);
        assertEquals(1400, new ErrorMessage(to).param32());
        int quoted = length - ErrorMessage.FIXED_BYTES;
        assertArrayEquals(
                invoking.asSlice(0, quoted).toArray(ValueLayout.JAVA_BYTE),
                to.asSlice(ErrorMessage.FIXED_BYTES, quoted).toArray(ValueLayout.JAVA_BYTE));
    }

    @ParameterizedTest(name = "a packet of {0} octets: {1} words, {2} octets in all")
    @CsvSource({"60, 16, 148", "130, 17, 156", "9000, 152, 1236"})
    void headersTooLongHasItsPointerInAnExtension(int packet, int words, int message) { // RFC 8883 §3.1
        to.fill((byte) 0xff);
        int length = ErrorFormat.write(to, 1, 8, 4711, udp(packet));
        assertEquals(message, length);
        assertEquals((long) words << 24, new ErrorMessage(to).param32());
        long extension = ErrorMessage.FIXED_BYTES + words * 8L;
        assertEquals(0x2000, Layouts.u16(to, extension));
        assertEquals(0, Checksum.finish(Checksum.sum(to, extension, 12, 0)));
        assertEquals(8L << 16 | 4 << 8 | 1, Layouts.u32(to, extension + 4));
        assertEquals(4711, Layouts.u32(to, extension + 8));
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        int length = ErrorFormat.write(to, 1, 8, 4711, udp(60));
        var quoted = Quote.read(new ErrorMessage(to.asSlice(0, length)));
        assertNotNull(quoted);
        assertEquals(Packets.HOST, quoted.source());
        assertEquals(Packets.SERVER, quoted.destination());
        assertEquals(17, quoted.protocol());
        assertEquals(128 - Ipv6Header.BYTES, quoted.upper().byteSize()); // without the extension
        assertEquals(0x0001, quoted.u16(0));
    }

    @Clause("RFC 4443 §2.4d")
    @ParameterizedTest(name = "{0} octets are left of the quoted packet")
    @CsvSource({"0", "39"})
    void aQuoteCutInsideItsHeaderSaysNothing(int left) {
        int length = ErrorFormat.write(to, 3, 0, 0, udp(60).asSlice(0, left));
        assertNull(Quote.read(new ErrorMessage(to.asSlice(0, length))));
    }

    @Test
    void aQuoteThatIsNotIpv6SaysNothing() {
        var invoking = udp(60);
        new Ipv6Header(invoking, 0).version(4);
        int length = ErrorFormat.write(to, 3, 0, 0, invoking);
        assertNull(Quote.read(new ErrorMessage(to.asSlice(0, length))));
    }

    private static MemorySegment udp(int length) {
        byte[] payload = new byte[length - Ipv6Header.BYTES];
        payload[1] = 1;
        return Packets.packet(Packets.HOST, Packets.SERVER, 17, payload);
    }
}
