package inaba.bench.forward;

import inaba.lab.Sending;
import java.io.IOException;

/// Where frames come from.
interface Source {
    String name();

    /// Part of the short form with all tables.
    boolean everywhere();

    /// Slower than most routers: what is measured is its own rate, sooner at its best, and hardly scattered.
    boolean isLimit();

    /// Frames from here reach such a router.
    default boolean reaches(Router router) {
        return true;
    }

    /// Readies a router for frames from here.
    ///
    /// @return undoes it
    AutoCloseable ready(Router router) throws IOException, InterruptedException;

    /// Begins to send as fast as it can.
    Sending start(Router router, Traffic traffic, int bytes) throws IOException, InterruptedException;
}
