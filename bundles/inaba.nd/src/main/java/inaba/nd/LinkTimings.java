package inaba.nd;

import inaba.api.link.LinkParameters;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The timing of each link: what Router Advertisements said, else the configuration; ReachableTime is random.
final class LinkTimings {
    private static final double PERCENT = 100;
    private static final long MIN_RETRANS_MS = 50;
    private static final long MIN_REACHABLE_MS = 500;
    private static final long MAX_REACHABLE_MS = 3_600_000; // §6.2.1
    private static final long MAX_RETRANS_MS = 60_000; // RFC 7048 §4

    private final Node node;
    private final NdConfig config;
    private final Map<Integer, Known> known = new HashMap<>();

    LinkTimings(Node node, NdConfig config) {
        this.node = node;
        this.config = config;
    }

    Timing of(int link) {
        var learned = node.parameters().get(link);
        long base = base(learned);
        long retrans = nanos(retransMillis(learned));
        long now = node.time().nanos();
        var last = known.get(link);
        if (last == null
                || last.base != base
                || now - last.computed >= TimeUnit.SECONDS.toNanos(config.reachable_recompute_s())) {
            last = new Known(base, now, timing(retrans, reachable(base)));
            known.put(link, last);
        } else if (last.timing.retrans() != retrans) {
            last = new Known(base, last.computed, timing(retrans, last.timing.reachable()));
            known.put(link, last);
        }
        return last.timing;
    }

    private Timing timing(long retrans, long reachable) {
        return new Timing(
                retrans,
                reachable,
                nanos(config.delay_first_probe_ms()),
                config.max_multicast_solicit(),
                config.max_unicast_solicit(),
                config.max_unreachable_solicit(),
                config.backoff_multiple(),
                nanos(config.max_retrans_timer_ms()),
                TimeUnit.SECONDS.toNanos(config.gc_stale_s()),
                TimeUnit.SECONDS.toNanos(config.gc_failed_s()));
    }

    /// RetransTimer, RFC 4861 §6.3.2
    Duration retrans(int link) {
        return Duration.ofMillis(retransMillis(node.parameters().get(link)));
    }

    void forget(int link) {
        known.remove(link);
    }

    private long retransMillis(@Nullable LinkParameters learned) {
        long millis = learned == null ? 0 : learned.retransMillis();
        return millis == 0 ? boundedRetrans(config.retrans_timer_ms()) : millis;
    }

    /// A RetransTimer within the bounds of reason, in milliseconds: a router cannot make us send without pause, nor
    /// keep packets waiting for hours.
    static long boundedRetrans(long millis) {
        return Math.clamp(millis, MIN_RETRANS_MS, MAX_RETRANS_MS);
    }

    /// A BaseReachableTime within the bounds of reason, in milliseconds.
    static long boundedReachable(long millis) {
        return Math.clamp(millis, MIN_REACHABLE_MS, MAX_REACHABLE_MS);
    }

    /// ReachableTime: uniform between MIN_RANDOM_FACTOR and MAX_RANDOM_FACTOR times BaseReachableTime, new when that
    /// changes and every few hours (RFC 4861 §6.3.2).
    private long reachable(long base) {
        double least = config.min_random_factor_percent() / PERCENT;
        double most = Math.max(least, config.max_random_factor_percent() / PERCENT);
        return (long) (base * (least + (most - least) * node.random().nextDouble()));
    }

    private long base(@Nullable LinkParameters learned) {
        long millis = learned == null ? 0 : learned.baseReachableMillis();
        return nanos(millis == 0 ? boundedReachable(config.reachable_time_ms()) : millis);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private record Known(long base, long computed, Timing timing) {}
}
