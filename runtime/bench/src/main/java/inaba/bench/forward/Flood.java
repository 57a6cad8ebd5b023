package inaba.bench.forward;

import inaba.lab.Host;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.LockSupport;

/// Sends to a router faster than it forwards, and counts what arrives.
final class Flood {
    private static final long MILLI = 1_000_000;
    private static final long RAMP = 150 * MILLI;

    private final Host sender;
    private final DeviceCount arrivals;
    private final Router router;

    /// One measurement.
    ///
    /// @param sent a second
    /// @param received a second
    /// @param cpu of the router's process for one packet received, nanoseconds; 0 where it is not known
    record Rate(double sent, double received, double cpu) {
        private static final double NEARLY_ALL = 0.995;

        /// All that was sent was forwarded: the router could do more.
        boolean limitedBySender() {
            return received >= sent * NEARLY_ALL;
        }
    }

    Flood(Topology topology, Router router) throws IOException, InterruptedException {
        this.sender = topology.sender();
        this.router = router;
        this.arrivals = topology.arrivals(router.path());
    }

    Router router() {
        return router;
    }

    /// @param bytes of each frame
    Rate measure(Traffic traffic, int bytes, long millis) throws IOException, InterruptedException {
        try (var arena = Arena.ofShared()) {
            var frames = traffic.frames(arena, bytes, router.path().mac());
            try (var generator = Generator.start(sender, router.path().from(), frames, 0)) {
                LockSupport.parkNanos(RAMP);
                long cpu = router.cpu().toNanos();
                long sent = generator.sent();
                long received = arrivals.packets();
                long began = System.nanoTime();
                LockSupport.parkNanos(millis * MILLI);
                received = arrivals.packets() - received;
                sent = generator.sent() - sent;
                double seconds = (System.nanoTime() - began) / 1e9;
                cpu = router.cpu().toNanos() - cpu;
                return new Rate(sent / seconds, received / seconds, (double) cpu / Math.max(1, received));
            }
        }
    }
}
