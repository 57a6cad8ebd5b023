package inaba.ip.limit;

import java.util.concurrent.TimeUnit;

/// A token bucket, the method that RFC 4443 §2.4 (f) recommends: `rate` a second in the long run, `burst` at once.
public final class TokenBucket {
    private final long cost;
    private final long most;
    private long credit;
    private long last;

    /// A full bucket.
    ///
    /// @param rate tokens a second, 1 to 10^9
    /// @param burst tokens that it holds, 1 upwards
    /// @param now nanoseconds
    public TokenBucket(int rate, int burst, long now) {
        this.cost = TimeUnit.SECONDS.toNanos(1) / rate;
        this.most = cost * burst;
        this.credit = most;
        this.last = now;
    }

    /// True if a token is there now.
    public boolean has(long now) {
        credit = Math.min(most, credit + Math.min(most, now - last));
        last = now;
        return credit >= cost;
    }

    /// Takes a token which [#has] has found.
    public void take() {
        credit -= cost;
    }
}
