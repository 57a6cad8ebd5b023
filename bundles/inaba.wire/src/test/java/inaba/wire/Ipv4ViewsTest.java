package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ARP, and how people write IPv4.
class Ipv4ViewsTest {
    /// As arping(8) sent it.
    private static final String REQUEST = "0001 0800 06 04 0001 0200 0000 000a 0a00 0001 0000 0000 0000 0a00 0002";

    @Test
    @Clause("RFC 826 §1")
    void anArpRequestIsReadAndWrittenAnew() {
        var octets = Captures.hex(REQUEST);
        assertTrue(ArpPacket.fits(octets, 0, octets.byteSize()));
        assertFalse(ArpPacket.fits(octets, 0, octets.byteSize() - 1));
        var read = new ArpPacket(octets, 0);
        assertTrue(read.isIpv4OverEthernet());
        assertEquals(ArpPacket.REQUEST, read.operation());
        assertEquals("02:00:00:00:00:0a", read.senderHardware().toString());
        assertEquals("10.0.0.1", Ipv4Text.print(read.senderProtocol()));
        assertEquals(MacAddress.ZERO, read.targetHardware());
        assertEquals("10.0.0.2", Ipv4Text.print(read.targetProtocol()));

        var copy = MemorySegment.ofArray(new byte[ArpPacket.BYTES]).fill((byte) -1);
        new ArpPacket(copy, 0)
                .start(read.operation())
                .sender(read.senderHardware(), read.senderProtocol())
                .target(read.targetHardware(), read.targetProtocol());
        assertEquals(-1, copy.mismatch(octets));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} is for Ethernet and IPv4: {4}")
    @CsvSource({
        "0001, 0800, 06, 04, true",
        "0006, 0800, 06, 04, false",
        "0001, 86dd, 06, 04, false",
        "0001, 0800, 08, 04, false",
        "0001, 0800, 06, 10, false"
    })
    void otherHardwareAndProtocolsAreToldApart(
            String hardware, String protocol, String hardwareLength, String protocolLength, boolean ours) {
        var start = hardware + protocol + hardwareLength + protocolLength;
        var octets = Captures.hex(start + REQUEST.replace(" ", "").substring(start.length()));
        assertEquals(ours, new ArpPacket(octets, 0).isIpv4OverEthernet());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, IPV4, ::ffff:10.0.0.1",
        "2001:db8::1, IPV6, 2001:db8::1",
    })
    void addressesAreReadAndWrittenInTheWordsOfTheirFamily(String text, IpFamily family, String held) {
        var address = family.parseAddress(text);
        assertEquals(held, address.toString());
        assertEquals(text, IpFamily.text(address));
        assertEquals(family, IpFamily.of(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, IPV4, ::ffff:10.0.0.0/104",
        "0.0.0.0/0, IPV4, ::ffff:0.0.0.0/96",
        "192.0.2.1/32, IPV4, ::ffff:192.0.2.1/128",
        "::/0, IPV6, ::/0",
        "2001:db8::/32, IPV6, 2001:db8::/32",
    })
    void prefixesAreCountedInTheBitsOfTheirFamily(String text, IpFamily family, String held) {
        var prefix = family.parsePrefix(text);
        assertEquals(held, prefix.toString());
        assertEquals(text, IpFamily.text(prefix));
        assertEquals(family, IpFamily.of(prefix));
        assertTrue(family.all().covers(prefix));
    }

    @Test
    void whatIsNoIpv4PrefixIsRefused() {
        for (var wrong : new String[] {"10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "2001:db8::/32"}) {
            assertThrows(IllegalArgumentException.class, () -> IpFamily.IPV4.parsePrefix(wrong), wrong);
        }
        assertEquals(120, IpFamily.IPV4.parseInterfaceAddress("10.0.0.1/24").length());
        assertThrows(IllegalArgumentException.class, () -> IpFamily.IPV4.parseInterfaceAddress("10.0.0.1"));
    }

    @Test
    @Clause("RFC 1112 §6.4")
    void groupsOfBothFamiliesHaveTheirEthernetAddress() {
        assertEquals(
                "01:00:5e:01:02:03",
                MacAddress.ofMulticast(IpFamily.IPV4.parseAddress("239.129.2.3"))
                        .toString());
        assertEquals(
                "33:33:00:00:00:16",
                MacAddress.ofMulticast(Ipv6Address.ALL_MLDV2_ROUTERS).toString());
    }
}
