package inaba.fib.poptrie;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import inaba.wire.Prefix;

/// Builds subtrees, and changes them: a change writes the nodes on the way to its prefix anew, and what it covers.
final class SubtreeWriter {
    private final Level[] levels = new Level[(128 - Slot.BITS + Subtree.STEP - 1) / Subtree.STEP];
    private PrefixList routes = new PrefixList();
    private Blocks blocks = new Blocks(0);

    SubtreeWriter() {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new Level(Slot.BITS + i * Subtree.STEP);
        }
    }

    Subtree make(PrefixList all, int covering) {
        routes = all;
        blocks = new Blocks(all.size());
        build(0, 0, all.size(), Fib.NONE);
        var made = finish(covering);
        blocks.built();
        return new Subtree(covering, all, made.children(), made.starts(), made.bases(), blocks);
    }

    Subtree change(Subtree old, PrefixList all, Prefix changed) {
        if (old.blocks.worn()) {
            return make(all, old.value());
        }
        routes = all;
        blocks = old.blocks;
        levels[0].read(blocks, old.children(), old.starts(), old.bases());
        change(0, changed);
        return finish(old.value());
    }

    private Subtree finish(int covering) {
        var first = levels[0];
        return new Subtree(covering, routes, first.children(), first.starts, first.bases, blocks);
    }

    /// Writes the node of a level that holds these routes, those that are longer than its depth.
    private void build(int at, int from, int to, int inherited) {
        levels[at].fill(inherited);
        paint(at, from, to);
        levels[at].finish(blocks);
    }

    /// Shorter ones come first, so that longer ones paint over them.
    private void paint(int at, int from, int to) {
        var level = levels[at];
        int end = level.depth + Subtree.STEP;
        for (int i = from; i < to; i++) {
            int length = routes.length(i);
            if (length > level.depth && length <= end) {
                int way = way(level, i);
                level.leaves(way, way + (1 << end - length), routes.value(i));
            }
        }
        for (int i = from; i < to; ) {
            if (routes.length(i) <= end) {
                i++;
                continue;
            }
            int way = way(level, i);
            int next = i + 1;
            while (next < to && way(level, next) == way) {
                next++;
            }
            build(at + 1, i, next, level.leaf(way));
            level.below(way, levels[at + 1]);
            i = next;
        }
    }

    /// The level holds the present node.
    private void change(int at, Prefix changed) {
        var level = levels[at];
        long high = changed.address().high();
        long low = changed.address().low();
        int end = level.depth + Subtree.STEP;
        int way = Subtree.way(high, low, level.depth);
        if (changed.length() <= end) {
            int bits = changed.length();
            level.leaves(way, way + (1 << end - bits), routes.longest(high, low, Slot.BITS + 1, bits));
            paint(at, routes.from(high, low, bits), routes.behind(high, low, bits));
        } else if (level.isLeaf(way)) {
            int inherited = routes.longest(high, low, Slot.BITS + 1, end);
            long first = high & Prefix.maskHigh(end);
            long firstLow = low & Prefix.maskLow(end);
            build(at + 1, routes.from(first, firstLow, end + 1), routes.behind(first, firstLow, end), inherited);
            level.below(way, levels[at + 1]);
        } else {
            levels[at + 1].read(blocks, level.child(way, 0), level.child(way, 1), level.child(way, 2));
            change(at + 1, changed);
            level.below(way, levels[at + 1]);
        }
        level.finish(blocks);
    }

    private int way(Level level, int route) {
        return Subtree.way(routes.high(route), routes.low(route), level.depth);
    }
}
