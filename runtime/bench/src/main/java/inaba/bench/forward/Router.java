package inaba.bench.forward;

import inaba.wire.Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What forwards between sender and sink.
interface Router extends AutoCloseable {
    String name();

    Topology.Path path();

    /// Its own XDP program on `in0`.
    default Xdp xdp() {
        return Xdp.NONE;
    }

    enum Xdp {
        NONE,
        GENERIC,
        NATIVE
    }

    /// Adds routes to the sink.
    void add(List<Prefix> routes) throws IOException, InterruptedException;

    /// Adds neighbours on the sink's side, all with the sink's MAC.
    ///
    /// @throws UnsupportedOperationException of a router that has no neighbours
    default void neighbors(List<Prefix> addresses) throws IOException, InterruptedException {
        throw new UnsupportedOperationException(name() + " has no neighbours");
    }

    /// CPU time that it has used, system calls included; zero where the kernel forwards on the sender's time.
    Duration cpu();

    @Override
    void close() throws IOException;
}
