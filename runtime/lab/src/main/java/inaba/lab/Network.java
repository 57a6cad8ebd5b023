package inaba.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Hosts of this machine's kernel, each in a network namespace of its own, and cables between them. All of it is gone
/// after [#close], and after the end of this process, however it ended.
///
/// Namespaces are called `inaba-PID-N-HOST`, so that several networks live side by side.
public final class Network implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String prefix = Guardian.PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final Guardian guardian;
    private final Path folder;

    private Network(Guardian guardian, Path folder) {
        this.guardian = guardian;
        this.folder = folder;
    }

    /// @throws IOException without root
    public static Network open() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException("a lab needs root, for network namespaces");
        }
        Guardian.sweep();
        var guardian = new Guardian();
        var folder = Files.createTempDirectory("inaba-lab-");
        guardian.folder(folder);
        return new Network(guardian, folder);
    }

    /// For files of this network: state folders, captures. Gone with it.
    public Path folder() {
        return folder;
    }

    /// A host of its own, with `lo` up and the kernel's default settings.
    public Host host(String name) throws IOException, InterruptedException {
        var namespace = prefix + name;
        guardian.namespace(namespace);
        Task.start("ip", "netns", "add", namespace).succeed(LIMIT);
        var host = new Host(name, namespace);
        host.run("ip link set lo up");
        return host;
    }

    /// A pair of veths, both up, with one queue and all offloads as the kernel sets them.
    public void cable(Host left, String leftDevice, Host right, String rightDevice)
            throws IOException, InterruptedException {
        left.run("ip link add " + leftDevice + " numrxqueues 1 numtxqueues 1 type veth peer name " + rightDevice
                + " numrxqueues 1 numtxqueues 1 netns " + right.namespace());
        left.run("ip link set " + leftDevice + " up");
        right.run("ip link set " + rightDevice + " up");
    }

    /// A switch: what is plugged into it with [#plug] shares a link.
    public Host hub(String name) throws IOException, InterruptedException {
        var hub = host(name);
        hub.run("ip link add hub type bridge mcast_snooping 0");
        hub.run("ip link set hub address 02:00:00:00:00:01");
        hub.run("ip link set hub up");
        return hub;
    }

    /// Connects a device of the host with the hub.
    public void plug(Host hub, Host host, String device) throws IOException, InterruptedException {
        var port = host.name();
        cable(hub, port, host, device);
        hub.run("ip link set " + port + " master hub");
    }

    @Override
    public void close() throws IOException {
        guardian.close();
    }
}
