package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow.State;
import inaba.ip4.address.Address4Command;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.wire.ArpPacket;
import inaba.wire.IpFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 5227: addresses are asked for before they are used, and defended while they are.
class ConflictTest {
    private final Ip4Lab lab;

    ConflictTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @Test
    @Clause({"RFC 5227 §2.1.1", "RFC 5227 §2.3", "RFC 5227 §1.1"})
    void anAddressIsProbedThreeTimesThenAnnouncedTwice() throws Exception {
        type("add 10.0.0.7/24 dev lan");
        assertEquals(State.TENTATIVE, state("10.0.0.7"));
        lab.advance(10_000);
        assertEquals(
                List.of(
                        "arp probe 10.0.0.7",
                        "arp probe 10.0.0.7",
                        "arp probe 10.0.0.7",
                        "arp announcement 10.0.0.7",
                        "arp announcement 10.0.0.7"),
                lab.seen(lab.left));
        assertEquals(State.PREFERRED, state("10.0.0.7"));
    }

    @Test
    @Clause({"RFC 5227 §2.1.1", "RFC 5227 §2.1.1b"})
    void anAddressThatAnotherHasIsNotAssigned() throws Exception {
        type("add " + Ip4Lab.HOST + "/24 dev lan");
        lab.advance(10_000);
        assertEquals(State.DUPLICATE, state(Ip4Lab.HOST));
        assertEquals(
                List.of("arp probe 10.0.0.2", "arp reply 10.0.0.2 is-at 02:00:00:00:01:01 to 02:00:00:00:02:01"),
                lab.seen(lab.left));
        assertTrue(TypedCall.type(new Address4Command(lab.router.engine()), "show dev lan")
                .getFirst()
                .contains("inet 10.0.0.2/24 scope global conflict"));
    }

    @Test
    @Clause("RFC 5227 §2.1.1")
    void whoeverProbesForTheSameAddressIsAConflictToo() throws Exception {
        type("add 10.0.0.7/24 dev lan");
        lab.advance(1_000);
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "0.0.0.0", "10.0.0.7"));
        lab.advance(1);
        assertEquals(State.DUPLICATE, state("10.0.0.7"));
    }

    @Test
    @Clause("RFC 5227 §2.1")
    void anAddressAddedWithoutCarrierIsProbedWhenTheLinkComesUp() throws Exception {
        lab.router.port("lan").carrier(false);
        lab.lab.settle();
        type("add 10.0.0.7/24 dev lan");
        lab.advance(10_000);
        assertEquals(State.TENTATIVE, state("10.0.0.7"));
        lab.router.port("lan").carrier(true);
        lab.lab.settle();
        lab.advance(10_000);
        assertEquals(State.PREFERRED, state("10.0.0.7"));
        assertEquals(
                3,
                lab.seen(lab.left).stream().filter("arp probe 10.0.0.7"::equals).count());
    }

    @Test
    @Clause("RFC 5227 §2.4")
    void anAddressInUseIsDefendedOnceInTenSeconds() {
        lab.left.inject(Ip4Frame.arp(ArpPacket.REPLY, Ip4Lab.LAN, "10.0.0.2"));
        lab.left.inject(Ip4Frame.arp(ArpPacket.REPLY, Ip4Lab.LAN, "10.0.0.2"));
        lab.advance(9_000);
        assertEquals("arp announcement 10.0.0.1", lab.seen(lab.left).get(2));
        lab.advance(2_000);
        lab.left.inject(Ip4Frame.arp(ArpPacket.REPLY, Ip4Lab.LAN, "10.0.0.2"));
        lab.advance(1);
        assertEquals(List.of("arp announcement 10.0.0.1"), lab.seen(lab.left).subList(1, 2));
        assertEquals(State.PREFERRED, state(Ip4Lab.LAN));
    }

    @Test
    @Clause({"RFC 5227 §2.4", "RFC 5227 §2.4b"})
    void aHostGivesUpAnAddressThatAnotherInsistsOn() throws Exception {
        TypedCall.type(new Address4Command(lab.host.engine()), "add 10.0.0.7/24 dev eth");
        lab.advance(10_000);
        lab.seen(lab.left);
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "10.0.0.7", "10.0.0.1"));
        lab.advance(1);
        assertTrue(lab.seen(lab.left).contains("arp announcement 10.0.0.7"));
        lab.left.inject(Ip4Frame.arp(ArpPacket.REQUEST, "10.0.0.7", "10.0.0.1"));
        lab.advance(1);
        assertFalse(lab.seen(lab.left).contains("arp announcement 10.0.0.7"));
        var shown = TypedCall.type(new Address4Command(lab.host.engine()), "show dev eth")
                .toString();
        assertTrue(shown.contains("inet 10.0.0.7/24 scope global conflict"), shown);
    }

    @Test
    @Clause("RFC 1812 §3.3.2")
    void aSuccessorGoesOnWithoutAskingAnew() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        lab.router.swap(lab.routerArp, Ip4Lab.arp());
        lab.lab.settle();
        lab.seen(lab.left);
        lab.seen(lab.right);
        lab.ping(lab.host, Ip4Lab.SERVER);
        assertEquals(
                List.of("10.0.0.2 > 10.0.1.2 echo request", "10.0.1.2 > 10.0.0.2 ttl 63 echo reply"),
                lab.seen(lab.left));
    }

    private void type(String words) throws Exception {
        TypedCall.type(new Address4Command(lab.router.engine()), words);
        lab.lab.settle();
    }

    private State state(String address) {
        int link = Objects.requireNonNull(lab.router.engine().link("lan")).index();
        var key = new AddressKey(link, IpFamily.IPV4.parseAddress(address));
        return Objects.requireNonNull(lab.router.engine().addresses().get(key)).state();
    }
}
