package inaba.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Memory that the kernel needs for a ring of a packet socket, made ready in steps.
///
/// The kernel makes a ring in one go, and a kernel that is not preempted within a system call (PREEMPT_NONE, and
/// PREEMPT_VOLUNTARY on the way through its allocator) runs nothing else on that processor meanwhile. 64 MiB took 90 to
/// 220 ms where the host of a virtual machine had yet to provide the memory, and 3 ms once it was there.
public final class RingMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RingMemory.class);
    private static final int STEP = 1 << 22;
    private static final int SLOT = 2048;

    private RingMemory() {}

    /// Has rings made that are small, and lets go of them at once: the ring that is made next gets their memory.
    /// Others get a processor between any two of them. Takes up to a second; if it fails, the ring is made more
    /// slowly.
    ///
    /// @param blockBytes of the ring that is to come
    public static void prepare(int blockBytes, int bytes) {
        var steps = new ArrayList<PacketSocket>();
        try {
            for (int made = 0; made < bytes; made += STEP) {
                var step = new PacketSocket();
                steps.add(step);
                step.receiveRing(Math.min(blockBytes, STEP), STEP, SLOT);
            }
        } catch (LinuxException e) {
            LOG.debug("only a part of {} bytes was made ready: {}", bytes, e.getMessage());
        } finally {
            close(steps);
        }
    }

    /// All at the same time: with each the kernel waits until nobody can see the ring any more.
    private static void close(List<PacketSocket> steps) {
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("inaba-ring-", 0).factory())) {
            steps.forEach(step -> threads.execute(step::close));
        }
    }
}
