package inaba.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.lab.ApplianceProcess;
import inaba.lab.Task;
import inaba.lab.Until;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Encapsulations that Scapy makes, over a cable whose other end is this test: each that is wrong is dropped under its
/// name, and tunnels go on.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MalformedTunnelTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SCAPY = Path.of("/usr/lib/python3/dist-packages/scapy");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASS = "pass";
    private static final List<String> CONFIG = List.of(
            "addr4 add 192.0.2.1/24 dev wan nodad",
            "addr6 add 2001:db8:a::1/64 dev wan nodad",
            "neigh4 add 192.0.2.9 lladdr 02:00:00:00:00:99 dev wan",
            "neigh6 add 2001:db8:a::9 lladdr 02:00:00:00:00:99 dev wan",
            "tunnel add t1 mode sit local 192.0.2.1 remote 192.0.2.9",
            "addr6 add 2001:db8:7:1::1/64 dev t1 nodad",
            "tunnel add t2 mode gre local 192.0.2.1 remote 192.0.2.9 key 7 seq csum",
            "addr6 add 2001:db8:7:2::1/64 dev t2 nodad",
            "tunnel add t3 mode ip6ip6 local 2001:db8:a::1 remote 2001:db8:a::9");

    /// @param reason counter of the drop that it must meet, or [#PASS]
    private record Frame(String reason, byte[] bytes) {}

    @Test
    void eachIsDroppedUnderItsNameAndTheWellFormedOnesAreAnswered() throws IOException, InterruptedException {
        assumeTrue(Files.exists(PYTHON) && Files.exists(SCAPY), "needs python3-scapy");
        var cable = Cable.lay();
        try (var lab = GuestLab.open();
                var end = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), cable.right()))) {
            var appliance = lab.appliance(CONFIG, "wan=" + cable.device());
            var frames = frames(lab, stationOf(appliance));
            var expected = new TreeMap<>(frames.stream()
                    .filter(frame -> !frame.reason().equals(PASS))
                    .collect(Collectors.groupingBy(Frame::reason, Collectors.counting())));
            var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), cable.left());
            for (var frame : frames) {
                end.send(new DatagramPacket(frame.bytes(), frame.bytes().length, to));
            }
            int good = (int)
                    frames.stream().filter(frame -> frame.reason().equals(PASS)).count();
            awaitAnswers(end, good);
            // Frames are taken in order: with the last answered, all were looked at.
            assertEquals(expected, drops(appliance, expected));
        }
    }

    private static List<Frame> frames(GuestLab lab, String station) throws IOException, InterruptedException {
        var script = lab.folder().resolve("malformed.py");
        try (var text = MalformedTunnelTest.class.getResourceAsStream("malformed.py")) {
            Files.write(script, Objects.requireNonNull(text).readAllBytes());
        }
        var lines = Task.start(PYTHON.toString(), script.toString(), station).succeed(LIMIT);
        return lines.lines()
                .map(line -> line.split(" "))
                .map(words -> new Frame(words[0], HexFormat.of().parseHex(words[1])))
                .toList();
    }

    private static String stationOf(ApplianceProcess appliance) throws IOException, InterruptedException {
        var shown = appliance.shell("link show wan");
        var mac = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}").matcher(shown);
        assertTrue(mac.find(), shown);
        return mac.group();
    }

    /// Replies that come back through a tunnel, with what was asked inside.
    private static void awaitAnswers(DatagramSocket end, int count) throws IOException, InterruptedException {
        end.setSoTimeout((int) LIMIT.toMillis());
        var datagram = new DatagramPacket(new byte[2_000], 2_000);
        int[] seen = {0};
        Until.holds(count + " answers", LIMIT, () -> {
            end.receive(datagram);
            var text = new String(datagram.getData(), 0, datagram.getLength(), ISO_8859_1);
            seen[0] += text.contains("still here") ? 1 : 0;
            return seen[0] == count;
        });
    }

    /// Those counters summed over all links.
    private static Map<String, Long> drops(ApplianceProcess appliance, Map<String, Long> names)
            throws IOException, InterruptedException {
        var text = appliance.shell("stat -j");
        var drops = new TreeMap<String, Long>();
        for (var name : names.keySet()) {
            var count = Pattern.compile("\"" + Pattern.quote(name) + "\": *([0-9]+)")
                    .matcher(text);
            drops.put(
                    name,
                    count.results()
                            .mapToLong(found -> Long.parseLong(found.group(1)))
                            .sum());
        }
        return drops;
    }
}
