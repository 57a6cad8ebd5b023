package inaba.bench.xfrm;

import com.sun.management.ThreadMXBean;
import inaba.api.xfrm.Algorithm;
import inaba.xfrm.algorithm.AesGcm;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.time.Duration;

/// Seals packets with AES-128-GCM as ESP does, one after the other.
final class SealTrial {
    /// CPU time of one measurement.
    static final Duration ROUND = Duration.ofMillis(400);

    private static final int BATCH = 256;
    private static final int MOST = 65_536;
    private static final int ICV = 16;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] in = new byte[MOST];
    private final byte[] out = new byte[MOST + ICV];
    private final byte[] additional = new byte[8];
    private final byte[] iv = new byte[8];
    private final Algorithm.Sealer sealer;
    private long number;

    /// @param gigabits a second, of the text
    /// @param objects  bytes of them for a packet
    record Seen(double gigabits, double objects) {}

    SealTrial() throws GeneralSecurityException {
        sealer = new AesGcm("gcm", AesGcm.Kind.GCM).sealer(new byte[20], ICV);
    }

    Seen run(int bytes) throws GeneralSecurityException {
        long begin = threads.getCurrentThreadCpuTime();
        long objects = threads.getCurrentThreadAllocatedBytes();
        long end = begin + ROUND.toNanos();
        long at;
        long packets = 0;
        do {
            for (int i = 0; i < BATCH; i++) {
                sealer.seal(++number, additional, additional.length, iv, 0, in, 0, bytes, out);
            }
            packets += BATCH;
            at = threads.getCurrentThreadCpuTime();
        } while (at < end);
        double made = threads.getCurrentThreadAllocatedBytes() - objects;
        return new Seen(packets * 8.0 * bytes / (at - begin), made / packets);
    }
}
