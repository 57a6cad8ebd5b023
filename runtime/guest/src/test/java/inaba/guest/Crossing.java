package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.lab.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/// What must pass through a tunnel that is up: from the host in the LAN, through the router, to the peer, and back.
record Crossing(Site site, Tunnel tunnel) {
    private static final Duration TIMELY = Duration.ofSeconds(20);
    private static final Duration TRANSFER = Duration.ofMinutes(3);
    private static final int PINGS = 5;
    /// All at once; after the last it waits for an interval at least, on a busy machine too.
    static final String BURST = "ping -q -c %d -l %d -i 2".formatted(PINGS, PINGS);

    private static final int PORT = 5_001;
    private static final int HEADERS4 = 28;
    private static final int HEADERS6 = 48;

    /// The host's address in the LAN.
    static String host(int family) {
        return family == 4 ? "10.1.0.2" : "2001:db8:1::2";
    }

    /// Waits until an answer comes back at all: neighbours are resolved, duplicates looked for.
    void awaitPath(int family) throws IOException, InterruptedException {
        Until.holds(
                "ping " + tunnel.far(family),
                TIMELY,
                () -> site.attempt(Site.HOST, "ping -q -c 1 -W 1 " + tunnel.far(family))
                                .code()
                        == 0);
    }

    /// Datagrams of that many bytes in both directions: all come back.
    void pings(int family, int bytes) throws IOException, InterruptedException {
        ping(site, Site.HOST, tunnel.far(family), bytes);
        ping(site, Site.PEER, host(family), bytes);
    }

    static void ping(Site site, String from, String to, int bytes) throws IOException, InterruptedException {
        // The first may be lost to the discovery of the path's MTU; what comes after it must not.
        Until.holds(
                "a ping of %d bytes from %s to %s".formatted(bytes, from, to),
                TIMELY,
                () -> site.attempt(from, "ping -q -c 1 -W 1 -M dont -s %d %s".formatted(bytes, to))
                                .code()
                        == 0);
        var ping = site.attempt(from, BURST + " -M dont -s %d %s".formatted(bytes, to));
        assertTrue(ping.output().contains(PINGS + " received, 0% packet loss"), ping::output);
    }

    /// Nothing comes back, and the router counts what the peer sent as dropped for that reason.
    void nothingPasses(int family, String reason) throws IOException, InterruptedException {
        long before = site.router().dropped(reason);
        var ping = site.attempt(Site.HOST, BURST + " -W 1 " + tunnel.far(family));
        assertTrue(ping.output().contains(" 0 received"), ping::output);
        site.attempt(Site.PEER, BURST + " -W 1 " + host(family));
        long after = site.router().dropped(reason);
        assertTrue(before < 0 || after - before >= PINGS, () -> reason + " went from " + before + " to " + after);
    }

    /// A stream of the blob's bytes in both directions arrives as it was sent.
    void streams(int family, String digest) throws IOException, InterruptedException {
        stream(family, Site.HOST, Site.PEER, tunnel.far(family), digest);
        stream(family, Site.PEER, Site.HOST, host(family), digest);
    }

    private void stream(int family, String from, String to, String address, String digest)
            throws IOException, InterruptedException {
        var listen = "sh -c 'socat -u TCP%d-LISTEN:%d,reuseaddr - | md5sum'".formatted(family, PORT);
        var receiver = site.start(to, listen, TRANSFER);
        var host = family == 4 ? address : "[" + address + "]";
        var send = "socat -u FILE:%s TCP%d:%s:%d,retry=100,interval=0.1".formatted(Site.BLOB, family, host, PORT);
        site.start(from, send, TRANSFER).succeed();
        assertEquals(digest, receiver.succeed().split(" ")[0], "MD5 of what arrived");
    }

    /// The largest packet that the host learns to send, with nothing cut on the way.
    int pathMtu(int family) throws IOException, InterruptedException {
        var path = site.in(Site.HOST, "tracepath -n -m 8 " + tunnel.far(family));
        var found = Pattern.compile("Resume: pmtu ([0-9]+)").matcher(path);
        assertTrue(found.find(), path);
        return Integer.parseInt(found.group(1));
    }

    /// A packet of that size, not to be cut, comes back.
    boolean passesWhole(int family, int bytes) throws IOException, InterruptedException {
        int payload = bytes - (family == 4 ? HEADERS4 : HEADERS6);
        return site.attempt(Site.HOST, "ping -q -c 1 -W 2 -M do -s %d %s".formatted(payload, tunnel.far(family)))
                        .code()
                == 0;
    }
}
