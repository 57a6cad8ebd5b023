package inaba.fib.hash;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// Makes the next group of lengths: tables that no change touches are taken as they are.
final class GroupWriter {
    private final Secret secret;
    private final int which;
    private final Group present;
    private final KeyTableWriter guide;
    private final @Nullable KeyTableWriter[] tables;

    GroupWriter(Secret secret, int which, Group present) {
        this.secret = secret;
        this.which = which;
        this.present = present;
        this.guide = new KeyTableWriter(secret, present.guide());
        this.tables = new KeyTableWriter[present.tables().length];
    }

    void put(Prefix prefix, int value) {
        Ipv6Address key = prefix.address();
        var table = table(prefix.length());
        if (table.get(key.high(), key.low()) == 0) {
            guide(prefix, 1);
        }
        table.put(key.high(), key.low(), value + 1L);
    }

    void remove(Prefix prefix) {
        Ipv6Address key = prefix.address();
        var table = table(prefix.length());
        if (table.get(key.high(), key.low()) != 0) {
            guide(prefix, -1);
            table.remove(key.high(), key.low());
        }
    }

    Group finish() {
        var next = present.tables().clone();
        for (int i = 0; i < tables.length; i++) {
            var writer = tables[i];
            if (writer != null) {
                next[i] = writer.finish();
            }
        }
        return new Group(which, guide.finish(), next);
    }

    /// A prefix came or went. The bit of its length stays until the last one goes: where no such prefix is left, it
    /// costs a lookup in vain and does no harm.
    private void guide(Prefix prefix, int more) {
        int shared = Group.first(which) - 1;
        long high = prefix.address().high() & Prefix.maskHigh(shared);
        long low = prefix.address().low() & Prefix.maskLow(shared);
        long before = guide.get(high, low);
        int count = Group.guideCount(before) + more;
        if (count == 0) {
            guide.remove(high, low);
        } else {
            guide.put(high, low, Group.guide(Group.guideLengths(before) | 1 << (prefix.length() - shared - 1), count));
        }
    }

    private KeyTableWriter table(int length) {
        int at = length - Group.first(which);
        var writer = tables[at];
        if (writer == null) {
            writer = new KeyTableWriter(secret, present.tables()[at]);
            tables[at] = writer;
        }
        return writer;
    }
}
