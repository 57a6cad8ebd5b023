package inaba.tunnel;

import static inaba.tunnel.TunnelLab.A4;
import static inaba.tunnel.TunnelLab.A6;
import static inaba.tunnel.TunnelLab.B4;
import static inaba.tunnel.TunnelLab.B6;
import static inaba.tunnel.TunnelLab.HOST_A6;
import static inaba.tunnel.TunnelLab.HOST_B4;
import static inaba.tunnel.TunnelLab.HOST_B6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.count.Column;
import inaba.junit.Clause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may send through a tunnel, and tunnels in tunnels.
class PeersTest {
    @TempDir
    private Path state;

    @ParameterizedTest(name = "{0}: {1} is sent, {2} is wanted: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        gre    | key 1 | key 2  | wrong-key
        gre    | key 1 |        | wrong-key
        gre    |       | key 1  | wrong-key
        ip6gre | key 1 | key 2  | wrong-key
        gre    |       | csum   | gre-no-checksum
        gre    |       | seq    | gre-no-sequence
        gre    | okey 1 ikey 2 | ikey 1 okey 2 |
        """)
    @Clause("RFC 2890 §2.1a")
    void whatComesIsWhatIsWanted(String mode, @Nullable String sent, @Nullable String wanted, @Nullable String drop) {
        boolean ipv4 = mode.equals("gre");
        var lab = new TunnelLab(state);
        lab.type(lab.a, add(mode, ipv4 ? A4 : A6, ipv4 ? B4 : B6, sent));
        lab.type(lab.b, add(mode, ipv4 ? B4 : B6, ipv4 ? A4 : A6, wanted));
        lab.through("t0");

        var heard = lab.ping(lab.hostA, HOST_B6, 100);

        assertEquals(drop == null ? List.of(HOST_B6 + " reply 100") : List.of(), heard);
        assertEquals(drop == null ? Map.of() : Map.of(drop, 1L), lab.drops(lab.b));
        lab.addsUp();
    }

    @Test
    @Clause("RFC 2784 §2.1a")
    void aChecksumThatNobodyAskedForIsVerifiedAndTheOtherMissed() {
        var lab = new TunnelLab(state);
        lab.type(lab.a, add("gre", A4, B4, "csum"));
        lab.type(lab.b, add("gre", B4, A4, null));
        lab.through("t0");
        assertEquals(List.of(), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(Map.of(), lab.drops(lab.b));
        assertEquals(Map.of("gre-no-checksum", 1L), lab.drops(lab.a));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sit", "gre", "ip6ip6", "ip6gre", "any"})
    @Clause({"RFC 4213 §3.6a", "RFC 4213 §3.6b"})
    void othersThanTheConfiguredEndAreDroppedInSilence(String mode) { // RFC 4213 §3.6
        boolean ipv4 = List.of("sit", "gre").contains(mode);
        var lab = new TunnelLab(state).join(mode, "");
        lab.type(lab.b, "change t0 remote " + (ipv4 ? "192.0.2.77" : "2001:db8:a::77"));

        assertEquals(List.of(), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(Map.of("no-tunnel", 1L), lab.drops(lab.b));
        lab.addsUp();
    }

    @Test
    void whereNobodyKnowsOfTunnelsTheOtherEndSaysSo() {
        var lab = new TunnelLab(state).join("sit", "");
        lab.type(lab.b, "del t0");

        assertEquals(List.of("2001:db8:1::1 address unreachable"), lab.ping(lab.hostA, HOST_B6, 100));
    }

    @Test
    void ofSeveralTunnelsEachHasItsOwnPackets() {
        var lab = new TunnelLab(state).join("gre", "key 1");
        lab.type(lab.a, add("gre", A4, B4, "key 2").replace("t0", "t1"));
        lab.type(lab.b, add("gre", B4, A4, "key 2").replace("t0", "t1"));
        lab.type(lab.a, "add t2 mode sit local " + A4 + " remote " + B4);
        lab.type(lab.b, "add t2 mode sit local " + B4 + " remote " + A4);
        for (var link : List.of("t0", "t1", "t2")) {
            lab.through(link);
            long before = in(lab, link);
            assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
            assertEquals(1, in(lab, link) - before);
        }
        lab.addsUp();
    }

    @Test
    void aTunnelInATunnelPasses() {
        var lab = nested();
        assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(List.of(HOST_B4 + " reply 100"), lab.ping(lab.hostA, HOST_B4, 100));
        assertEquals(1480 - 48, lab.mtu(lab.a, "t1"));
        assertEquals(List.of(HOST_B6 + " reply 1432"), lab.ping(lab.hostA, HOST_B6, 1432));
        assertEquals(List.of("2001:db8:1::1 too big 1432"), lab.ping(lab.hostA, HOST_B6, 1433));
        lab.addsUp();
    }

    @Test
    @Clause("RFC 2473 §8.4a")
    void anErrorAboutTheOutermostPacketComesToTheInnermost() { // RFC 2473 §8.4
        var lab = nested();
        lab.type(lab.a, "change t0 ttl 1");
        assertEquals(List.of("2001:db8:1::1 address unreachable"), lab.ping(lab.hostA, HOST_B6, 100));
        lab.addsUp();
    }

    @ParameterizedTest(name = "encaplimit {0}")
    @CsvSource({"0", "1"})
    @Clause({"RFC 2473 §4.1.1a", "RFC 2473 §4.1.1b", "RFC 2473 §4.1.1c"})
    void whatMayNotEnterAnotherTunnelIsRefused(int limit) { // RFC 2473 §4.1.1
        var lab = new TunnelLab(state);
        lab.join("ip6ip6", "");
        lab.hostA.start(new TunnelProtocol());
        lab.hostB.start(new TunnelProtocol());
        lab.type(lab.hostA, "add t9 mode ip6ip6 local " + HOST_A6 + " remote " + HOST_B6 + " encaplimit " + limit);
        lab.type(lab.hostB, "add t9 mode ip6ip6 local " + HOST_B6 + " remote " + HOST_A6);
        lab.hostA.address("t9", "2001:db8:9::1/64");
        lab.hostB.address("t9", "2001:db8:9::2/64");
        lab.lab.settle();
        lab.forget();

        var heard = lab.ping(lab.hostA, "2001:db8:9::2", 100);

        int option = 40 + 2 + 2; // the limit's octet, behind header and option's head
        assertEquals(
                limit > 0
                        ? List.of("2001:db8:9::2 reply 100")
                        : List.of(
                                "2001:db8:1::1 erroneous header field " + option, "2001:db8:9::1 address unreachable"),
                heard);
        assertEquals(limit > 0 ? Map.of() : Map.of("encapsulation-limit", 1L), lab.drops(lab.a));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sit", "ip6ip6", "gre"})
    @Clause("RFC 2473 §4.1.2b")
    void aTunnelOverItselfComesToAnEnd(String mode) {
        var lab = new TunnelLab(state).join(mode, "");
        lab.route(lab.a, B4 + "/32", "t0", null);
        lab.route(lab.a, B6 + "/128", "t0", null);
        lab.lab.settle();
        lab.forget();

        lab.ping(lab.hostA, HOST_B6, 100);

        assertEquals(List.of(), lab.wireA.carried());
        lab.addsUp();
    }

    @Test
    void aPacketDoesNotGoBackOverTheLinkThatItCameBy() { // RFC 4443 §3.1
        var lab = new TunnelLab(state).join("sit", "");
        lab.a.address("t0", "2001:db8:9::1/64");
        lab.b.address("t0", "2001:db8:9::2/64");
        lab.route(lab.a, "2001:db8:9::/64", "t0", null);
        lab.lab.settle();
        assertEquals(List.of("2001:db8:9::2 reply 100"), lab.ping(lab.a, "2001:db8:9::2", 100));
        assertEquals(List.of("2001:db8:9::2 address unreachable"), lab.ping(lab.a, "2001:db8:9::3", 100));
        lab.addsUp();
    }

    private TunnelLab nested() {
        var lab = new TunnelLab(state);
        lab.type(lab.a, "add t0 mode sit local " + A4 + " remote " + B4);
        lab.type(lab.b, "add t0 mode sit local " + B4 + " remote " + A4);
        lab.a.address("t0", "2001:db8:f::1/64");
        lab.b.address("t0", "2001:db8:f::2/64");
        lab.type(lab.a, "add t1 mode any local 2001:db8:f::1 remote 2001:db8:f::2");
        lab.type(lab.b, "add t1 mode any local 2001:db8:f::2 remote 2001:db8:f::1");
        lab.through("t1");
        lab.lab.advance(Duration.ofSeconds(1));
        return lab;
    }

    private static long in(TunnelLab lab, String link) {
        var row = lab.b.engine().link(link);
        return row == null ? 0 : lab.b.engine().board().value(row.index(), Column.IN);
    }

    private static String add(String mode, String local, String remote, @Nullable String options) {
        return "add t0 mode " + mode + " local " + local + " remote " + remote + " " + (options == null ? "" : options);
    }
}
