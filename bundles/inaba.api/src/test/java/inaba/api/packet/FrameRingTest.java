package inaba.api.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameRingTest {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    @Test
    void framesComeOutAsTheyWentIn() {
        var ring = new FrameRing(4, 8);
        for (int i = 0; i < 10; i++) {
            var frame = MemorySegment.ofArray(new int[] {0, i});
            assertTrue(ring.offer(frame, 4, 4, 100 + i, -i));
            assertTrue(ring.next());
            assertEquals(4, ring.length());
            assertEquals(i, ring.memory().get(INT, ring.at()));
            assertEquals(100 + i, ring.stamp());
            assertEquals(-i, ring.tag());
            ring.release();
            assertFalse(ring.next());
        }
    }

    @Test
    void aFullRingAndAFrameLongerThanASlotAreRefused() {
        var ring = new FrameRing(3, 8);
        var frame = MemorySegment.ofArray(new byte[9]);
        assertFalse(ring.offer(frame, 0, 9, 0, 0));
        for (int i = 0; i < 4; i++) {
            assertTrue(ring.offer(frame, 0, 8, 0, 0), "three slots are rounded up to four");
        }
        assertFalse(ring.offer(frame, 0, 8, 0, 0));
        assertTrue(ring.next());
        ring.release();
        assertTrue(ring.offer(frame, 0, 8, 0, 0));
    }

    @Test
    void threadsLoseNothingAndKeepTheirOwnOrder() {
        int each = 50_000;
        var ring = new FrameRing(64, 4);
        var writers = IntStream.range(0, 3)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> write(ring, writer, each)))
                .toList();
        int[] expected = new int[3];
        for (int read = 0; read < 3 * each; ) {
            if (!ring.next()) {
                Thread.onSpinWait();
                continue;
            }
            assertEquals(expected[ring.tag()]++, ring.memory().get(INT, ring.at()));
            ring.release();
            read++;
        }
        writers.forEach(CompletableFuture::join);
        assertFalse(ring.next());
    }

    @Test
    @Timeout(20)
    void aReaderThatWaitsIsWokenByAFrameAndByAWakeup() throws InterruptedException {
        var ring = new FrameRing(4, 8);
        var frame = MemorySegment.ofArray(new byte[8]);
        long longer = TimeUnit.MINUTES.toNanos(5);
        ring.wakeup();
        ring.await(longer);
        var reader = Thread.ofPlatform().start(() -> {
            for (int read = 0; read < 1000; ) {
                ring.await(longer);
                while (ring.next()) {
                    ring.release();
                    read++;
                }
            }
            ring.await(longer);
        });
        for (int i = 0; i < 1000; ) {
            i += ring.offer(frame, 0, 8, 0, 0) ? 1 : 0;
        }
        while (reader.isAlive()) {
            ring.wakeup();
            reader.join(Duration.ofMillis(1));
        }
    }

    private static void write(FrameRing ring, int writer, int count) {
        int[] value = new int[1];
        var frame = MemorySegment.ofArray(value);
        while (value[0] < count) {
            if (ring.offer(frame, 0, 4, 0, writer)) {
                value[0]++;
            } else {
                Thread.yield();
            }
        }
    }
}
