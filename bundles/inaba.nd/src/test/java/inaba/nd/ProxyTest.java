package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.GroupRow;
import inaba.api.neighbor.ProxyRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A router that answers for another node, RFC 4861 §7.2.8.
class ProxyTest {
    private static final String AWAY = "2001:db8::77";
    private static final String ANSWER = "NA fe80::a > fe80::c @" + MAC_C + " " + AWAY + " RS tlla " + MAC_A;

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §7.2.8b", "RFC 4861 §7.2.8c", "RFC 4861 §7.2.4d"})
    void itAnswersLateAndDoesNotOverride() {
        var lab = proxy();
        lab.hears(asks());
        lab.carried();
        lab.advance(1000);
        lab.carried(ANSWER);
    }

    @Test
    @Clause("RFC 4861 §7.2.8a")
    void itListensToTheGroupOfTheAddress() {
        var lab = proxy();
        var group = Ipv6Address.parse(AWAY).solicitedNode();
        assertEquals(1, groups(lab, group));
        lab.a.engine().proxies().remove(row().key());
        lab.advance(0);
        assertEquals(0, groups(lab, group));
        lab.hears(asks());
        lab.advance(1000);
        lab.carried();
    }

    @Test
    @Clause("RFC 4861 §7.2.8b")
    void aProbeOfANeighborReachesItThoughItIsForAnother() {
        var lab = proxy();
        lab.hears(asks().to(AWAY, MAC_A));
        lab.advance(1000);
        lab.carried(ANSWER);
    }

    @Test
    @Clause("RFC 4861 §7.2.8b")
    void aCheckForDuplicatesIsAnsweredToAllNodes() {
        var lab = proxy();
        lab.hears(NdFrame.neighborSolicitation(AWAY).from("::"));
        lab.advance(1000);
        lab.carried("NA fe80::a > ff02::1 " + AWAY + " R tlla " + MAC_A);
    }

    @Test
    @Clause("RFC 4861 §7.2.8d")
    void allOtherPacketsAreForwarded() {
        var lab = proxy();
        lab.route(lab.a, AWAY + "/128", "fe80::d");
        lab.permanent(lab.a, "fe80::d", MAC_C);
        lab.route(lab.b, "::/0", "fe80::a");
        lab.b.address("eth", "2001:db8::b/64");
        lab.permanent(lab.b, "fe80::a", MAC_A);
        lab.advance(3000);
        lab.forget();
        lab.send(lab.b, "2001:db8::b", AWAY);
        lab.carried(
                "IP 2001:db8::b > " + AWAY + " @" + MAC_A + " next 253",
                "IP 2001:db8::b > " + AWAY + " @" + MAC_C + " next 253");
    }

    @Test
    @Clause("RFC 4861 §7.2.8b")
    void theNodeItselfIsRememberedWhenItIsBack() {
        var lab = proxy();
        lab.hears(NdFrame.neighborAdvertisement(AWAY, "O").targetMac(MAC_C));
        assertEquals("STALE " + MAC_C, lab.state(lab.a, AWAY));
    }

    @Test
    @Clause("RFC 4861 §7.2.8b")
    void aHostIsNoProxy() {
        var lab = new NdLab(state, false);
        lab.a.engine().proxies().put(row());
        lab.advance(0);
        lab.hears(asks());
        lab.advance(1000);
        lab.carried();
    }

    private NdLab proxy() {
        var lab = new NdLab(state, true);
        lab.a.engine().proxies().put(row());
        lab.advance(0);
        return lab;
    }

    private static NdFrame asks() {
        return NdFrame.neighborSolicitation(AWAY).from("fe80::c").from(MAC_C).sourceMac(MAC_C);
    }

    private static ProxyRow row() {
        return new ProxyRow(1, Ipv6Address.parse(AWAY), Row.PERSON);
    }

    private static long groups(NdLab lab, Ipv6Address group) {
        return lab.a.engine().groups().rows().stream()
                .map(GroupRow::group)
                .filter(group::equals)
                .count();
    }
}
