package inaba.xfrm.core;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A hash table by an address and a number, that one thread changes while others read it without a lock.
///
/// Open addressing, half full at most. Each place has 64 bits of its key's hash, in an array of their own: a lookup
/// touches those and a reference, which do not wait for one another, and nothing of the elements. What is taken out
/// leaves its place behind, so that readers who are under way go on; such places go when the table is made anew.
final class Places<E extends Keyed> {
    private static final int SMALLEST = 32;
    private static final Keyed GONE = new Keyed(0, 0, 0) {};

    private volatile Table table;
    private int size;
    private int taken;

    /// A print, once written, stays; so a reference that is seen has its own beside it.
    ///
    /// @param secret makes collisions unpredictable
    private record Table(
            long secret, int mask, long[] prints, @Nullable Keyed[] elements) {
        static Table of(long secret, int places) {
            return new Table(secret, places - 1, new long[places], new Keyed[places]);
        }

        long print(long high, long low, long number) {
            return Hash.mix(Hash.mix(Hash.mix(secret ^ high) ^ low) ^ number);
        }

        long print(Keyed key) {
            return print(key.high, key.low, key.number);
        }

        /// The place of this print, or the one where it would be.
        int placeOf(long print) {
            int at = (int) print & mask;
            while (elements[at] != null && prints[at] != print) {
                at = at + 1 & mask;
            }
            return at;
        }

        void put(int at, long print, Keyed element) {
            prints[at] = print;
            VarHandle.releaseFence();
            elements[at] = element;
        }

        /// Nothing that is read afterwards is older.
        @Nullable
        Keyed element(int at) {
            var element = elements[at];
            VarHandle.acquireFence();
            return element;
        }
    }

    /// @param secret makes collisions unpredictable
    Places(long secret) {
        table = Table.of(secret, SMALLEST);
    }

    /// Any thread. Of keys that are not there one in 2^64 finds another's: whoever cannot bear that looks at what is
    /// found.
    @SuppressWarnings("unchecked") // what is not GONE is an E; to look at it here would be a wait for memory
    @Nullable
    E find(long high, long low, long number) {
        var now = table;
        long print = now.print(high, low, number);
        int at = (int) print & now.mask;
        var there = now.element(at);
        while (there != null && now.prints[at] != print) {
            at = at + 1 & now.mask;
            there = now.element(at);
        }
        return there == GONE ? null : (E) there;
    }

    /// Adds it, in the place of what has the same key: at each moment one of both is found.
    void put(E element) {
        if ((taken + 1) * 2 > table.mask) {
            renew(table.secret);
        }
        long print = table.print(element);
        int at = table.placeOf(print);
        var there = table.elements[at];
        if (there != null && there != GONE && !there.isAs(element)) { // two keys, one print
            renew(Hash.mix(table.secret + 1));
            put(element);
            return;
        }
        taken += there == null ? 1 : 0;
        size += there == null || there == GONE ? 1 : 0;
        table.put(at, print, element);
    }

    /// Takes out this very one.
    void remove(E element) {
        int at = table.placeOf(table.print(element));
        if (table.elements[at] == element) {
            table.elements[at] = GONE;
            size--;
        }
    }

    /// Between a quarter and half full: the smaller it is, the more of it is in the caches.
    private void renew(long secret) {
        var old = table.elements;
        var anew = Table.of(secret, Math.max(SMALLEST, Integer.highestOneBit(size + 1) * 4));
        for (var element : old) {
            if (element != null && element != GONE) {
                long print = anew.print(element);
                anew.put(anew.placeOf(print), print, element);
            }
        }
        taken = size;
        table = anew;
    }
}
