package inaba.bench.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import inaba.api.link.LinkDriver;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.junit.Namespace;
import inaba.junit.NeedsRoot;
import inaba.link.packet.PacketDriver;
import inaba.link.pcap.PcapDriver;
import inaba.link.sim.SimDriver;
import inaba.link.udp.UdpDriver;
import inaba.link.xdp.XdpDriver;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker allocates nothing for a packet, whatever the driver: 1,000,000 packets through the engine as it is.
class AllocationTest {
    private static final long PACKETS = 1_000_000;
    private static final long WARM_UP = 300_000;
    private static final int WAITS = 12_000;
    /// Code that the JVM compiles once more while packets flow makes a few objects meanwhile.
    private static final int ATTEMPTS = 5;

    @TempDir
    private Path state;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void simAllocatesNothing() throws Exception {
        var driver = new SimDriver();
        try (var feeder = open(driver, "a,hosts=0", "feeder");
                var sink = open(driver, "b,hosts=0", "sink");
                var router = new Router(state, driver, "a,hosts=0", "b,hosts=0")) {
            measure(router, feeder, sink);
        }
    }

    @Test
    void udpAllocatesNothing() throws Exception {
        Namespace.fresh(_ -> {
            var driver = new UdpDriver();
            try (var feeder = open(driver, "7001:::1:7002", "feeder");
                    var sink = open(driver, "7004:::1:7003", "sink");
                    var router = new Router(state, driver, "7002:::1:7001", "7003:::1:7004")) {
                measure(router, feeder, sink);
            }
        });
    }

    @Test
    @NeedsRoot
    void packetAllocatesNothing() throws Exception {
        inKernel(new PacketDriver());
    }

    @Test
    @NeedsRoot
    void pcapAllocatesNothing() throws Exception {
        inKernel(new PcapDriver());
    }

    @Test
    @NeedsRoot
    void xdpAllocatesNothing() throws Exception {
        inKernel(new XdpDriver());
    }

    /// With devices of the kernel, in namespaces.
    private void inKernel(LinkDriver driver) throws Exception {
        Namespace.fresh(here -> {
            var left = here.cable("in0", "far0");
            var right = here.cable("out0", "far1");
            var peers = new PacketDriver();
            try (var feeder = Namespace.in(left, () -> open(peers, "far0", "feeder"));
                    var sink = Namespace.in(right, () -> open(peers, "far1", "sink"));
                    var router = new Router(state, driver, "in0", "out0");
                    var arena = Arena.ofShared()) {
                var in = Namespace.in(left, feeder::transmitter);
                measure(router, new Around(arena, in, sink.receiver(0)));
            }
        });
    }

    private Port open(LinkDriver driver, String device, String name) throws Exception {
        return driver.open(device, new PortOptions(name, null, state.resolve(name), false, false), () -> {});
    }

    private void measure(Router router, Port feeder, Port sink) {
        try (var arena = Arena.ofShared()) {
            measure(router, new Around(arena, feeder.transmitter(), sink.receiver(0)));
        }
    }

    private void measure(Router router, Around around) {
        long worker = router.worker().threadId();
        assertTrue(around.trickle(WAITS), () -> "the router does not forward: " + router.drops());
        long bytes = allocated(worker, router, around, WARM_UP);
        for (int i = 0; i < ATTEMPTS && (i == 0 || bytes != 0); i++) {
            bytes = allocated(worker, router, around, PACKETS);
        }
        assertEquals(0, bytes, "bytes for " + PACKETS + " packets");
    }

    private long allocated(long worker, Router router, Around around, long packets) {
        long before = threads.getThreadAllocatedBytes(worker);
        assertTrue(around.carry(packets), () -> "the router does not forward: " + router.drops());
        return threads.getThreadAllocatedBytes(worker) - before;
    }
}
