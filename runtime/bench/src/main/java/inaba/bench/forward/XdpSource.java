package inaba.bench.forward;

import inaba.lab.Host;
import inaba.lab.Sending;
import inaba.lab.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Frames that the kernel makes and redirects, faster than any socket sends and than any router here forwards.
///
/// Routers without an XDP program of their own get one that lets all pass, since a veth takes redirected frames with
/// NAPI only.
final class XdpSource implements Source {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Host sender;
    private final Path flood;
    private final Path pass;

    XdpSource(Topology topology) throws IOException, InterruptedException {
        sender = topology.sender();
        var tools = new Tools(topology.network().folder());
        flood = tools.compile("flood");
        pass = tools.compile("pass");
    }

    @Override
    public String name() {
        return "xdp";
    }

    @Override
    public boolean isLimit() {
        return false;
    }

    @Override
    public boolean everywhere() {
        return false;
    }

    /// A device has native XDP, which this needs, or generic XDP.
    @Override
    public boolean reaches(Router router) {
        return router.xdp() != Router.Xdp.GENERIC;
    }

    @Override
    public AutoCloseable ready(Router router) throws IOException, InterruptedException {
        if (router.xdp() == Router.Xdp.NATIVE) {
            return () -> {};
        }
        return router.path()
                .router()
                .start(List.of(pass.toString(), "in0"), Map.of())
                .awaitOutput("ready", LIMIT);
    }

    @Override
    public Sending start(Router router, Traffic traffic, int bytes) throws IOException {
        var path = router.path();
        var words = List.of(
                "taskset",
                "-c",
                "0",
                flood.toString(),
                path.from(),
                Integer.toString(bytes),
                path.mac().toString());
        var task = sender.start(words, Map.of());
        return new Sending() {
            @Override
            public long sent() {
                return UNKNOWN;
            }

            @Override
            public void close() throws IOException {
                failed(task);
                task.close();
            }
        };
    }

    private static void failed(Task task) throws IOException {
        if (!task.isRunning()) {
            throw new IOException("the source ended: " + task);
        }
    }
}
