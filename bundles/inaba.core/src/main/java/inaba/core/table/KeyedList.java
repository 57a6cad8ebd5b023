package inaba.core.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Elements in the order in which they came, found by a key that each of them has: no object but the element itself,
/// and some 20 bytes, is kept for each. One thread at a time uses it.
///
/// The index is a hash table with linear probing, from which a removed element leaves no gap (Knuth, The Art of
/// Computer Programming vol. 3, §6.4, algorithm R).
public final class KeyedList<K, E> {
    private static final int FEW = 8;

    private final Function<? super E, ? extends K> keyOf;
    /// Null where one was removed; such places are left out when there is no place behind the last one.
    private @Nullable E[] elements = array(FEW);
    /// No element comes before this one.
    private int first;
    private int end;
    private int size;
    /// Of each element the hash of its key (upper half) and its place plus 1 (lower half); 0 where there is none. A
    /// power of 2 and never more than half full.
    private long[] index = new long[2 * FEW];

    /// @param keyOf says an element's key, which never changes
    public KeyedList(Function<? super E, ? extends K> keyOf) {
        this.keyOf = keyOf;
    }

    public int size() {
        return size;
    }

    public @Nullable E get(K key) {
        int at = find(key, hash(key));
        return at < 0 ? null : elements[place(index[at])];
    }

    /// Adds an element behind the others, or puts it in the place of the one that has its key.
    ///
    /// @return that one
    public @Nullable E put(E element) {
        var key = keyOf.apply(element);
        int hash = hash(key);
        int at = find(key, hash);
        if (at >= 0) {
            int place = place(index[at]);
            var before = elements[place];
            elements[place] = element;
            return before;
        }
        if (end == elements.length) {
            makeRoom();
        }
        size++;
        if (2 * size > index.length) {
            enlargeIndex();
        }
        elements[end++] = element;
        enter((long) hash << 32 | end);
        return null;
    }

    public @Nullable E remove(K key) {
        int at = find(key, hash(key));
        if (at < 0) {
            return null;
        }
        int place = place(index[at]);
        var removed = elements[place];
        elements[place] = null;
        size--;
        vacate(at);
        while (first < end && elements[first] == null) {
            first++;
        }
        return removed;
    }

    /// The elements of now, in order. Another thread may go through them while this one makes changes: then it misses
    /// none but those that are added, replaced or removed.
    public Stream<E> stream() {
        return Arrays.stream(elements, first, end).filter(Objects::nonNull);
    }

    /// @return the index's cell of the key, or less than 0
    private int find(K key, int hash) {
        for (int at = home(hash); index[at] != 0; at = at + 1 & index.length - 1) {
            if ((int) (index[at] >>> 32) == hash && key.equals(keyOf.apply(elements[place(index[at])]))) {
                return at;
            }
        }
        return -1;
    }

    private void enter(long cell) {
        int at = home((int) (cell >>> 32));
        while (index[at] != 0) {
            at = at + 1 & index.length - 1;
        }
        index[at] = cell;
    }

    /// Moves cells up that would no longer be found behind an empty one.
    private void vacate(int cell) {
        int mask = index.length - 1;
        int empty = cell;
        for (int at = cell + 1 & mask; index[at] != 0; at = at + 1 & mask) {
            int home = home((int) (index[at] >>> 32));
            if ((at - home & mask) >= (at - empty & mask)) {
                index[empty] = index[at];
                empty = at;
            }
        }
        index[empty] = 0;
    }

    /// Into a new array in any case, as others may read the old one.
    private void makeRoom() {
        if (size > end - (end >> 2)) {
            elements = Arrays.copyOf(elements, end + (end >> 1));
            return;
        }
        E[] closer = array(Math.max(FEW, size + (size >> 1)));
        end = 0;
        Arrays.fill(index, 0);
        for (int i = first; i < elements.length; i++) {
            var element = elements[i];
            if (element != null) {
                closer[end++] = element;
                enter((long) hash(keyOf.apply(element)) << 32 | end);
            }
        }
        first = 0;
        elements = closer;
    }

    private void enlargeIndex() {
        var smaller = index;
        index = new long[2 * smaller.length];
        for (long cell : smaller) {
            if (cell != 0) {
                enter(cell);
            }
        }
    }

    private static int place(long cell) {
        return (int) cell - 1;
    }

    private int home(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(index.length) + 1;
    }

    /// Spread over all bits, of which the upper ones choose the cell.
    private static int hash(Object key) {
        return key.hashCode() * 0x9e37_79b9;
    }

    @SuppressWarnings("unchecked") // nothing but elements is put in
    private static <E> @Nullable E[] array(int length) {
        return (@Nullable E[]) new Object[length];
    }
}
