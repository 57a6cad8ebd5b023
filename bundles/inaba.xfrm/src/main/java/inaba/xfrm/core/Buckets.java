package inaba.xfrm.core;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A hash table, by an address and a number, that one thread changes while others read it, without a lock and without
/// copies of the whole: a change touches one place. Of equal keys the newest comes first. The keys are in the
/// nodes, so that a lookup touches little memory.
final class Buckets<T> {
    private static final int SMALLEST = 16;

    private final long secret;
    private volatile AtomicReferenceArray<@Nullable Node<T>> places = new AtomicReferenceArray<>(SMALLEST);
    private int size;

    /// @param secret makes collisions unpredictable
    Buckets(long secret) {
        this.secret = secret;
    }

    /// The newest value of this key; further ones by [Node#further].
    @Nullable
    Node<T> find(long high, long low, long number) {
        var now = places;
        return Node.of(now.getAcquire(hash(high, low, number) & now.length() - 1), high, low, number);
    }

    void add(long high, long low, long number, T value) {
        if (++size > places.length()) {
            grow();
        }
        put(places, high, low, number, value);
    }

    void remove(long high, long low, long number, T value) {
        int place = hash(high, low, number) & places.length() - 1;
        Node<T> reversed = null;
        for (var node = places.getPlain(place); node != null; node = node.next) {
            if (node.value == value) {
                size--;
            } else {
                reversed = node.before(reversed);
            }
        }
        Node<T> kept = null;
        for (var node = reversed; node != null; node = node.next) {
            kept = node.before(kept);
        }
        places.setRelease(place, kept);
    }

    private void grow() {
        var old = places;
        var larger = new AtomicReferenceArray<@Nullable Node<T>>(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            Node<T> reversed = null;
            for (var node = old.getPlain(i); node != null; node = node.next) {
                reversed = node.before(reversed);
            }
            for (var node = reversed; node != null; node = node.next) { // the oldest first, so that the order stays
                put(larger, node.high, node.low, node.number, node.value);
            }
        }
        places = larger;
    }

    private void put(AtomicReferenceArray<@Nullable Node<T>> to, long high, long low, long number, T value) {
        int place = hash(high, low, number) & to.length() - 1;
        to.setRelease(place, new Node<>(high, low, number, value, to.getPlain(place)));
    }

    private int hash(long high, long low, long number) {
        return (int) Hash.mix(Hash.mix(Hash.mix(secret ^ high) ^ low) ^ number);
    }

    /// One value; what it leads to never changes.
    static final class Node<T> {
        private final long high;
        private final long low;
        private final long number;
        final T value;
        private final @Nullable Node<T> next;

        private Node(long high, long low, long number, T value, @Nullable Node<T> next) {
            this.high = high;
            this.low = low;
            this.number = number;
            this.value = value;
            this.next = next;
        }

        /// The next older value of the same key.
        @Nullable
        Node<T> further() {
            return of(next, high, low, number);
        }

        private static <T> @Nullable Node<T> of(@Nullable Node<T> from, long high, long low, long number) {
            var node = from;
            while (node != null && !(node.number == number && node.low == low && node.high == high)) {
                node = node.next;
            }
            return node;
        }

        private Node<T> before(@Nullable Node<T> after) {
            return new Node<>(high, low, number, value, after);
        }
    }
}
