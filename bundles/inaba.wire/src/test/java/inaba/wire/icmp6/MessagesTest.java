package inaba.wire.icmp6;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Captures;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    @Test
    void anEchoRequestOfLinuxIsReadAndWrittenAgain() {
        MemorySegment message = Captures.payload("echo-request");
        assertTrue(EchoMessage.fits(message));
        var echo = new EchoMessage(message);
        assertEquals(Icmpv6Type.ECHO_REQUEST, echo.type());
        assertEquals(13853, echo.identifier());
        assertEquals(1, echo.sequence());
        assertEquals(56, echo.data().byteSize());

        MemorySegment copy = MemorySegment.ofArray(new byte[64]).fill((byte) -1);
        new EchoMessage(copy)
                .start(Icmpv6Type.ECHO_REQUEST)
                .identifier(13853)
                .sequence(1)
                .data()
                .copyFrom(echo.data());
        new Icmpv6Header(copy, 0).checksum(new Icmpv6Header(message, 0).checksum());
        assertEquals(-1, copy.mismatch(message));
    }

    @Test
    void anErrorOfLinuxQuotesThePacketThatCausedIt() {
        MemorySegment message = Captures.payload("port-unreachable");
        assertTrue(ErrorMessage.fits(message));
        var error = new ErrorMessage(message);
        assertEquals(Icmpv6Type.DESTINATION_UNREACHABLE, error.type());
        assertEquals(Icmpv6Code.PORT_UNREACHABLE, error.code());
        assertEquals(0, error.param32());
        assertEquals(63, error.quoted().byteSize());
        assertEquals("2001:db8:1::a", new Ipv6Header(error.quoted(), 0).source().toString());
    }

    @Test
    void anErrorCarriesA32BitParameter() {
        MemorySegment message = MemorySegment.ofArray(new byte[8]).fill((byte) -1);
        var error = new ErrorMessage(message).start(Icmpv6Type.PACKET_TOO_BIG, 0, 0xffff_ff00L);
        assertEquals(-1, message.mismatch(Captures.hex("02 00 0000 ffffff00")));
        assertEquals(0xffff_ff00L, error.param32());
        assertEquals(0, error.quoted().byteSize());
    }

    @Test
    void anErrorNeverExceedsTheMinimumMtu() {
        assertEquals(1280, Ipv6Header.BYTES + ErrorMessage.FIXED_BYTES + ErrorMessage.MAX_QUOTED);
    }

    @Test
    void cutMessagesDoNotFit() {
        MemorySegment seven = MemorySegment.ofArray(new byte[7]);
        assertFalse(EchoMessage.fits(seven));
        assertFalse(ErrorMessage.fits(seven));
    }

    /// RFC 4443 §2.1: errors are 0 to 127.
    @ParameterizedTest
    @CsvSource({"1, true", "4, true", "127, true", "128, false", "255, false"})
    void theHighBitTellsErrors(int type, boolean error) {
        assertEquals(error, Icmpv6Type.isError(type));
    }

    @ParameterizedTest
    @CsvSource({
        "129, false, false",
        "130, false, true",
        "132, false, true",
        "133, true, false",
        "137, true, false",
        "138, false, false",
        "143, false, true"
    })
    void typesBelongToProtocols(int type, boolean neighborDiscovery, boolean mld) {
        assertEquals(neighborDiscovery, Icmpv6Type.isNeighborDiscovery(type));
        assertEquals(mld, Icmpv6Type.isMld(type));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, destination unreachable, port unreachable",
        "3, 1, time exceeded, fragment reassembly time exceeded",
        "4, 10, parameter problem, option too big",
        "2, 0, packet too big, code 0",
        "200, 7, 200, code 7",
        "1, 99, destination unreachable, code 99"
    })
    void typesAndCodesHaveNames(int type, int code, String typeName, String codeName) {
        assertEquals(typeName, Icmpv6Type.name(type));
        assertEquals(codeName, Icmpv6Code.name(type, code));
    }
}
