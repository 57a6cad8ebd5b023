package inaba.fib.multibit;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import inaba.wire.Prefix;
import java.util.Arrays;

/// Builds subtrees, and changes them: a change writes the nodes on the way to its prefix anew, and what it covers.
///
/// Values that are inherited from above are [Entry]s.
final class SubtreeWriter {
    /// Fewer shared bits are taken along in a node.
    private static final int WORTH_SKIPPING = 3;
    /// As many routes are compared one after the other rather than divided by a node.
    private static final int MOST_CHOICES = 32;

    private PrefixList routes = new PrefixList();
    private Cells cells = new Cells(0);

    Subtree make(PrefixList all, int covering) {
        routes = all;
        cells = new Cells(all.size());
        int root = build(Slot.BITS, 0, all.size(), Entry.value(Fib.NONE));
        cells.built();
        return new Subtree(covering, all, root, cells);
    }

    Subtree change(Subtree old, PrefixList all, Prefix changed) {
        if (old.cells.worn()) {
            return make(all, old.value());
        }
        routes = all;
        cells = old.cells;
        return new Subtree(old.value(), all, change(old.root, Slot.BITS, changed), cells);
    }

    /// @param from the first route of those below `depth` bits; no longer than that are skipped
    /// @return the entry that leads to them
    private int build(int depth, int from, int to, int inherited) {
        int first = from;
        while (first < to && routes.length(first) <= depth) {
            first++;
        }
        if (first == to) {
            return inherited;
        }
        if (to - first <= MOST_CHOICES) {
            return bucket(depth, first, to, inherited);
        }
        int shared = shared(first, to);
        if (shared - depth >= WORTH_SKIPPING) {
            int end = Math.min(shared, depth + Choice.MOST_BITS);
            int inside = routes.length(first) == end ? Entry.value(routes.value(first)) : inherited;
            return cells.bucket(new int[] {
                Choice.of(key(first, depth), end - depth), build(end, first, to, inside), Choice.ANY, inherited
            });
        }
        return node(depth, first, to, inherited);
    }

    private int bucket(int depth, int from, int to, int inherited) {
        int[] pairs = new int[2 * (to - from + 1)];
        int used = 0;
        for (int i = from; i < to; used += 2) {
            int key = key(i, depth);
            int length = routes.length(i);
            int bits = Math.min(length - depth, Choice.MOST_BITS);
            int choice = Choice.of(key, bits);
            int entry = Entry.value(routes.value(i));
            int next = i + 1;
            if (length > depth + bits) {
                while (next < to && Choice.contains(choice, key(next, depth))) {
                    next++;
                }
                entry = build(depth + bits, i, next, longest(pairs, used, key, inherited));
            }
            insert(pairs, used, choice, entry);
            i = next;
        }
        pairs[used] = Choice.ANY;
        pairs[used + 1] = inherited;
        return cells.bucket(Arrays.copyOf(pairs, used + 2));
    }

    private static int longest(int[] pairs, int used, int key, int inherited) {
        for (int i = 0; i < used; i += 2) {
            if (Choice.contains(pairs[i], key)) {
                return pairs[i + 1];
            }
        }
        return inherited;
    }

    /// Behind the longer ones. Of two that are the same, the second leads on below the value of the first: it is found.
    private static void insert(int[] pairs, int used, int choice, int entry) {
        int at = used;
        for (; at > 0 && Choice.bits(pairs[at - 2]) <= Choice.bits(choice); at -= 2) {
            pairs[at] = pairs[at - 2];
            pairs[at + 1] = pairs[at - 1];
        }
        pairs[at] = choice;
        pairs[at + 1] = entry;
    }

    private int key(int route, int depth) {
        return Subtree.key(routes.high(route), routes.low(route), depth);
    }

    /// Bits that all have in common, no more than the shortest has.
    private int shared(int from, int to) {
        int last = to - 1;
        long differing = routes.high(from) ^ routes.high(last);
        int shared = differing != 0
                ? Long.numberOfLeadingZeros(differing)
                : 64 + Long.numberOfLeadingZeros(routes.low(from) ^ routes.low(last));
        for (int i = from; i < to; i++) {
            shared = Math.min(shared, routes.length(i));
        }
        return shared;
    }

    private int node(int depth, int from, int to, int inherited) {
        int longest = 0;
        for (int i = from; i < to; i++) {
            longest = Math.max(longest, routes.length(i));
        }
        int worth = 30 - Integer.numberOfLeadingZeros(to - from - 1); // a way for two to four routes
        int bits = Math.min(Math.min(worth, Entry.MOST_BITS), longest - depth);
        int[] entries = new int[1 << bits];
        Arrays.fill(entries, inherited);
        paint(entries, depth, bits, from, to);
        return cells.node(entries, bits);
    }

    /// Shorter ones come first, so that longer ones paint over them.
    private void paint(int[] entries, int depth, int bits, int from, int to) {
        int end = depth + bits;
        for (int i = from; i < to; i++) {
            int length = routes.length(i);
            if (length > depth && length <= end) {
                int way = way(i, depth, bits);
                Arrays.fill(entries, way, way + (1 << end - length), Entry.value(routes.value(i)));
            }
        }
        for (int i = from; i < to; ) {
            if (routes.length(i) <= end) {
                i++;
                continue;
            }
            int way = way(i, depth, bits);
            int next = i + 1;
            while (next < to && way(next, depth, bits) == way) {
                next++;
            }
            entries[way] = build(end, i, next, entries[way]);
            i = next;
        }
    }

    /// @param entry at `depth` bits on the way to the prefix
    /// @return the entry in its place
    private int change(int entry, int depth, Prefix changed) {
        long high = changed.address().high();
        long low = changed.address().low();
        int bits = Entry.bits(entry);
        if (!Entry.isValue(entry) && bits > 0) {
            return changeNode(entry, depth, bits, changed);
        }
        int at = Entry.isValue(entry) ? -1 : leading(Entry.index(entry), depth, changed);
        if (at >= 0) {
            return changeBucket(Entry.index(entry), at, depth, changed);
        }
        long firstHigh = high & Prefix.maskHigh(depth);
        long firstLow = low & Prefix.maskLow(depth);
        return build(
                depth,
                routes.from(firstHigh, firstLow, depth + 1),
                routes.behind(firstHigh, firstLow, depth),
                inherited(changed, depth));
    }

    /// @return where the choice is that leads on to the prefix, or -1
    private int leading(int bucket, int depth, Prefix changed) {
        int key = Subtree.key(changed.address().high(), changed.address().low(), depth);
        int at = bucket;
        for (; cells.cells[at] != Choice.ANY; at += 2) {
            int choice = cells.cells[at];
            boolean below = Choice.contains(choice, key) && changed.length() > depth + Choice.bits(choice);
            if (below && !Entry.isValue(cells.cells[at + 1])) {
                return at;
            }
        }
        return -1;
    }

    private int changeBucket(int bucket, int at, int depth, Prefix changed) {
        int end = at;
        while (cells.cells[end] != Choice.ANY) {
            end += 2;
        }
        int[] pairs = Arrays.copyOfRange(cells.cells, bucket, end + 2);
        pairs[at + 1 - bucket] = change(pairs[at + 1 - bucket], depth + Choice.bits(pairs[at - bucket]), changed);
        return cells.bucket(pairs);
    }

    private int changeNode(int entry, int depth, int bits, Prefix changed) {
        long high = changed.address().high();
        long low = changed.address().low();
        int[] entries = Arrays.copyOfRange(cells.cells, Entry.index(entry), Entry.index(entry) + (1 << bits));
        int end = depth + bits;
        int way = Subtree.way(high, low, depth, bits);
        int length = changed.length();
        if (length > end) {
            entries[way] = change(entries[way], end, changed);
        } else {
            Arrays.fill(entries, way, way + (1 << end - length), inherited(changed, length));
            paint(entries, depth, bits, routes.from(high, low, length), routes.behind(high, low, length));
        }
        return cells.node(entries, bits);
    }

    /// What an address of the prefix gets from routes of up to so many bits.
    private int inherited(Prefix changed, int bits) {
        return Entry.value(
                routes.longest(changed.address().high(), changed.address().low(), Slot.BITS + 1, bits));
    }

    private int way(int route, int depth, int bits) {
        return Subtree.way(routes.high(route), routes.low(route), depth, bits);
    }
}
