package inaba.bench.forward;

import inaba.wire.Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What forwards between sender and sink.
interface Router extends AutoCloseable {
    String name();

    Topology.Path path();

    /// Adds routes to the sink.
    void add(List<Prefix> routes) throws IOException, InterruptedException;

    /// CPU time that it has used, system calls included; zero where the kernel forwards on the sender's time.
    Duration cpu();

    @Override
    void close() throws IOException;
}
