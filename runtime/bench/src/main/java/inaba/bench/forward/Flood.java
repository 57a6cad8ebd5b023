package inaba.bench.forward;

import inaba.lab.DeviceCount;
import inaba.lab.Generator;
import inaba.lab.Sending;
import inaba.linux.CompilerTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Sends to a router as fast as a source can, and counts what arrives.
final class Flood {
    private static final long MILLI = 1_000_000;
    private static final long RAMP = 50 * MILLI;
    private static final long WARM_UP_MILLIS = 300;
    private static final int MOST_WARM_UPS = 15;

    private final DeviceCount arrivals;
    private final Router router;

    /// One measurement.
    ///
    /// @param sent a second, or negative where it is not known
    /// @param received a second
    /// @param cpu of the router's process for one packet received, nanoseconds; 0 where it is not known
    record Rate(double sent, double received, double cpu) {
        private static final double NEARLY_ALL = 0.995;

        /// All that was sent was forwarded: the router could do more.
        boolean limitedBySender() {
            return sent >= 0 && received >= sent * NEARLY_ALL;
        }
    }

    Flood(Topology topology, Router router) throws IOException, InterruptedException {
        this.router = router;
        this.arrivals = topology.arrivals(router.path());
    }

    Router router() {
        return router;
    }

    /// Sends at a steady rate.
    ///
    /// @return which part of the packets did not arrive
    double loss(Topology topology, Traffic traffic, int bytes, double perSecond, long millis)
            throws IOException, InterruptedException {
        var path = router.path();
        try (var _ = router.awake()) {
            long before = arrivals.settled();
            var sending = Generator.start(
                    topology.sender(), path.from(), traffic.frames(bytes, path.mac()), (long) perSecond);
            try (sending) {
                LockSupport.parkNanos(millis * MILLI);
            }
            long received = arrivals.settled() - before;
            return Math.max(0, 1 - (double) received / Math.max(1, sending.sent()));
        }
    }

    /// Lets it work before it is measured, until its code is compiled: how long that takes depends on the machine.
    Rate warmUp(Source source, Traffic traffic, int bytes) throws IOException, InterruptedException {
        for (int i = 1; ; i++) {
            var before = router.compiling();
            var rate = measure(source, traffic, bytes, WARM_UP_MILLIS);
            var compiling = router.compiling().minus(before);
            if (!CompilerTime.busy(compiling, Duration.ofMillis(WARM_UP_MILLIS)) || i == MOST_WARM_UPS) {
                return rate;
            }
        }
    }

    /// @param bytes of each frame
    Rate measure(Source source, Traffic traffic, int bytes, long millis) throws IOException, InterruptedException {
        try (var _ = router.awake()) {
            var rate = rate(source, traffic, bytes, millis);
            arrivals.settled(); // what its rings still hold would take time from the next router
            return rate;
        }
    }

    private Rate rate(Source source, Traffic traffic, int bytes, long millis) throws IOException, InterruptedException {
        try (var sending = source.start(router, traffic, bytes)) {
            LockSupport.parkNanos(RAMP);
            long cpu = router.cpu().toNanos();
            long sent = sending.sent();
            long received = arrivals.packets();
            long began = System.nanoTime();
            LockSupport.parkNanos(millis * MILLI);
            received = arrivals.packets() - received;
            boolean known = sent != Sending.UNKNOWN;
            sent = sending.sent() - sent;
            double seconds = (System.nanoTime() - began) / 1e9;
            cpu = router.cpu().toNanos() - cpu;
            return new Rate(
                    known ? sent / seconds : Sending.UNKNOWN, received / seconds, (double) cpu / Math.max(1, received));
        }
    }
}
