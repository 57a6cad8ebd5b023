package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {
    @Test
    void aScopedAddressNamesItsZone() {
        // RFC 4007 §11.2
        assertEquals(new ScopedAddress(Ipv6Address.parse("fe80::1234"), "ne0"), ScopedAddress.parse("fe80::1234%ne0"));
        assertEquals("ff02::9%5", ScopedAddress.parse("ff02::9%5").toString());
        assertEquals("fe80::2%a%b", ScopedAddress.parse("fe80::2%a%b").toString());
        assertNull(ScopedAddress.parse("fe80::2").zone());
        assertEquals("fe80::2", ScopedAddress.parse("fe80::2").toString());
        assertThrows(IllegalArgumentException.class, () -> ScopedAddress.parse("fe80::2%"));
        assertThrows(IllegalArgumentException.class, () -> ScopedAddress.parse("%lan"));
    }

    @Test
    void anEthernetAddressIsReadAndPrinted() {
        assertEquals("02:00:00:00:00:01", MacAddress.parse("02:00:00:00:00:01").toString());
        assertEquals(new MacAddress(0xaabb_ccdd_eeffL), MacAddress.parse("AA:bb:CC:dd:ee:ff"));
        assertEquals("ff:ff:ff:ff:ff:ff", MacAddress.BROADCAST.toString());
        assertEquals("00:00:00:00:00:00", MacAddress.ZERO.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "02:00:00:00:00",
                "02:00:00:00:00:00:01",
                "2:0:0:0:0:1",
                "02-00-00-00-00-01",
                "0g:00:00:00:00:01",
                "02:00:00:00:00:01:"
            })
    void whatIsNoEthernetAddressIsRefused(String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("'" + text + "' is not an Ethernet address"), e::getMessage);
    }

    @Test
    void anEthernetAddressHas48Bits() {
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(-1));
    }

    @Test
    void anEthernetAddressComesBackFromTheWire() {
        MemorySegment s = MemorySegment.ofArray(new byte[9]);
        MacAddress.parse("a1:b2:c3:d4:e5:f6").write(s, 2);
        assertEquals(-1, s.mismatch(Captures.hex("0000 a1b2c3d4e5f6 00")));
        assertEquals(MacAddress.parse("a1:b2:c3:d4:e5:f6"), MacAddress.read(s, 2));
    }

    @Test
    void groupsAndIdentifiersFollowRfc2464() {
        // §4, its example, and §7
        assertEquals(
                0x3656_78ff_fe9a_bcdeL,
                MacAddress.parse("34-56-78-9A-BC-DE".replace('-', ':')).eui64());
        assertEquals(
                0x0000_00ff_fe00_0001L, MacAddress.parse("02:00:00:00:00:01").eui64());
        assertEquals(
                "33:33:ff:0e:8c:6c",
                MacAddress.ofMulticast(Ipv6Address.parse("ff02::1:ff0e:8c6c")).toString());
        assertTrue(MacAddress.parse("33:33:00:00:00:01").isMulticast());
        assertTrue(MacAddress.BROADCAST.isMulticast());
        assertFalse(MacAddress.parse("02:00:00:00:00:01").isMulticast());
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0", "192.0.2.1, -1073741311", "255.255.255.255, -1"})
    void ipv4IsReadAndPrinted(String text, int bits) {
        assertEquals(bits, Ipv4Text.parse(text));
        assertEquals(text, Ipv4Text.print(bits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.-4",
                "1.2.3.+4",
                "1.2.3.256",
                "1.2.3.1000",
                "1.2.3.0x4",
                "1.2.3.04",
                "1.2.3.4 ",
                "1..3.4"
            })
    void whatIsNoIpv4AddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4Text.parse(text));
    }

    @Test
    void protocolsHaveNamesAndNumbers() {
        for (int protocol = 0; protocol <= 255; protocol++) {
            assertEquals(protocol, IpProtocol.parse(IpProtocol.name(protocol)));
            assertEquals(protocol, IpProtocol.parse(Integer.toString(protocol)));
        }
        assertEquals(IpProtocol.ICMPV6, IpProtocol.parse("ICMPv6"));
        assertEquals(IpProtocol.ICMPV6, IpProtocol.parse("icmp6"));
        for (String wrong : new String[] {"", "256", "-1", "tcpp", "0006"}) {
            assertThrows(IllegalArgumentException.class, () -> IpProtocol.parse(wrong));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "43, true",
        "44, true",
        "50, false",
        "51, true",
        "58, false",
        "59, false",
        "60, true",
        "135, true",
        "139, true",
        "140, true",
        "253, false",
        "6, false"
    })
    void extensionHeadersAreThoseThatCanBeWalkedPast(int protocol, boolean extension) {
        assertEquals(extension, IpProtocol.isExtension(protocol));
    }
}
