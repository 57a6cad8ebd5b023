package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_B;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.GroupRow;
import inaba.junit.Clause;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node is on its links by the model of RFC 4861 §5: its groups, its caches, its ways.
class NodeModelTest {
    private static final String FAR = "2001:db8:9::9";

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §6.3.3a", "RFC 4861 §6.2.2b", "RFC 4861 §6.2.5b", "RFC 4861 §7.2.1a", "RFC 4291 §2.8c"})
    void groupsAreJoinedAndLeftWithWhatAsksForThem() {
        var lab = new NdLab(state, true);
        lab.a.address("eth", "2001:db8::1:a/64"); // the same group as fe80::1:a
        lab.a.address("eth", "2001:db8:1::1:a/64");
        lab.advance(0);
        assertTrue(joined(lab, "ff02::1"));
        assertTrue(joined(lab, "ff02::2"));
        assertTrue(joined(lab, "ff02::1:ff01:a"));
        var addresses = lab.a.engine().addresses();
        addresses.remove(addresses.rows().getLast().key());
        lab.advance(0);
        assertTrue(joined(lab, "ff02::1:ff01:a"));
        addresses.remove(addresses.rows().getLast().key());
        lab.advance(0);
        assertFalse(joined(lab, "ff02::1:ff01:a"));
        lab.a.engine().links().put(lab.link(lab.a).withForwarding(false));
        lab.advance(0);
        assertFalse(joined(lab, "ff02::2"));
        assertTrue(joined(lab, "ff02::1"));
    }

    @Test
    @Clause({"RFC 4291 §2.8c", "RFC 4291 §2.8d"})
    void nodesAndRoutersAreInTheirGroupsOfEachScope() {
        var lab = new NdLab(state, true);
        for (var group : List.of("ff01::1", "ff02::1", "ff01::2", "ff02::2", "ff05::2")) {
            assertTrue(joined(lab, group), group);
        }
        lab.a.engine().links().put(lab.link(lab.a).withForwarding(false));
        lab.advance(0);
        assertTrue(joined(lab, "ff01::1"));
        for (var group : List.of("ff01::2", "ff02::2", "ff05::2")) {
            assertFalse(joined(lab, group), group);
        }
    }

    @Test
    @Clause("RFC 4861 §6.2.5c")
    void whoForwardsNoMoreSaysSo() {
        var lab = new NdLab(state, true);
        lab.a.engine().links().put(lab.link(lab.a).withForwarding(false));
        lab.advance(3000);
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("fe80::c").sourceMac(MAC_C));
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " fe80::a SO tlla " + MAC_A);
    }

    @Test
    @Clause("RFC 4861 §6.2.1f")
    void aRouterIsSureOfItsNeighborsForARandomTime() {
        var lab = new NdLab(state, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(14_999);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.advance(30_001);
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause({"RFC 4861 §5.2b", "RFC 5942 §4b"})
    void whoSolicitedUsIsStillOffLink() {
        var lab = new NdLab(state, false);
        lab.a.address("eth", "2001:db8::a/64");
        lab.route(lab.a, "::/0", "fe80::b");
        lab.permanent(lab.a, "fe80::b", MAC_B);
        lab.advance(3000);
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from(FAR).sourceMac(MAC_C));
        assertEquals("DELAY " + MAC_C, lab.state(lab.a, FAR));
        lab.forget();
        lab.send(lab.a, "2001:db8::a", FAR);
        lab.carried("IP 2001:db8::a > " + FAR + " @" + MAC_B + " next 253");
    }

    @Test
    @Clause("RFC 4861 §5.1a")
    void theSameAddressOnTwoLinksAreTwoNeighbors() {
        var lab = new NdLab(state, false);
        var other = new Wire();
        int second = lab.a.link("eth2", other).index();
        lab.a.address("eth2", "fe80::a/64");
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("fe80::c").sourceMac(MAC_C));
        other.inject(NdFrame.neighborSolicitation("fe80::a")
                .from("fe80::c")
                .sourceMac(MAC_B)
                .bytes());
        lab.advance(0);
        var macs = lab.a.engine().neighbors().rows().stream()
                .map(row -> row.link() + " " + row.mac())
                .toList();
        assertEquals(List.of("1 " + MAC_C, second + " " + MAC_B), macs);
    }

    @Test
    @Clause({"RFC 4861 §7.2.2c", "RFC 4861 §7.2.2d"})
    void theNewestPacketsWaitForTheirNeighbor() {
        var lab = new NdLab(state, false);
        lab.wire.loses(frame -> frame.from().equals(MAC_A));
        for (int bytes = 101; bytes <= 140; bytes++) {
            lab.send(lab.a, "fe80::a", "fe80::b", bytes);
        }
        lab.wire.loses(_ -> false);
        lab.forget();
        lab.hears(NdFrame.neighborAdvertisement("fe80::b", "SO")
                .to("fe80::a", MAC_A)
                .targetMac(MAC_B));
        var lengths = lab.wire.carried().stream()
                .skip(1)
                .map(frame -> frame.bytes().length - 14)
                .toList();
        assertEquals(32, lengths.size());
        assertEquals(109, lengths.getFirst());
        assertEquals(140, lengths.getLast());
    }

    @Test
    @Clause("RFC 4861 §7.2.6c")
    void aNewMacIsToldForOneAddressAfterTheOther() {
        var lab = new NdLab(state, true);
        lab.a.address("eth", "2001:db8::a/64");
        lab.a.engine().links().put(lab.link(lab.a).withMac(MAC_C));
        lab.advance(0);
        var told = new ArrayList<>(NdText.of(lab.wire.carried()));
        assertEquals(List.of("NA fe80::a > ff02::1 fe80::a RO tlla " + MAC_C), told);
        lab.advance(20);
        assertEquals(List.of("NA 2001:db8::a > ff02::1 2001:db8::a RO tlla " + MAC_C), NdText.of(lab.wire.carried()));
    }

    private static boolean joined(NdLab lab, String group) {
        return lab.a.engine().groups().rows().stream().map(GroupRow::group).anyMatch(Ipv6Address.parse(group)::equals);
    }
}
