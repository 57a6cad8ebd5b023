package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.lab.ApplianceProcess;
import inaba.lab.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A guest that is the peer of all associations, and the host behind the appliance:
///
///     host:eth1 ─── lan:appliance:wan ─── eth0:peer
///     10.1.0.2      10.1.0.1  10.3.255.254     10.3.0.N, 10.2.0.N inside tunnels
///     2001:db8:1::2           2001:db8:3::ffff 2001:db8:3::N, 2001:db8:2::N
final class IpsecSite implements AutoCloseable {
    /// The third group of the peer's addresses inside tunnels, and of those that transport mode is for.
    static final int INSIDE = 2;
    static final int OUTSIDE = 3;

    private static final String PEER4 = "10.3.255.253";
    private static final String PEER6 = "2001:db8:3::fffe";
    private static final Duration TIMELY = Duration.ofSeconds(20);
    /// Cells in one command line, which may have 128 KB.
    private static final int CHUNK = 40;
    /// Short; as long as a frame, so that it is too long protected; in many fragments.
    private static final int[] SIZES = {56, 1_400, 5_000};

    /// The second attempt knows the path's MTU.
    private static final String PASSES = """
            set -e
            passes() {
                from=$1; shift
                for wait in 1 4; do
                    ip netns exec $from ping -q -M dont -c 2 -l 2 -W $wait "$@" > /tmp/ping 2>&1 || true
                    grep -q ' 2 received' /tmp/ping && return
                done
                cat /tmp/ping
                return 1
            }
            """;
    private static final Pattern COUNTED = Pattern.compile("spi 0x([0-9a-f]+).*?(\\d+)\\(packets\\)", Pattern.DOTALL);

    private static final String SETUP = """
            set -e
            modprobe -a xfrm_user esp4 esp6 ah4 ah6 ipcomp ipcomp6 xfrm4_tunnel xfrm6_tunnel
            for each in peer host; do ip netns add $each; ip -n $each link set lo up; done
            ip link set eth0 netns peer
            ip link set eth1 netns host
            ip -n peer link set eth0 up
            ip -n host link set eth1 up
            ip -n peer addr add 10.3.255.253/16 dev eth0
            ip -n peer addr add 2001:db8:3::fffe/64 dev eth0 nodad
            ip -n peer route add default via 10.3.255.254
            ip -n peer route add default via 2001:db8:3::ffff
            ip -n host addr add 10.1.0.2/24 dev eth1
            ip -n host addr add 2001:db8:1::2/64 dev eth1 nodad
            ip -n host route add default via 10.1.0.1
            ip -n host route add default via 2001:db8:1::1
            """;
    private static final List<String> CONFIG = List.of(
            "addr4 add 10.3.255.254/16 dev wan nodad",
            "addr6 add 2001:db8:3::ffff/64 dev wan nodad",
            "addr4 add 10.1.0.1/24 dev lan nodad",
            "addr6 add 2001:db8:1::1/64 dev lan nodad",
            "route4 add 10.2.0.0/16 via " + PEER4,
            "route6 add 2001:db8:2::/64 via " + PEER6);

    private final GuestLab lab;
    private final Guest guest;
    private final ApplianceProcess appliance;

    private IpsecSite(GuestLab lab, Guest guest, ApplianceProcess appliance) {
        this.lab = lab;
        this.guest = guest;
        this.appliance = appliance;
    }

    static IpsecSite open() throws IOException, InterruptedException {
        var lab = GuestLab.open();
        try {
            var wan = Cable.lay();
            var lan = Cable.lay();
            var guest = lab.guest("site", wan, lan);
            var appliance = lab.appliance(
                    List.of("--feature", "router", "--feature", "xfrm-legacy"),
                    CONFIG,
                    "wan=" + wan.device(),
                    "lan=" + lan.device());
            guest.awaitBoot().run(SETUP);
            return new IpsecSite(lab, guest, appliance);
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /// The appliance's own address on the way to the peer.
    static String wan(int family) {
        return family == 4 ? "10.3.255.254" : "2001:db8:3::ffff";
    }

    /// The peer's, at its end of tunnels.
    static String peer(int family) {
        return family == 4 ? PEER4 : PEER6;
    }

    /// Sets cells up at both ends.
    void add(List<IpsecCell> cells) throws IOException, InterruptedException {
        for (int from = 0; from < cells.size(); from += CHUNK) {
            var some = cells.subList(from, Math.min(cells.size(), from + CHUNK));
            var here = new ArrayList<String>();
            var there = new ArrayList<String>();
            for (var cell : some) {
                var nodad = cell.shape().inner == 6 ? "/128 nodad" : "/32";
                there.add("addr add " + cell.there() + nodad + " dev " + (cell.shape().tunnel ? "lo" : "eth0"));
                cell.lines(true).forEach(line -> there.add("xfrm " + line));
                cell.lines(false).forEach(line -> here.add("xfrm " + line));
            }
            guest.run("ip -n peer -batch - <<'END'\n" + String.join("\n", there) + "\nEND");
            appliance.shell(String.join("; ", here));
        }
    }

    /// Waits until the neighbours know one another, in the clear.
    void awaitPaths() throws IOException, InterruptedException {
        for (int family : new int[] {4, 6}) {
            awaitPing("peer", wan(family));
            awaitPing("host", family == 4 ? "10.1.0.1" : "2001:db8:1::1");
        }
    }

    private void awaitPing(String from, String to) throws IOException, InterruptedException {
        Until.holds(
                to + " answers",
                TIMELY,
                () -> attempt(from, "ping -q -c 1 -W 1 " + to).code() == 0);
    }

    private Command.Outcome attempt(String namespace, String line) throws IOException, InterruptedException {
        return guest.start("ip netns exec " + namespace + " " + line, Guest.LIMIT)
                .await();
    }

    /// Requests and answers of all sizes pass between the ends of a cell: from the peer, and through a tunnel from the
    /// host as well. One may be lost to the discovery of the path's MTU, none after it.
    void passes(IpsecCell cell) throws IOException, InterruptedException {
        var script = new StringBuilder(PASSES);
        for (int bytes : SIZES) {
            pings(script, "peer", "-I " + cell.there() + " " + cell.here(), bytes);
            if (cell.shape().tunnel) {
                pings(script, "host", cell.there(), bytes);
            }
        }
        var seen = guest.start(script.toString(), Guest.LIMIT).await();
        assertEquals(0, seen.code(), () -> cell + ": " + seen.output() + diagnosis());
    }

    private static void pings(StringBuilder script, String from, String to, int bytes) {
        script.append("passes %s -s %d %s\n".formatted(from, bytes, to));
    }

    private String diagnosis() {
        try {
            return appliance.shell("xfrm stat; stat wan") + guest.run("ip netns exec peer cat /proc/net/xfrm_stat");
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    /// How many packets each association of the peer has carried, by SPI.
    Map<Integer, Long> counted() throws IOException, InterruptedException {
        var counts = new HashMap<Integer, Long>();
        var each = COUNTED.matcher(guest.run("ip -n peer -s xfrm state"));
        while (each.find()) {
            counts.put(Integer.parseInt(each.group(1), 16), Long.parseLong(each.group(2)));
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        lab.close();
    }
}
