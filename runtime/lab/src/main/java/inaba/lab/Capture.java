package inaba.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Frames of a device, recorded by tcpdump and judged by tshark.
public final class Capture implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Task tcpdump;
    private final Path file;

    private Capture(Task tcpdump, Path file) {
        this.tcpdump = tcpdump;
        this.file = file;
    }

    /// Records from now on.
    ///
    /// @param filter in the language of tcpdump, may be empty
    public static Capture start(Network network, Host host, String device, String filter)
            throws IOException, InterruptedException {
        var file = network.folder().resolve(host.name() + "-" + device + "-" + System.nanoTime() + ".pcap");
        var task = host.start(
                "tcpdump -n -p -U -Z root -B 32768 --immediate-mode -i " + device + " -w " + file + " " + filter);
        return new Capture(task.awaitOutput("listening on", LIMIT), file);
    }

    /// Records no more.
    public Capture stop() throws IOException, InterruptedException {
        if (tcpdump.isRunning()) {
            tcpdump.interrupt();
            tcpdump.succeed(LIMIT);
        }
        return this;
    }

    /// Recorded so far, one line a packet, that match a display filter of tshark; it verifies all checksums.
    public List<String> matching(String displayFilter) throws IOException, InterruptedException {
        return tshark("-Y", displayFilter);
    }

    /// A field of the packets that match, one line a packet.
    public List<String> field(String name, String displayFilter) throws IOException, InterruptedException {
        return tshark("-Y", displayFilter, "-T", "fields", "-e", name);
    }

    private List<String> tshark(String... options) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        for (var protocol : List.of("tcp", "udp")) {
            words.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        words.addAll(List.of(options));
        return Task.start(words, Map.of())
                .succeed(LIMIT)
                .lines()
                .filter(line -> !line.startsWith("Running as user"))
                .toList();
    }

    /// What is wrong with packets that the station with this MAC sent: malformed, or with a wrong ICMPv6 checksum.
    public List<String> faults(String mac) throws IOException, InterruptedException {
        return matching("eth.src == " + mac + " && (_ws.malformed || icmpv6.checksum.status == Bad)");
    }

    @Override
    public void close() throws IOException {
        tcpdump.close();
    }
}
