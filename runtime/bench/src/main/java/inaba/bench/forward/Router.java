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

    /// Waits until it forwards, where it was only launched.
    default void awaitReady() throws IOException, InterruptedException {}

    /// CPU time that compiling its code has taken so far; zero where nothing does.
    default Duration compiling() throws IOException {
        return Duration.ZERO;
    }

    /// Adds routes to the sink.
    void add(List<Prefix> routes) throws IOException, InterruptedException;

    /// Adds neighbours on the sink's side, all with the sink's MAC.
    ///
    /// @throws UnsupportedOperationException of a router that has no neighbours
    default void neighbors(List<Prefix> addresses) throws IOException, InterruptedException {
        throw new UnsupportedOperationException(name() + " has no neighbours");
    }

    /// Forwards until this is closed: one that polls sleeps else, as it would take a processor from the others.
    default Awake awake() throws IOException, InterruptedException {
        return () -> {};
    }

    /// A router at work.
    interface Awake extends AutoCloseable {
        @Override
        void close() throws IOException, InterruptedException;
    }

    /// CPU time that it has used, system calls included; zero where the kernel forwards on the sender's time.
    Duration cpu();

    /// Asks it to end, where that takes a while; [#close] waits.
    default void end() {}

    @Override
    void close() throws IOException;
}
