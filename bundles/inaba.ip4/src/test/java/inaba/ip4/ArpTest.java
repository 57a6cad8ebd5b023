package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.junit.Clause;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the router's cache takes from ARP packets about the host, which it knows.
class ArpTest {
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:01");

    private static final String THIRD = "10.0.0.50";

    private final Ip4Lab lab;

    ArpTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @BeforeEach
    void theHostIsKnown() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        assertEquals(Ip4Frame.HOST, mac());
    }

    @Test
    @Clause("RFC 826 §2")
    void aSenderThatIsKnownIsBroughtUpToDateByWhateverItAsks() {
        inject(Ip4Frame.arp(ArpPacket.REQUEST, Ip4Frame.HOST, THIRD, Ip4Lab.LAN));
        assertEquals(Ip4Frame.HOST, Objects.requireNonNull(row(THIRD)).mac(), "made, as it asks for us");
        inject(Ip4Frame.arp(ArpPacket.REQUEST, THIRD, "10.0.0.99"));
        assertEquals(Ip4Frame.OTHER, Objects.requireNonNull(row(THIRD)).mac(), "kept right, as it is known");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 7})
    @Clause("RFC 826 §5")
    void otherHardwareProtocolsLengthsAndOperationsSayNothing(int octet) {
        byte[] frame = Ip4Frame.arp(ArpPacket.REQUEST, Ip4Lab.HOST, Ip4Lab.LAN);
        frame[EthernetHeader.BYTES + octet] ^= 0x40;
        inject(frame);
        assertEquals(Ip4Frame.HOST, mac());
    }

    @Test
    @Clause("RFC 1812 §3.3.2b")
    void nobodyIsBelievedToBeAGroup() {
        inject(Ip4Frame.arp(ArpPacket.REPLY, GROUP, Ip4Lab.HOST, Ip4Lab.LAN));
        inject(Ip4Frame.arp(ArpPacket.REPLY, MacAddress.BROADCAST, Ip4Lab.HOST, Ip4Lab.LAN));
        assertEquals(Ip4Frame.HOST, mac());
    }

    @Test
    @Clause("RFC 1122 §2.3.2.1")
    void whoIsNotHeardOfIsForgotten() {
        lab.advance(1_000_000);
        assertNull(row(Ip4Lab.HOST));
    }

    private void inject(byte[] frame) {
        lab.left.inject(frame);
        lab.lab.settle();
    }

    private MacAddress mac() {
        return Objects.requireNonNull(row(Ip4Lab.HOST)).mac();
    }

    private @Nullable NeighborRow row(String address) {
        var key = new NeighborKey(1, IpFamily.IPV4.parseAddress(address));
        return lab.router.engine().neighbors().get(key);
    }
}
