package inaba.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Somebody on the wire who sends ESP packets of the left gateway again, each 50th of them.
final class Repeater implements AutoCloseable {
    private static final String SCRIPT = """
            import signal, socket, sys
            source = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            source.bind((sys.argv[1], 3))
            source.settimeout(0.2)
            sink = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            sink.bind((sys.argv[2], 0))
            over = False
            def stop(*_):
                global over
                over = True
            signal.signal(signal.SIGTERM, stop)
            print("listening", flush=True)
            seen = again = 0
            while not over:
                try:
                    frame, where = source.recvfrom(2048)
                except socket.timeout:
                    continue
                if where[2] == 4 or len(frame) < 54 or frame[12:14] != b"\\x86\\xdd" or frame[20] != 50:  # what goes out there, what is not ESP
                    continue
                seen += 1
                if seen % 50 == 0:
                    sink.send(frame)
                    again += 1
            with open(sys.argv[3], "w") as count:
                count.write(str(again))
            """;

    private final Task task;
    private final Path count;

    private Repeater(Task task, Path count) {
        this.task = task;
        this.count = count;
    }

    /// @param from port of the wire by which packets come
    /// @param to port by which they go, again
    static Repeater start(Network network, Host wire, String from, String to) throws IOException, InterruptedException {
        var script = Files.writeString(network.folder().resolve("repeater.py"), SCRIPT);
        var count = network.folder().resolve("repeated");
        var words = List.of("/usr/bin/python3", script.toString(), from, to, count.toString());
        return new Repeater(wire.start(words, Map.of()).awaitOutput("listening", Duration.ofSeconds(20)), count);
    }

    /// @return how many were sent again
    int stop() throws IOException, InterruptedException {
        task.terminate();
        task.await(Duration.ofSeconds(10));
        return Integer.parseInt(Files.readString(count));
    }

    @Override
    public void close() {
        task.kill();
    }
}
