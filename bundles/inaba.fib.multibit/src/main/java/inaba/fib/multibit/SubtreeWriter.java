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
        int shared = shared(first, to);
        if (to - first == 1 || shared - depth >= WORTH_SKIPPING) {
            int inside = routes.length(first) == shared ? Entry.value(routes.value(first)) : inherited;
            return cells.branch(
                    routes.high(first) & Prefix.maskHigh(shared),
                    routes.low(first) & Prefix.maskLow(shared),
                    shared,
                    build(shared, first, to, inside),
                    inherited);
        }
        return node(depth, first, to, inherited);
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
        int worth = 33 - Integer.numberOfLeadingZeros(to - from - 1); // about two ways for each route
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
        if (!Entry.isValue(entry) && leadsOn(entry, changed)) {
            int at = Entry.index(entry) * Cells.BRANCH;
            int length = (int) cells.branches[at + 2];
            long ways = cells.branches[at + 3];
            int inside = change((int) (ways >>> 32), length, changed);
            return cells.branch(cells.branches[at], cells.branches[at + 1], length, inside, (int) ways);
        }
        long firstHigh = high & Prefix.maskHigh(depth);
        long firstLow = low & Prefix.maskLow(depth);
        return build(
                depth,
                routes.from(firstHigh, firstLow, depth + 1),
                routes.behind(firstHigh, firstLow, depth),
                inherited(changed, depth));
    }

    /// The prefix is longer than that of the branch, and within.
    private boolean leadsOn(int entry, Prefix changed) {
        int at = Entry.index(entry) * Cells.BRANCH;
        int length = (int) cells.branches[at + 2];
        return changed.length() > length
                && ((changed.address().high() ^ cells.branches[at]) & Prefix.maskHigh(length)
                                | (changed.address().low() ^ cells.branches[at + 1]) & Prefix.maskLow(length))
                        == 0;
    }

    private int changeNode(int entry, int depth, int bits, Prefix changed) {
        long high = changed.address().high();
        long low = changed.address().low();
        int[] entries = Arrays.copyOfRange(cells.nodes, Entry.index(entry), Entry.index(entry) + (1 << bits));
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
