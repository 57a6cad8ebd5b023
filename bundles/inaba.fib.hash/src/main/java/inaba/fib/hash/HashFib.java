package inaba.fib.hash;

import inaba.api.route.Fib;
import java.util.List;

/// Groups of prefix lengths, asked from the longest to the shortest. Never changes once it is published: readers of it
/// see all of its old values until they take up the table that [#apply] made.
final class HashFib implements Fib {
    private final Secret secret;
    private final Group[] groups;
    private final int fallback;

    /// @param groups as numbered by [Group#of]
    /// @param fallback the value of ::/0, or [#NONE]
    private HashFib(Secret secret, Group[] groups, int fallback) {
        this.secret = secret;
        this.groups = groups;
        this.fallback = fallback;
    }

    static HashFib empty(Secret secret) {
        var groups = new Group[Group.COUNT];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Group.empty(i);
        }
        return new HashFib(secret, groups, NONE);
    }

    @Override
    public int lookup(long high, long low) {
        for (int i = groups.length - 1; i >= 0; i--) {
            long found = groups[i].lookup(secret, high, low);
            if (found != 0) {
                return (int) found - 1;
            }
        }
        return fallback;
    }

    @Override
    public Fib apply(List<Change> changes) {
        var writers = new GroupWriter[groups.length];
        int nextFallback = fallback;
        for (var change : changes) {
            if (change.prefix().length() == 0) {
                nextFallback = change.value();
                continue;
            }
            int which = Group.of(change.prefix().length());
            if (writers[which] == null) {
                writers[which] = new GroupWriter(secret, which, groups[which]);
            }
            if (change.value() == NONE) {
                writers[which].remove(change.prefix());
            } else {
                writers[which].put(change.prefix(), change.value());
            }
        }
        var next = groups.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] = writers[i] == null ? groups[i] : writers[i].finish();
        }
        return new HashFib(secret, next, nextFallback);
    }

    @Override
    public long memory() {
        long sum = 0;
        for (var group : groups) {
            sum += group.memory();
        }
        return sum;
    }
}
