package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.ip.neighbor.RedirectRoutes;
import inaba.ip4.arp.Arp;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.LabNode;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.icmp4.Icmpv4Type;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A second router, 10.0.0.3, on the host's subnet is the better way to 192.0.2.0/24.
class RedirectTest {
    private static final String FAR = "192.0.2.9";
    private static final String BETTER = "10.0.0.3";
    private static final String SENT = "10.0.0.1 > 10.0.0.2 redirect: 1 " + 0x0a00_0003;

    private final Ip4Lab lab;

    RedirectTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
        var other = lab.lab.node("other", true);
        other.link("lan", lab.left);
        other.start(Components.make(Arp.class)).address("lan", BETTER + "/24");
        lab.route(lab.router, "lan", "192.0.2.0/24", BETTER);
        lab.advance(5_000);
        lab.seen(lab.left);
    }

    @Test
    @Clause({"RFC 1812 §5.2.7.2", "RFC 1812 §5.2.7.2b", "RFC 1122 §3.2.2.2", "RFC 1812 §4.3.3.2"})
    void theHostIsToldAndGoesTheBetterWay() {
        lab.ping(lab.host, FAR);
        assertEquals(1, count(SENT));
        assertEquals(BETTER, IpFamily.text(Objects.requireNonNull(hop(lab.host))));
        assertEquals(
                RedirectRoutes.PROTOCOL, Objects.requireNonNull(route(lab.host)).protocol());
        lab.ping(lab.host, FAR);
        assertEquals(0, count(SENT), "the router sees it no more");
    }

    @Test
    @Clause("RFC 1812 §4.3.2.8")
    void oneHostIsToldOnceASecond() {
        for (int i = 0; i < 5; i++) {
            inject(Ip4Frame.echo().destination(FAR));
        }
        assertEquals(1, count(SENT));
        lab.advance(1_000);
        inject(Ip4Frame.echo().destination(FAR));
        assertEquals(1, count(SENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a neighbour", "another subnet", "an error", "a later fragment", "to all"})
    @Clause({"RFC 1812 §5.2.7.2c", "RFC 1812 §4.3.2.7", "RFC 1122 §3.2.2"})
    void nobodyElseIsTold(String whom) {
        lab.router.address("lan", "10.9.0.1/24");
        var frame = Ip4Frame.echo().destination(FAR);
        inject(
                switch (whom) {
                    case "not a neighbour" -> frame.source("198.51.100.1");
                    case "another subnet" -> frame.source("10.9.0.7");
                    case "an error" ->
                        frame.about(
                                Icmpv4Type.TIME_EXCEEDED, 0, 0, Ip4Frame.echo().packet());
                    case "a later fragment" -> frame.flags(3);
                    default -> frame.to(MacAddress.BROADCAST);
                });
        assertTrue(lab.seen(lab.left).stream().noneMatch(line -> line.contains("redirect")));
    }

    @Test
    @Clause("RFC 1812 §5.2.7.2d")
    void aRouterFollowsNone() {
        follow(
                lab.router,
                Ip4Frame.echo()
                        .from(Ip4Frame.OTHER)
                        .to(Ip4Frame.ROUTER)
                        .source(BETTER)
                        .destination(Ip4Lab.LAN));
        assertTrue(lab.router.engine().routes().rows().stream()
                .noneMatch(row -> row.protocol().equals(RedirectRoutes.PROTOCOL)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10.0.0.1,  10.0.0.3,     true",
        "1, 10.0.0.1,  10.0.0.3,     true",
        "2, 10.0.0.1,  10.0.0.3,     true",
        "3, 10.0.0.1,  10.0.0.3,     true",
        "4, 10.0.0.1,  10.0.0.3,     false",
        "1, 10.0.0.77, 10.0.0.3,     false", // not the present gateway
        "1, 10.0.0.1,  10.0.7.3,     false", // not on the subnet
        "1, 10.0.0.1,  10.0.0.2,     false", // the host itself
        "1, 10.0.0.1,  10.0.0.255,   false"
    })
    @Clause({"RFC 1122 §3.2.2.2", "RFC 1122 §3.2.2.2b", "RFC 1122 §3.3.1.2"})
    void onlyThePresentGatewayMayRedirectAndOnlyOnTheSubnet(int code, String from, String gateway, boolean followed) {
        var quoted = Ip4Frame.echo().destination(FAR).packet();
        inject(Ip4Frame.echo()
                .from(Ip4Frame.ROUTER)
                .to(Ip4Frame.HOST)
                .source(from)
                .destination(Ip4Lab.HOST)
                .about(Icmpv4Type.REDIRECT, code, Ip4Frame.ipv4(gateway), quoted));
        var hop = hop(lab.host);
        assertEquals(followed ? BETTER : Ip4Lab.LAN, IpFamily.text(Objects.requireNonNull(hop)));
    }

    @Test
    @Clause({"RFC 1122 §3.3.1.4", "RFC 1122 §3.3.1.2b"})
    void aGatewayThatFallsSilentIsNotKept() {
        lab.ping(lab.host, FAR);
        assertEquals(BETTER, IpFamily.text(Objects.requireNonNull(hop(lab.host))));
        follow(lab.host, Ip4Frame.echo().to(Ip4Frame.HOST).source(BETTER).destination(Ip4Lab.HOST), "10.0.0.99");
        assertEquals("10.0.0.99", IpFamily.text(Objects.requireNonNull(hop(lab.host))));
        lab.ping(lab.host, FAR);
        lab.advance(5_000);
        assertEquals(Ip4Lab.LAN, IpFamily.text(Objects.requireNonNull(hop(lab.host))), "10.0.0.99 does not answer");
    }

    @Test
    @Clause("RFC 1122 §3.2.2.2")
    void whatWasLearnedEndsWithItsTimeAndWithItsLink() {
        lab.ping(lab.host, FAR);
        lab.advance(601_000);
        assertNull(learned());
        lab.ping(lab.host, FAR);
        assertFalse(learned() == null);
        lab.host.port("eth").carrier(false);
        lab.lab.settle();
        assertNull(learned());
    }

    private void follow(LabNode node, Ip4Frame frame) {
        follow(node, frame, BETTER);
    }

    private void follow(LabNode node, Ip4Frame frame, String gateway) {
        var ours = node == lab.host ? Ip4Lab.HOST : Ip4Lab.LAN;
        var quoted = Ip4Frame.echo().source(ours).destination(FAR).packet();
        inject(frame.about(Icmpv4Type.REDIRECT, 1, Ip4Frame.ipv4(gateway), quoted));
    }

    private void inject(Ip4Frame frame) {
        lab.left.inject(frame.frame());
        lab.lab.settle();
    }

    private long count(String line) {
        return lab.seen(lab.left).stream().filter(line::equals).count();
    }

    private static Node.@Nullable Resolved resolved(LabNode node) {
        return node.engine().resolve(IpFamily.IPV4.parseAddress(FAR), Ipv6Address.UNSPECIFIED, 0);
    }

    private static @Nullable RouteRow route(LabNode node) {
        var resolved = resolved(node);
        return resolved == null ? null : resolved.route();
    }

    private static @Nullable Ipv6Address hop(LabNode node) {
        var resolved = resolved(node);
        var hop = resolved == null ? null : resolved.nextHop();
        return hop == null ? null : hop.neighbor();
    }

    private @Nullable RouteRow learned() {
        return lab.host.engine().routes().rows().stream()
                .filter(row -> row.protocol().equals(RedirectRoutes.PROTOCOL))
                .findFirst()
                .orElse(null);
    }
}
