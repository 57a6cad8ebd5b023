package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Floods that name more addresses than any table holds, at 0.8 of the rate that the driver carries without loss:
/// memory and the traffic of known neighbours stay unharmed (RFC 6583).
///
/// Known neighbours are probed once a second or so meanwhile, so that they could be forgotten.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FloodTest {
    private static final int ATTEMPTS = 3;
    private static final int FEW = 50_000;
    private static final int MILLION = 1_000_000;
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final double SHARE = 0.8;
    private static final int STREAM = 1_000;
    private static final double MOST_LOST = 0.001;
    /// The default of `max_unproven` of inaba.nd, and room for those that are known.
    private static final int MOST_SOLICITORS = 8_192 + 16;
    /// Of the table itself.
    private static final int MOST_NEIGHBORS = 16_384;
    private static final long MOST_HEAP = 32 << 20;
    private static final Set<String> KNOWN = Set.of("REACHABLE", "STALE", "DELAY", "PROBE");

    private FloodLab lab;
    private double rate;

    /// Makes the frames of a flood.
    private interface Flood {
        Frames make(Arena arena, int count);
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = FloodLab.start(
                "packet",
                List.of(
                        "setting set inaba.nd reachable.time.ms 1000",
                        "setting set inaba.nd delay.first.probe.ms 500"));
        measure();
    }

    private void measure() throws IOException, InterruptedException {
        double free = lab.lossFreeRate();
        rate = SHARE * free;
        System.out.printf(Locale.ROOT, "without loss %,.0f packets/s, floods %,.0f%n", free, rate);
    }

    @AfterAll
    void stop() throws IOException {
        lab.close();
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void solicitationsFromManyAddressesHarmNobody() throws IOException, InterruptedException {
        solicitations(FEW, SHORT);
    }

    @Slow
    @Test
    @Clause("RFC 6583 §7.1")
    void solicitationsFromAMillionAddressesHarmNobody() throws IOException, InterruptedException {
        solicitations(MILLION, LONG);
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void packetsToManyDestinationsOfASubnetHarmNobody() throws IOException, InterruptedException {
        destinations(FEW, SHORT);
    }

    @Slow
    @Test
    @Clause("RFC 6583 §7.1")
    void packetsToAMillionDestinationsOfASubnetHarmNobody() throws IOException, InterruptedException {
        destinations(MILLION, LONG);
    }

    private void solicitations(int count, Duration time) throws IOException, InterruptedException {
        flood(
                lab.lan(),
                (arena, n) -> FloodFrames.solicitations(arena, n, FloodLab.LAN_ROUTER, FloodLab.LAN),
                count,
                time,
                MOST_SOLICITORS);
    }

    private void destinations(int count, Duration time) throws IOException, InterruptedException {
        flood(
                lab.dmz(),
                (arena, n) -> FloodFrames.packets(arena, n, lab.dmzMac(), FloodLab.DMZ_HOST, FloodLab.LAN),
                count,
                time,
                MOST_NEIGHBORS);
    }

    /// Sent again where the sender had too little of a processor: that was no flood. What is carried without loss is
    /// measured anew then, as the machine may be slower than it was.
    ///
    /// @param from where it comes from; known neighbours are lan, where the addresses are of, and dmz
    private void flood(Host from, Flood flood, int count, Duration time, int mostNeighbors)
            throws IOException, InterruptedException {
        for (int attempt = 1; harmless(from, flood, count, time, mostNeighbors) < wanted(count, time); attempt++) {
            assertTrue(attempt < ATTEMPTS, "it is a flood");
            measure();
        }
    }

    private double wanted(int count, Duration time) {
        return Math.max(count, 0.95 * rate * time.toSeconds());
    }

    /// @return how many frames it had
    private long harmless(Host from, Flood flood, int count, Duration time, int mostNeighbors)
            throws IOException, InterruptedException {
        lab.appliance().shell("neigh6 flush");
        for (var neighbor : List.of(FloodLab.LAN_HOST, FloodLab.DMZ_HOST)) {
            lab.wan().run("ping -q -c 3 -i 0.2 " + neighbor);
        }
        long heap = lab.heap();
        var known = UdpStream.start(lab.wan(), lab.lan(), FloodLab.LAN_HOST.toString(), STREAM);
        var other = UdpStream.start(lab.wan(), lab.dmz(), FloodLab.DMZ_HOST.toString(), STREAM);
        long sent = send(from, flood, count, time);
        var toKnown = known.stop();
        var toOther = other.stop();
        var neighbors = lab.neighbors();
        long grown = lab.heap() - heap;
        var told = String.format(
                Locale.ROOT,
                "%,d frames in %s, %d neighbours, heap %+d KiB%nknown: %s%nother: %s",
                sent,
                time,
                neighbors.size(),
                grown >> 10,
                toKnown,
                toOther);
        System.out.println(told);
        assertAll(
                told,
                () -> assertTrue(toKnown.lost() < MOST_LOST * toKnown.sent(), "lost to a known neighbour there"),
                () -> assertEquals(0, toOther.lost(), "lost to one on another link"),
                () -> assertTrue(neighbors.size() <= mostNeighbors, "neighbours are few"),
                () -> assertTrue(grown < MOST_HEAP, "the heap does not grow"),
                () -> assertTrue(
                        neighbors.stream()
                                .anyMatch(row -> row.getString("dst").equals(FloodLab.LAN_HOST.toString())
                                        && KNOWN.contains(row.getString("state"))),
                        "the known one is remembered"));
        Counters.awaitConsistent(lab.appliance());
        return sent;
    }

    private long send(Host from, Flood flood, int count, Duration time) throws IOException, InterruptedException {
        try (var arena = Arena.ofShared()) {
            var frames = flood.make(arena, count);
            var generator = Generator.startAhead(from, "eth0", frames, (long) rate);
            try (generator) {
                LockSupport.parkNanos(time.toNanos());
            }
            return generator.sent();
        }
    }
}
