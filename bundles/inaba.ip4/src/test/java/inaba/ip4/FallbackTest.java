package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.wire.ArpPacket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While ARP is not there, the engine answers for our addresses and uses the neighbours that it knows.
class FallbackTest {
    private final Ip4Lab lab;

    FallbackTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @BeforeEach
    void arpStops() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        lab.router.stop(lab.routerArp);
        lab.lab.settle();
        lab.seen(lab.left);
        lab.seen(lab.right);
    }

    @Test
    void whoAsksForOurAddressIsAnsweredAndWhoProbesForItToo() {
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "10.0.0.9", Ip4Lab.LAN));
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "0.0.0.0", Ip4Lab.LAN));
        lab.lab.settle();
        var answer = "arp reply 10.0.0.1 is-at 02:00:00:00:02:01 to 02:00:00:00:00:09";
        assertEquals(List.of(answer, answer), lab.seen(lab.left).subList(2, 4));
    }

    @Test
    void nobodyIsAnsweredForOthersOrForAddressesOfOtherLinks() {
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "10.0.0.9", "10.0.0.77"));
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "10.0.0.9", Ip4Lab.WAN));
        lab.left.inject(Ip4Frame.arp(ArpPacket.REPLY, "10.0.0.9", Ip4Lab.LAN));
        lab.lab.settle();
        assertEquals(3, lab.seen(lab.left).size());
    }

    @Test
    void knownNeighborsStayInUse() {
        lab.advance(60_000);
        lab.ping(lab.host, Ip4Lab.SERVER);
        assertEquals("10.0.1.2 > 10.0.0.2 ttl 63 echo reply", lab.seen(lab.left).getLast());
    }
}
