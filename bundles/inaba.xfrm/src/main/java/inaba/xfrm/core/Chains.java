package inaba.xfrm.core;

import org.jspecify.annotations.Nullable;

/// Several associations of one key, the newest first. One thread changes it while others read, without a lock; a change
/// costs the same however long a chain is.
final class Chains {
    private final Places<Link> newest;

    /// @param secret makes collisions unpredictable
    Chains(long secret) {
        newest = new Places<>(secret);
    }

    /// An association in a chain. Once taken out it still leads on, for readers who are there.
    static final class Link extends Keyed {
        final Association association;
        private @Nullable Link newer;
        private volatile @Nullable Link older;

        private Link(long high, long low, long number, Association association) {
            super(high, low, number);
            this.association = association;
        }

        /// The next older one.
        @Nullable
        Link older() {
            return older;
        }
    }

    /// The newest of this key. Any thread.
    @Nullable
    Link find(long high, long low, long number) {
        var link = newest.find(high, low, number);
        return link == null || link.is(high, low, number) ? link : null;
    }

    /// @return to take it out with
    Link add(long high, long low, long number, Association association) {
        var link = new Link(high, low, number, association);
        var before = newest.find(high, low, number);
        if (before != null) {
            link.older = before;
            before.newer = link;
        }
        newest.put(link);
        return link;
    }

    void remove(Link link) {
        var newer = link.newer;
        var older = link.older;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else if (older != null) {
            newest.put(older);
        } else {
            newest.remove(link);
        }
    }
}
