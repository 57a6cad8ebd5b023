package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.testkit.LabNode;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packets between two networks: resolution, forwarding, errors, fragments.
class ForwardingTest {
    private static final String ROUTER_LAN = "02:00:00:00:02:01";
    private static final String ROUTER_WAN = "02:00:00:00:02:02";
    private static final String HOST_MAC = "02:00:00:00:01:01";
    private static final String SERVER_MAC = "02:00:00:00:03:01";

    private final Ip4Lab lab;

    ForwardingTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @AfterEach
    void allIsAccountedFor() {
        for (LabNode node : List.of(lab.host, lab.router, lab.server)) {
            assertEquals(0, node.exceptions());
        }
        assertTrue(lab.router.addsUp("lan"));
        assertTrue(lab.router.addsUp("wan"));
    }

    @Test
    @Clause({
        "RFC 1812 §5.2.1",
        "RFC 826 §1",
        "RFC 826 §3",
        "RFC 826 §4",
        "RFC 1122 §2.3.3",
        "RFC 1122 §2.3.3c",
        "RFC 1122 §2.3.2.2",
        "RFC 1812 §3.3.2",
        "RFC 1812 §3.3.3",
        "RFC 1122 §3.3.1.1",
        "RFC 950 §2.1",
        "RFC 1122 §3.2.1.3d"
    })
    void apingResolvesEachHopAndComesBack() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        assertEquals(
                List.of(
                        "arp who-has 10.0.0.1 tell 10.0.0.2",
                        "arp reply 10.0.0.1 is-at " + ROUTER_LAN + " to " + HOST_MAC,
                        "10.0.0.2 > 10.0.1.2 echo request",
                        "10.0.1.2 > 10.0.0.2 ttl 63 echo reply"),
                lab.seen(lab.left));
        assertEquals(
                List.of(
                        "arp who-has 10.0.1.2 tell 10.0.1.1",
                        "arp reply 10.0.1.2 is-at " + SERVER_MAC + " to " + ROUTER_WAN,
                        "10.0.0.2 > 10.0.1.2 ttl 63 echo request",
                        "10.0.1.2 > 10.0.0.2 echo reply"),
                lab.seen(lab.right));
    }

    @Test
    @Clause({"RFC 1122 §3.2.2.6", "RFC 1122 §3.3.4.2", "RFC 1812 §5.2.3", "RFC 5227 §2.5"})
    void theRouterAnswersOnAllOfItsAddresses() {
        lab.ping(lab.host, Ip4Lab.LAN);
        lab.ping(lab.host, Ip4Lab.WAN);
        var seen = lab.seen(lab.left);
        assertEquals("10.0.0.1 > 10.0.0.2 echo reply", seen.get(3));
        assertEquals("10.0.1.1 > 10.0.0.2 echo reply", seen.get(5));
    }

    @Test
    @Clause({"RFC 1812 §5.3.1", "RFC 1812 §4.3.3.4"})
    void aPacketWithoutHopsLeftIsReported() {
        lab.ping(lab.host, Ip4Lab.SERVER, 56, 1, true);
        assertEquals(
                "10.0.0.1 > 10.0.0.2 time exceeded: time to live exceeded",
                lab.seen(lab.left).getLast());
        assertEquals(List.of(), lab.seen(lab.right));
    }

    @Test
    @Clause({"RFC 1812 §5.2.7.1", "RFC 1812 §5.2.4.3", "RFC 1812 §4.3.3.1", "RFC 1122 §3.3.8"})
    void whereNoRouteLeadsIsReported() {
        lab.ping(lab.host, "192.0.2.1");
        assertEquals(
                "10.0.0.1 > 10.0.0.2 destination unreachable: net unreachable",
                lab.seen(lab.left).getLast());
    }

    @Test
    @Clause({"RFC 1812 §5.2.7.1", "RFC 1122 §2.3.2.1b", "RFC 1122 §2.4b", "RFC 1812 §4.3.3.1"})
    void aSilentNeighborIsReportedAfterThreeRequests() {
        lab.ping(lab.host, "10.0.1.99");
        lab.advance(3_100);
        assertEquals(
                List.of(
                        "arp who-has 10.0.1.99 tell 10.0.1.1",
                        "arp who-has 10.0.1.99 tell 10.0.1.1",
                        "arp who-has 10.0.1.99 tell 10.0.1.1"),
                lab.seen(lab.right));
        assertEquals(
                "10.0.0.1 > 10.0.0.2 destination unreachable: host unreachable",
                lab.seen(lab.left).getLast());
    }

    @Test
    @Clause({"RFC 1191 §4", "RFC 1191 §4b"})
    void aPacketThatMayNotBeCutIsReportedWithTheMtu() {
        lab.rightMtu(1280);
        lab.ping(lab.host, Ip4Lab.SERVER, 1400, 64, true);
        assertEquals(
                "10.0.0.1 > 10.0.0.2 destination unreachable: fragmentation needed 1280",
                lab.seen(lab.left).getLast());
        lab.ping(lab.host, Ip4Lab.SERVER, 1400, 64, false);
        var cut = lab.seen(lab.left);
        assertEquals(
                List.of(
                        "10.0.0.2 > 10.0.1.2 fragment 0..1256+ echo request",
                        "10.0.0.2 > 10.0.1.2 fragment 1256..1408"),
                cut.subList(0, 2),
                "the host has learned the path's MTU");
    }

    @Test
    @Clause({"RFC 791 §3.2", "RFC 1122 §3.2.1.4", "RFC 1122 §3.3.2"})
    void aPacketThatMayBeCutIsCutAndPutTogether() {
        lab.rightMtu(1280);
        lab.ping(lab.host, Ip4Lab.SERVER, 1400, 64, false);
        var right = lab.seen(lab.right);
        assertEquals(
                List.of(
                        "10.0.0.2 > 10.0.1.2 ttl 63 fragment 0..1256+ echo request",
                        "10.0.0.2 > 10.0.1.2 ttl 63 fragment 1256..1408",
                        "10.0.1.2 > 10.0.0.2 echo reply"),
                right.subList(2, 5));
        assertEquals("10.0.1.2 > 10.0.0.2 ttl 63 echo reply", lab.seen(lab.left).getLast());
    }

    @Test
    @Clause({"RFC 791 §3.2", "RFC 1812 §4.2.2.8", "RFC 1812 §4.3.3.6", "RFC 1122 §3.3.2"})
    void aLongPingIsCutByItsSourceAndByTheAnswer() {
        lab.ping(lab.host, Ip4Lab.SERVER, 9_000, 64, false);
        var left = lab.seen(lab.left);
        assertEquals("10.0.0.2 > 10.0.1.2 fragment 8880..9008", left.get(8));
        assertEquals("10.0.1.2 > 10.0.0.2 ttl 63 fragment 8880..9008", left.getLast());
    }

    @Test
    @Clause({"RFC 1812 §5.3.5.2", "RFC 2644 §2", "RFC 1812 §4.2.2.11"})
    void apacketToAllOfASubnetIsForwardedWhereThatIsChosenAndNotElse() {
        lab.left.inject(Ip4Frame.echo().destination("10.0.1.255").frame());
        lab.lab.settle();
        assertEquals(List.of(), lab.seen(lab.right), "off by default");
        lab.router.engine().ipv4(true, true);
        lab.lab.settle();
        lab.left.inject(Ip4Frame.echo().destination("10.0.1.255").frame());
        lab.lab.settle();
        var frame = lab.right.carried().getFirst();
        assertEquals("10.0.0.2 > 10.0.1.255 ttl 63 echo request", Ip4Text.of(frame));
        assertEquals(MacAddress.BROADCAST, MacAddress.read(MemorySegment.ofArray(frame.bytes()), 0));
        lab.left.inject(Ip4Frame.echo().destination("10.0.0.255").frame());
        lab.left.inject(Ip4Frame.echo().destination("255.255.255.255").frame());
        lab.lab.settle();
        assertEquals(List.of(), lab.seen(lab.right));
    }
}
