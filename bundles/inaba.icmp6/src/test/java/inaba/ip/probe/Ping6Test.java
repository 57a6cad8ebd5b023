package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkParameters;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `ping6` between nodes, on simulated links.
class Ping6Test {
    @TempDir
    Path state;

    @Clause({"RFC 4443 §4.1b", "RFC 4443 §4.2d"})
    @Test
    void aServerBehindARouterAnswers() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        assertEquals("""
                PING 2001:db8:2::b(2001:db8:2::b) 56 data bytes
                64 bytes from 2001:db8:2::b: icmp_seq=1 ttl=63 time=T ms
                64 bytes from 2001:db8:2::b: icmp_seq=2 ttl=63 time=T ms
                64 bytes from 2001:db8:2::b: icmp_seq=3 ttl=63 time=T ms

                --- 2001:db8:2::b ping statistics ---
                3 packets transmitted, 3 received, 0% packet loss, time 2000ms
                rtt min/avg/max/mdev = T/T/T/T ms""", path.ping("-c 3 2001:db8:2::b"));
        assertTrue(path.router.addsUp("lan") && path.router.addsUp("wan") && path.server.addsUp("eth"));
        assertEquals(0, path.router.engine().pool().outstanding());
    }

    @Test
    void aNeighbourIsNamedWithItsLink() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-c 1 fe80::1%eth");
        assertTrue(
                shown.startsWith("PING fe80::1%eth(fe80::1%eth) 56 data bytes\n64 bytes from fe80::1%eth: icmp_seq=1"),
                shown);
        assertEquals(shown, path.ping("-c 1 -I eth fe80::1").replace(" from fe80::a%eth eth:", ""));
    }

    @Test
    void whatIsLostIsCounted() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var n = new AtomicInteger();
        path.right.loses(_ -> n.getAndIncrement() % 3 == 0);
        var shown = path.ping("-c 6 -q 2001:db8:2::b");
        assertTrue(shown.contains("6 packets transmitted, 3 received, 50% packet loss, time"), shown);
    }

    @Test
    void whoeverHearsNothingWaitsAndFails() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.right.loses(_ -> true);
        assertEquals("""
                PING 2001:db8:2::b(2001:db8:2::b) 56 data bytes

                --- 2001:db8:2::b ping statistics ---
                2 packets transmitted, 0 received, 100% packet loss, time 3000ms
                failed: ping6: no reply from 2001:db8:2::b""", path.ping("-c 2 -W 2 2001:db8:2::b"));
    }

    @Clause("RFC 4443 §4.2c")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1232, 1233, 3000, 60_000})
    void anySizeComesBackUntouched(int size) throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-c 1 -p 0123456789abcdef -s " + size + " 2001:db8:2::b");
        assertTrue(shown.contains(size + 8 + " bytes from 2001:db8:2::b: icmp_seq=1 ttl=63"), shown);
        assertTrue(shown.contains("1 packets transmitted, 1 received, 0% packet loss"), shown);
    }

    @Test
    void aGroupAnswersManyTimes() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-c 2 ff02::1%eth");
        assertTrue(shown.contains("bytes from fe80::1%eth: icmp_seq=1 ttl=64"), shown);
        assertTrue(shown.contains("bytes from fe80::a%eth: icmp_seq=1 ttl=64"), shown);
        assertTrue(shown.contains("(DUP!)"), shown);
        assertTrue(shown.contains("2 packets transmitted, 2 received, +1 duplicates, 0% packet loss"), shown);
    }

    @Clause({"RFC 4443 §3.1b", "RFC 4443 §3.1i"})
    @Test
    void aRouterWithoutARouteSaysSo() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        assertEquals("""
                PING 2001:db8:9::9(2001:db8:9::9) 56 data bytes
                From 2001:db8:1::1 icmp_seq=1 Destination unreachable: No route

                --- 2001:db8:9::9 ping statistics ---
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
                failed: ping6: no reply from 2001:db8:9::9""", path.ping("-c 1 2001:db8:9::9"));
    }

    @Clause({"RFC 4443 §3.1c", "RFC 4443 §3.1i"})
    @Test
    void aForbiddenDestinationIsNamed() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        PathLab.route(path.router, "2001:db8:9::/48", RouteRow.Kind.PROHIBIT);
        var shown = path.ping("-c 1 2001:db8:9::9");
        assertTrue(
                shown.contains("From 2001:db8:1::1 icmp_seq=1 Destination unreachable: Administratively prohibited"),
                shown);
    }

    @Clause("RFC 4443 §3.3c")
    @Test
    void aHopLimitThatEndsOnTheWayIsReported() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-c 1 -t 1 2001:db8:2::b");
        assertTrue(shown.contains("From 2001:db8:1::1 icmp_seq=1 Time exceeded: Hop limit"), shown);
    }

    /// What routers say of the link (RFC 4861 §6.3.2), unless a person says something else.
    @Clause("RFC 4861 §6.3.4f")
    @Test
    void theHopLimitOfTheLinkIsThatOfRequests() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        int link = Objects.requireNonNull(path.host.engine().link("eth")).index();
        path.host.engine().parameters().put(new LinkParameters(link, 1, 0, 0, 0, Row.PERSON));
        var shown = path.ping("-c 1 2001:db8:2::b");
        assertTrue(shown.contains("From 2001:db8:1::1 icmp_seq=1 Time exceeded: Hop limit"), shown);
        assertTrue(path.ping("-c 1 -t 2 2001:db8:2::b").contains("1 received"), "as typed");
    }

    @Clause("RFC 4443 §3.2d")
    @Test
    void aPacketTooBigForTheNextLinkIsReportedWithItsMtu() throws CommandException {
        var path = new PathLab(state, 1300, Map.of());
        var shown = path.ping("-c 1 -M do -s 1400 2001:db8:2::b");
        assertTrue(shown.contains("From 2001:db8:1::1 icmp_seq=1 Packet too big: mtu=1300"), shown);
    }

    @Test
    void whatTheOwnLinkCannotCarryIsNotSentWhenItMayNotBeCut() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-c 1 -M do -s 1453 2001:db8:2::b");
        assertTrue(shown.contains("icmp_seq=1 not sent: message too long, mtu: 1500"), shown);
        assertTrue(path.ping("-c 1 -M do -s 1452 2001:db8:2::b").contains("1 received"));
    }

    @Test
    void withoutACountItGoesOnUntilCancelled() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-q -i 0.1 2001:db8:2::b", Duration.ofSeconds(30));
        assertTrue(shown.contains("301 packets transmitted, 301 received, 0% packet loss, time 30000ms"), shown);
    }

    @Test
    void aDeadlineEndsItWhateverCame() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-q -w 4.5 2001:db8:2::b");
        assertTrue(shown.contains("5 packets transmitted, 5 received, 0% packet loss, time 4500ms"), shown);
    }

    @Test
    void aFloodSendsAsSoonAsOneIsAnswered() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-f -c 10000 2001:db8:2::b");
        assertTrue(shown.contains("10000 packets transmitted, 10000 received, 0% packet loss, time 0ms"), shown);
    }

    @Test
    void manyOutstandingRequestsAreAllFoundAgain() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        var shown = path.ping("-q -i 0.001 -c 50000 2001:db8:2::b", Duration.ofSeconds(60));
        assertTrue(shown.contains("50000 packets transmitted, 50000 received, 0% packet loss"), shown);
    }

    @Test
    void ourOwnAddressAnswers() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        assertTrue(path.ping("-c 1 2001:db8:1::a").contains("1 received"));
        assertTrue(path.ping("-c 1 fe80::a%eth").contains("1 received"));
    }

    @Test
    void aStoppedProtocolEndsTheRun() throws CommandException {
        var path = new PathLab(state, 1500, Map.of());
        path.host.stop(path.hostIcmp6);
        assertEquals("failed: ping6: inaba.icmp6 is not running", path.ping("-c 1 2001:db8:2::b"));
    }

    @Test
    void aDestinationThatNeedsALinkIsRefusedWithoutOne() {
        var path = new PathLab(state, 1500, Map.of());
        assertEquals(
                2,
                assertThrows(CommandException.class, () -> path.ping("fe80::1")).exitCode());
        assertEquals(
                1,
                assertThrows(CommandException.class, () -> path.ping("fe80::1%wlan"))
                        .exitCode());
        assertEquals(
                1,
                assertThrows(CommandException.class, () -> path.ping("-I ::9 2001:db8:2::b"))
                        .exitCode());
    }
}
