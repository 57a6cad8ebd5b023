package inaba.core.neighbor;

import inaba.wire.KeyedHash;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Adjacencies by link and address: the control loop writes, workers read without locks.
///
/// Open addressing with linear probing; removing leaves a mark, and growing or cleaning builds a new array, which has
/// room for half as many more before the next. Hashed with a secret, so that nobody outside can choose collisions.
final class AdjacencyMap {
    private static final int SMALLEST = 64;
    private final long secret;
    private final Adjacency removed;
    private volatile AtomicReferenceArray<@Nullable Adjacency> slots = new AtomicReferenceArray<>(SMALLEST);
    private int used;
    private int live;

    AdjacencyMap(long secret, Adjacency removed) {
        this.secret = secret;
        this.removed = removed;
    }

    @Nullable
    Adjacency get(int link, long high, long low) {
        var array = slots;
        int mask = array.length() - 1;
        for (int i = hash(link, high, low) & mask; ; i = (i + 1) & mask) {
            var found = array.getAcquire(i);
            if (found == null || (found != removed && found.is(link, high, low))) {
                return found;
            }
        }
    }

    void put(Adjacency added) {
        if ((used + 1) * 2 > slots.length()) {
            rebuild(Math.max(SMALLEST, Integer.highestOneBit(live + live / 2 + 1) * 4));
        }
        insert(slots, added);
        used++;
        live++;
    }

    void remove(Adjacency gone) {
        var array = slots;
        int mask = array.length() - 1;
        for (int i = hash(gone) & mask; ; i = (i + 1) & mask) {
            var found = array.getPlain(i);
            if (found == null) {
                return;
            }
            if (found == gone) {
                array.setRelease(i, removed);
                live--;
                return;
            }
        }
    }

    private void rebuild(int size) {
        var old = slots;
        var fresh = new AtomicReferenceArray<@Nullable Adjacency>(size);
        for (int i = 0; i < old.length(); i++) {
            var a = old.getPlain(i);
            if (a != null && a != removed) {
                insert(fresh, a);
            }
        }
        used = live;
        slots = fresh;
    }

    private void insert(AtomicReferenceArray<@Nullable Adjacency> array, Adjacency added) {
        int mask = array.length() - 1;
        int i = hash(added) & mask;
        while (array.getPlain(i) != null) {
            i = (i + 1) & mask;
        }
        array.setRelease(i, added);
    }

    private int hash(Adjacency a) {
        return hash(a.link(), a.high(), a.low());
    }

    private int hash(int link, long high, long low) {
        return (int) (KeyedHash.of(secret, high, low, link) >>> 32);
    }
}
