package inaba.ip.limit;

import java.util.HashMap;
import java.util.Map;

/// Limits errors for each link and in total, RFC 4443 §2.4 (f). Used by one thread.
public final class ErrorLimiter {
    private final Limits limits;
    private final TokenBucket total;
    private final Map<Integer, TokenBucket> links = new HashMap<>();

    public ErrorLimiter(Limits limits, long now) {
        this.limits = limits;
        this.total = new TokenBucket(limits.totalRate(), limits.totalBurst(), now);
    }

    /// True if another error may be sent for a packet of this link; it then counts as sent.
    public boolean permits(int link, long now) {
        var bucket = links.computeIfAbsent(link, _ -> new TokenBucket(limits.rate(), limits.burst(), now));
        if (!bucket.has(now) || !total.has(now)) {
            return false;
        }
        bucket.take();
        total.take();
        return true;
    }

    /// The link is no more.
    public void forget(int link) {
        links.remove(link);
    }

    /// Errors a second and at once, 1 to 10^6: of one link, and of all.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public record Limits(int rate, int burst, int totalRate, int totalBurst) {
        private static final int MOST = 1_000_000;

        public Limits {
            if (Math.min(Math.min(rate, burst), Math.min(totalRate, totalBurst)) < 1
                    || Math.max(Math.max(rate, burst), Math.max(totalRate, totalBurst)) > MOST) {
                throw new IllegalArgumentException("rates and bursts of ICMP errors are 1 to " + MOST);
            }
        }
    }
}
