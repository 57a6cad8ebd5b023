package inaba.bench.forward;

import inaba.lab.Processors;
import inaba.lab.Task;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A forwarder in C with the system calls of one of our drivers: the limit of what that can do.
final class CRouter implements Router {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Topology.Path path;
    private final Path folder;
    private final Path program;
    private final List<Prefix> routes = new ArrayList<>();
    private @Nullable Task task;

    /// @param name `c`, as the driver `packet`, or `c-xdp`, as `xdp`
    CRouter(Topology topology, String name) throws IOException, InterruptedException {
        this.name = name;
        path = topology.path(name);
        folder = topology.network().folder();
        program = new Tools(folder).compile(xdp() == Xdp.NATIVE ? "forwarder_xdp" : "forwarder");
        path.router().run("sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Xdp xdp() {
        return name.equals("c-xdp") ? Xdp.NATIVE : Xdp.NONE;
    }

    @Override
    public Topology.Path path() {
        return path;
    }

    @Override
    public void add(List<Prefix> more) throws IOException, InterruptedException {
        routes.addAll(more);
        var file = Files.write(
                folder.resolve(name + "-routes"),
                routes.stream().map(Prefix::toString).toList());
        close();
        var words = List.of(program.toString(), "in0", "out0", path.next().toString(), file.toString());
        var started = path.router().start(words, Map.of()).awaitOutput("ready", LIMIT);
        Processors.leaveFirst(path.router(), started.pid());
        task = started;
    }

    @Override
    public Duration cpu() {
        return task == null
                ? Duration.ZERO
                : ProcessHandle.of(task.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        if (task != null) {
            task.close();
        }
    }
}
