package inaba.ip.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/// A token bucket per key, RFC 4443 §2.4 (f). The key unused for longest gives way when there are too many; whoever
/// comes back finds a full bucket.
public final class TokenBuckets<K> {
    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final Map<K, Bucket> buckets;

    /// @param perSecond tokens a second, and the most that a bucket holds; 0 = never any
    /// @param limit the most buckets
    public TokenBuckets(int perSecond, int limit) {
        this.perSecond = perSecond;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
                return size() > limit;
            }
        };
    }

    /// Takes a token.
    ///
    /// @param now nanoseconds
    public boolean take(K key, long now) {
        return take(key, now, 0);
    }

    /// Takes a token if enough are left then.
    ///
    /// @param now nanoseconds
    /// @param reserve the part of the bucket, 0 to 1, that is not for this one
    public boolean take(K key, long now, double reserve) {
        if (perSecond == 0) {
            return false;
        }
        var bucket = buckets.get(key);
        long most = perSecond * SECOND;
        long level =
                bucket == null ? most : Math.min(most, bucket.level + Math.min(now - bucket.at, SECOND) * perSecond);
        boolean taken = level - SECOND >= (long) (most * reserve);
        buckets.put(key, new Bucket(taken ? level - SECOND : level, now));
        return taken;
    }

    /// @param level tokens in billionths
    private record Bucket(long level, long at) {}
}
