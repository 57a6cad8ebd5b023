package inaba.core.packet;

import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.Mapping;
import inaba.linux.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All packets of the appliance, in two sizes. Packets travel between threads; each thread takes and gives back
/// through a [Cache] of its own.
public final class Pool {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    /// Room in front of a received frame for what tunnels add: four of the longest headers, and the link's.
    public static final int HEADROOM = 256;

    /// Bytes of a small packet behind the headroom: an Ethernet frame of 2 KB.
    public static final int SMALL = 2048;

    /// Bytes of a large packet behind the headroom: any IP packet (RFC 8200 §3) and its Ethernet header.
    public static final int LARGE = 65_536 + 64;

    /// Of so many bytes on, memory is mapped. What is smaller the JVM counts, and looks for garbage when it runs short.
    private static final long MAPPED = 8 << 20;

    private final Size small;
    private final Size large;
    private final List<Cache> caches = new CopyOnWriteArrayList<>();

    public Pool(int smallPackets, int largePackets) {
        small = new Size(HEADROOM + SMALL, smallPackets);
        large = new Size(HEADROOM + LARGE, largePackets);
    }

    /// Has the kernel bring all memory of the packets, which takes it tens of milliseconds: else it does so when a
    /// page is touched first. Packets may be used meanwhile.
    public void populate() {
        small.populate();
        large.populate();
    }

    /// A cache for one thread.
    public Cache cache() {
        var cache = new Cache();
        caches.add(cache);
        return cache;
    }

    /// Packets that are neither in the pool nor in a cache: in flight, held, queued, or ready for the next burst.
    /// Exact when nothing moves.
    public int outstanding() {
        int cached = caches.stream().mapToInt(cache -> cache.depth).sum();
        return small.count - small.free.size() - cached + large.count - large.free.size();
    }

    public int total() {
        return small.count + large.count;
    }

    /// Adds another packet in place of one that is lost.
    public void replace(Packet lost) {
        (isLarge(lost) ? large : small).addOne();
    }

    /// True for a packet that has room for any IP packet.
    public static boolean isLarge(Packet packet) {
        return packet.capacity() > HEADROOM + SMALL;
    }

    private static final class Size {
        private final MpmcArrayQueue<Packet> free;
        private final int count;
        private final int bytes;
        private final MemorySegment memory;

        Size(int bytes, int count) {
            this.count = count;
            this.bytes = bytes;
            this.free = new MpmcArrayQueue<>(Math.max(2, Integer.highestOneBit(Math.max(1, count - 1)) << 1));
            this.memory = memory((long) bytes * count);
            for (int i = 0; i < count; i++) {
                free.offer(new Packet(memory, (long) i * bytes, (long) (i + 1) * bytes));
            }
        }

        private static MemorySegment memory(long bytes) {
            try {
                if (bytes >= MAPPED && Sys.available()) {
                    return Mapping.reserved(bytes, Arena.ofAuto());
                }
            } catch (LinuxException e) {
                LOG.debug("packets are not in memory of their own: {}", e.getMessage());
            }
            return Arena.ofAuto().allocate(bytes, 64);
        }

        void populate() {
            if (memory.byteSize() >= MAPPED && Sys.available()) {
                Mapping.populate(memory);
            }
        }

        void addOne() {
            free.offer(new Packet(Arena.ofAuto().allocate(bytes, 64), 0, bytes));
        }
    }

    /// Packets at hand for one thread, so that the shared queue is touched once per some dozen packets.
    public final class Cache {
        private static final int SLOTS = 256;
        private final Packet[] stack = new Packet[SLOTS];
        private int depth;

        /// Has packets at hand before the first is taken.
        public void prepare() {
            if (depth == 0) {
                refill();
            }
        }

        /// An empty packet with [#HEADROOM] and room for `bytes` behind it, or null when there is none left.
        public @Nullable Packet take(int bytes) {
            if (bytes > SMALL) {
                var packet = bytes > LARGE ? null : large.free.poll();
                return packet == null ? null : packet.reset(HEADROOM);
            }
            if (depth == 0 && !refill()) {
                return null;
            }
            return stack[--depth].reset(HEADROOM);
        }

        /// Takes a packet back, of whichever thread it was.
        public void give(Packet packet) {
            if (isLarge(packet)) {
                large.free.offer(packet);
                return;
            }
            if (depth == SLOTS) {
                spill(SLOTS / 2);
            }
            stack[depth++] = packet;
        }

        /// Gives everything back to the pool: the thread ends, or rests.
        public void drain() {
            spill(depth);
            caches.remove(this);
        }

        private boolean refill() {
            while (depth < SLOTS / 2) {
                var packet = small.free.poll();
                if (packet == null) {
                    break;
                }
                stack[depth++] = packet;
            }
            return depth > 0;
        }

        private void spill(int n) {
            for (int i = 0; i < n; i++) {
                small.free.offer(stack[--depth]);
            }
        }
    }
}
