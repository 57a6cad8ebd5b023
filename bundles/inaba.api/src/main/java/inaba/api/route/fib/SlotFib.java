package inaba.api.route.fib;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A table divided by the first 16 bits of the address into slots, so that a change of a longer prefix concerns one
/// slot, and one of a shorter prefix the covering values only.
///
/// Published tables never change: a new one shares all slots, and all pages of slots, that no change touched.
public final class SlotFib implements Fib {
    private static final int PAGE_BITS = 9;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int PAGES = 1 << Slot.BITS - PAGE_BITS;
    /// One change of so many routes or more is made alone; with fewer, the slot is made anew.
    private static final int MANY = 32;

    /// A length is 0 to 128.
    private static final int LENGTH_BITS = 8;

    private static final Comparator<Entry> ORDER = (a, b) -> a.prefix().compareTo(b.prefix());

    private final Maker maker;
    private final Slot[][] pages;
    /// Up to 16 bits long; like the lists of the slots, they belong to the newest table.
    private final PrefixList shorter;

    /// Makes slots.
    public interface Maker {
        /// A slot without routes.
        Slot empty(int covering);

        /// A slot with these routes, one or more, which become its own.
        Slot make(PrefixList routes, int covering);

        /// A slot with the routes of an old one, in whose list this prefix was added, replaced or removed.
        Slot change(Slot old, PrefixList routes, Prefix changed);
    }

    private SlotFib(Maker maker, Slot[][] pages, PrefixList shorter) {
        this.maker = maker;
        this.pages = pages;
        this.shorter = shorter;
    }

    /// Builds a table.
    public static SlotFib build(Maker maker, Collection<Entry> entries) {
        var pages = new Slot[PAGES][PAGE];
        Arrays.fill(pages[0], maker.empty(NONE));
        Arrays.fill(pages, pages[0]);
        var writer = new Writer(maker, pages, new PrefixList());
        var shorter = entries.stream()
                .filter(entry -> entry.prefix().length() <= Slot.BITS)
                .sorted(ORDER)
                .toList();
        for (var entry : shorter) {
            writer.shorter.append(entry.prefix(), entry.value());
            writer.cover(entry.prefix());
        }
        int[] ends = new int[1 << Slot.BITS];
        var sorted = bySlot(entries, ends);
        for (int slot = 0, from = 0; from < sorted.length; from = ends[slot++]) {
            if (ends[slot] > from) {
                sort(sorted, from, ends[slot]);
                writer.fill(slot, sorted, from, ends[slot]);
            }
        }
        return writer.finish();
    }

    /// Those that are longer than a slot's prefix, in the order of their slots.
    ///
    /// @param ends for each slot, where those of the next one begin
    private static Entry[] bySlot(Collection<Entry> entries, int[] ends) {
        int count = 0;
        for (var entry : entries) {
            if (entry.prefix().length() > Slot.BITS) {
                ends[slot(entry.prefix().address().high())]++;
                count++;
            }
        }
        for (int slot = 0, sum = 0; slot < ends.length; slot++) {
            int of = ends[slot];
            ends[slot] = sum;
            sum += of;
        }
        var sorted = new Entry[count];
        for (var entry : entries) {
            if (entry.prefix().length() > Slot.BITS) {
                sorted[ends[slot(entry.prefix().address().high())]++] = entry;
            }
        }
        return sorted;
    }

    /// Puts those of a slot in order: first by the bits behind the slot's own, as many as a number has room for beside
    /// length and index, which needs no look at the prefixes; then what these do not tell apart.
    private static void sort(Entry[] entries, int from, int to) {
        var unsorted = Arrays.copyOfRange(entries, from, to);
        int indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(unsorted.length);
        long[] order = new long[unsorted.length];
        for (int i = 0; i < order.length; i++) {
            var prefix = unsorted[i].prefix();
            long behind = prefix.address().high() << Slot.BITS >>> 1 + indexBits + LENGTH_BITS;
            order[i] = (behind << LENGTH_BITS | prefix.length()) << indexBits | i;
        }
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            entries[from + i] = unsorted[(int) order[i] & (1 << indexBits) - 1];
        }
        Arrays.sort(entries, from, to, ORDER);
    }

    @Override
    public int lookup(long high, long low) {
        return pages[(int) (high >>> 64 - Slot.BITS + PAGE_BITS)][(int) (high >>> 64 - Slot.BITS) & PAGE - 1].lookup(
                high, low);
    }

    @Override
    public Fib apply(List<Change> changes) {
        var writer = new Writer(maker, pages.clone(), shorter);
        var bySlot = new LinkedHashMap<Integer, List<Change>>();
        for (var change : changes) {
            if (change.prefix().length() <= Slot.BITS) {
                put(shorter, change);
                writer.cover(change.prefix());
            } else {
                int slot = slot(change.prefix().address().high());
                bySlot.computeIfAbsent(slot, _ -> new ArrayList<>()).add(change);
            }
        }
        bySlot.forEach(writer::change);
        return writer.finish();
    }

    @Override
    public long memory() {
        long sum = shorter.memory() + 4L * PAGES;
        var seen = new IdentityHashMap<Object, Boolean>();
        for (var page : pages) {
            if (seen.put(page, true) == null) {
                sum += 4L * PAGE;
                for (var slot : page) {
                    boolean shared = slot.routes() == null;
                    sum += shared && seen.put(slot, true) != null ? 0 : memory(slot);
                }
            }
        }
        return sum;
    }

    private static long memory(Slot slot) {
        var routes = slot.routes();
        return slot.memory() + (routes == null ? 0 : routes.memory());
    }

    private static int slot(long high) {
        return (int) (high >>> 64 - Slot.BITS);
    }

    private static void put(PrefixList list, Change change) {
        if (change.value() == NONE) {
            list.remove(change.prefix());
        } else {
            list.put(change.prefix(), change.value());
        }
    }

    /// Makes the next table.
    private static final class Writer {
        private final Maker maker;
        private final Slot[][] pages;
        private final boolean[] own = new boolean[PAGES];
        private final PrefixList shorter;
        private final Map<Integer, Slot> bare = new HashMap<>();

        Writer(Maker maker, Slot[][] pages, PrefixList shorter) {
            this.maker = maker;
            this.pages = pages;
            this.shorter = shorter;
        }

        SlotFib finish() {
            return new SlotFib(maker, pages, shorter);
        }

        void fill(int index, Entry[] entries, int from, int to) {
            var routes = new PrefixList(to - from);
            for (int i = from; i < to; i++) {
                routes.append(entries[i].prefix(), entries[i].value());
            }
            set(index, maker.make(routes, get(index).covering()));
        }

        void change(int index, List<Change> changes) {
            var old = get(index);
            var routes = old.routes() == null ? new PrefixList() : old.routes();
            if (changes.size() > 1 && routes.size() < changes.size() * MANY) {
                changes.forEach(change -> put(routes, change));
                set(index, make(routes, old.covering()));
                return;
            }
            for (var change : changes) {
                put(routes, change);
                boolean anew = routes.size() == 0 || get(index).routes() == null;
                set(index, anew ? make(routes, old.covering()) : maker.change(get(index), routes, change.prefix()));
            }
        }

        private Slot make(PrefixList routes, int covering) {
            return routes.size() == 0 ? bare(covering) : maker.make(routes, covering);
        }

        /// A prefix of up to 16 bits has changed: the covering values of its slots are found anew.
        void cover(Prefix changed) {
            long high = changed.address().high();
            long low = changed.address().low();
            int first = slot(high);
            int count = 1 << Slot.BITS - changed.length();
            int[] values = new int[count];
            Arrays.fill(values, shorter.longest(high, low, 0, changed.length()));
            int end = shorter.behind(high, low, changed.length());
            for (int i = shorter.from(high, low, changed.length() + 1); i < end; i++) {
                int at = slot(shorter.high(i)) - first;
                Arrays.fill(values, at, at + (1 << Slot.BITS - shorter.length(i)), shorter.value(i));
            }
            for (int i = 0; i < count; i++) {
                cover(first + i, values[i]);
            }
        }

        private void cover(int index, int value) {
            var old = get(index);
            if (old.covering() != value) {
                set(index, old.routes() == null ? bare(value) : old.covered(value));
            }
        }

        private Slot bare(int covering) {
            return bare.computeIfAbsent(covering, maker::empty);
        }

        private Slot get(int index) {
            return pages[index >>> PAGE_BITS][index & PAGE - 1];
        }

        private void set(int index, Slot slot) {
            int page = index >>> PAGE_BITS;
            if (!own[page]) {
                own[page] = true;
                pages[page] = pages[page].clone();
            }
            pages[page][index & PAGE - 1] = slot;
        }
    }
}
