package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_B;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 4861 §8: Redirects followed by a host, `a`, whose default router is fe80::b, and sent by a router.
class RedirectTest {
    private static final String FAR = "2001:db8:9::9";

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §8.3a", "RFC 4861 §8.3c", "RFC 4861 §8.3d", "RFC 4861 §8.3g", "RFC 4861 §8.1d"})
    void aHostFollowsItsFirstHopToABetterRouter() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        assertEquals(FAR + " via fe80::c", routes(lab));
        assertEquals("STALE " + MAC_C + " router", lab.state(lab.a, "fe80::c"));
        lab.send(lab.a, "2001:db8::a", FAR);
        lab.carried("IP 2001:db8::a > " + FAR + " @" + MAC_C + " next 253");
    }

    @Test
    @Clause({"RFC 4861 §8.3b", "RFC 4861 §8.3f", "RFC 4861 §8.1d", "RFC 5942 §4c"})
    void aHostLearnsThatADestinationIsOnTheLink() {
        var lab = host(Map.of());
        lab.hears(redirect(FAR, FAR).from("fe80::b").targetMac(MAC_C));
        assertEquals(FAR + " direct", routes(lab));
        assertEquals("STALE " + MAC_C, lab.state(lab.a, FAR));
        lab.send(lab.a, "2001:db8::a", FAR);
        lab.carried("IP 2001:db8::a > " + FAR + " @" + MAC_C + " next 253");
    }

    @Test
    @Clause("RFC 4861 §8.3a")
    void aRedirectWithoutMacLeavesResolutionToTheNextPacket() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b"));
        assertEquals("none", lab.state(lab.a, "fe80::c"));
        lab.send(lab.a, "2001:db8::a", FAR);
        lab.carried("NS 2001:db8::a > ff02::1:ff00:c fe80::c slla " + MAC_A);
    }

    @Test
    @Clause("RFC 4861 §8.1a")
    void onlyTheFirstHopMayRedirect() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::d").targetMac(MAC_C));
        assertEquals("", routes(lab));
        assertEquals("none", lab.state(lab.a, "fe80::c"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.not-the-first-hop"));
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        lab.hears(redirect("fe80::d", FAR).from("fe80::b")); // no longer the first hop
        lab.hears(redirect("fe80::d", FAR).from("fe80::c")); // the present one
        assertEquals(FAR + " via fe80::d", routes(lab));
    }

    @Test
    @Clause("RFC 4861 §8.1a")
    void invalidRedirectsAreNotFollowed() {
        var lab = host(Map.of());
        lab.hears(redirect("2001:db8::c", FAR).from("fe80::b"));
        lab.hears(redirect("fe80::c", "ff0e::1").from("fe80::b"));
        lab.hears(redirect("fe80::c", FAR).from("2001:db8::b"));
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MacAddress.BROADCAST));
        assertEquals("", routes(lab));
        assertEquals(1, lab.total(lab.a, "inaba.nd.target-neither-router-nor-destination"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.destination-multicast"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.source-not-link-local"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.group-link-address"));
    }

    @Test
    @Clause("RFC 4861 §8.2e")
    void aRouterDoesNotFollow() {
        var lab = new NdLab(state, true);
        lab.a.address("eth", "2001:db8::a/64");
        lab.route(lab.a, "::/0", "fe80::b");
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        assertEquals("", routes(lab));
        assertEquals(1, lab.total(lab.a, "inaba.nd.not-a-host"));
    }

    @Test
    void aRedirectEndsWithItsTime() {
        var lab = host(Map.of("redirect_lifetime_s", 60));
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        lab.advance(59_999);
        assertEquals(FAR + " via fe80::c", routes(lab));
        lab.advance(1);
        assertEquals("", routes(lab));
    }

    @Test
    @Clause({"RFC 4861 §7.3.3f", "RFC 7048 §3c"})
    void aRedirectEndsWhenItsRouterIsUnreachable() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        lab.send(lab.a, "2001:db8::a", FAR);
        lab.advance(7999);
        assertEquals(FAR + " via fe80::c", routes(lab));
        lab.advance(1);
        assertEquals("UNREACHABLE " + MAC_C + " router", lab.state(lab.a, "fe80::c"));
        assertEquals("", routes(lab));
    }

    @Test
    @Clause("RFC 4861 §7.2.5h")
    void aRedirectEndsWhenItsRouterIsARouterNoMore() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        lab.hears(NdFrame.neighborAdvertisement("fe80::c", "O").targetMac(MAC_C));
        assertEquals("", routes(lab));
    }

    /// The entry comes after the Redirect, which gave no MAC.
    @Test
    @Clause("RFC 4861 §7.2.5h")
    void aRouterNamedWithoutMacIsKnownAsOneWhenItSaysThatItIsNoMore() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b"));
        lab.send(lab.a, "2001:db8::a", FAR);
        assertEquals("INCOMPLETE router", lab.state(lab.a, "fe80::c"));
        lab.hears(NdFrame.neighborAdvertisement("fe80::c", "SO")
                .to("2001:db8::a", MAC_A)
                .targetMac(MAC_C));
        assertEquals("REACHABLE " + MAC_C, lab.state(lab.a, "fe80::c"));
        assertEquals("", routes(lab));
    }

    @Test
    void aRedirectEndsWithTheLink() {
        var lab = host(Map.of());
        lab.hears(redirect("fe80::c", FAR).from("fe80::b").targetMac(MAC_C));
        lab.a.port("eth").carrier(false);
        lab.advance(0);
        assertEquals("", routes(lab));
    }

    @Test
    void thereAreNoMoreRedirectsThanConfigured() {
        var lab = host(Map.of("max_redirects", 2));
        for (int i = 1; i <= 3; i++) {
            lab.hears(redirect("fe80::c", "2001:db8:9::" + i).from("fe80::b").targetMac(MAC_C));
        }
        assertEquals("2001:db8:9::2 via fe80::c, 2001:db8:9::3 via fe80::c", routes(lab));
    }

    @Test
    @Clause({"RFC 4861 §8.2a", "RFC 4861 §8.2b", "RFC 4861 §8.2c"})
    void aRouterTellsANeighborOfABetterRouter() {
        var lab = router(Map.of());
        lab.send(lab.b, "2001:db8::b", FAR);
        lab.carried(
                "IP 2001:db8::b > " + FAR + " @" + MAC_A + " next 253",
                "IP 2001:db8::b > " + FAR + " @" + MAC_C + " next 253",
                redirectOf("104"));
    }

    @Test
    @Clause("RFC 4861 §8.2c")
    void aRedirectQuotesAsMuchAsTheMinimumMtuAllows() {
        var lab = router(Map.of());
        lab.send(lab.b, "2001:db8::b", FAR, 1400);
        lab.carried(
                "IP 2001:db8::b > " + FAR + " @" + MAC_A + " next 253",
                "IP 2001:db8::b > " + FAR + " @" + MAC_C + " next 253",
                redirectOf("1184")); // 1280 - 40 - 40 - 8 - 8
    }

    @Test
    @Clause("RFC 4861 §8.2d")
    void aNeighborThatDoesNotListenGetsFewRedirects() {
        var lab = router(Map.of("redirects_per_s", 3));
        for (int i = 0; i < 10; i++) {
            lab.send(lab.b, "2001:db8::b", FAR);
        }
        assertEquals(3, lab.total(lab.a, "inaba.nd.redirects-sent"));
        assertEquals(7, lab.total(lab.a, "inaba.nd.redirects-limited"));
    }

    @Test
    @Clause("RFC 4861 §8.2a")
    void aSourceThatIsNoNeighborGetsNone() {
        var lab = router(Map.of());
        lab.b.address("eth", "2001:db8:5::b/64");
        lab.route(lab.a, "2001:db8:5::/64", "fe80::b");
        lab.send(lab.b, "2001:db8:5::b", FAR);
        assertEquals(0, lab.total(lab.a, "inaba.nd.redirects-sent"));
    }

    private static String redirectOf(String quoted) {
        return "Redirect fe80::a > 2001:db8::b @" + MAC_B + " fe80::c for " + FAR + " tlla " + MAC_C + " quoted "
                + quoted;
    }

    private NdLab router(Map<String, ?> settings) {
        var lab = new NdLab(state, true, settings);
        lab.a.address("eth", "2001:db8::a/64");
        lab.b.address("eth", "2001:db8::b/64");
        lab.route(lab.a, "2001:db8::/64", null);
        lab.route(lab.b, "2001:db8::/64", null);
        lab.route(lab.a, "2001:db8:9::/64", "fe80::c");
        lab.route(lab.b, "::/0", "fe80::a");
        lab.permanent(lab.a, "2001:db8::b", MAC_B);
        lab.permanent(lab.b, "fe80::a", MAC_A);
        lab.hears(NdFrame.neighborAdvertisement("fe80::c", "RO").targetMac(MAC_C));
        lab.forget();
        return lab;
    }

    private NdLab host(Map<String, ?> settings) {
        var lab = new NdLab(state, false, settings);
        lab.a.address("eth", "2001:db8::a/64");
        lab.route(lab.a, "::/0", "fe80::b");
        lab.advance(5000);
        lab.forget();
        return lab;
    }

    private static NdFrame redirect(String target, String destination) {
        return NdFrame.redirect(target, destination).to("2001:db8::a", MAC_A);
    }

    private static String routes(NdLab lab) {
        return lab.a.engine().routes().rows().stream()
                .filter(row -> row.protocol().equals("redirect"))
                .map(row -> {
                    Ipv6Address via = row.nextHops().getFirst().via();
                    return row.destination().address() + (via == null ? " direct" : " via " + via);
                })
                .collect(Collectors.joining(", "));
    }
}
