package inaba.addrconf.core;

import java.time.Duration;

/// How long to wait for an answer to a Router Solicitation: RFC 7559 §2, the algorithm of RFC 3315 §14.
public final class SolicitationBackoff {
    /// IRT, which is RTR_SOLICITATION_INTERVAL of RFC 4861 §10.
    static final Duration INITIAL = Duration.ofSeconds(4);

    /// MRT
    static final Duration MAXIMUM = Duration.ofSeconds(3600);

    private static final double SPREAD = 0.1;

    private SolicitationBackoff() {}

    /// The pause after the first solicitation. The random part is not negative, since solicitations are at least
    /// RTR_SOLICITATION_INTERVAL apart (RFC 4861 §6.3.7).
    ///
    /// @param random 0 to 1
    public static Duration first(double random) {
        return scaled(INITIAL, 1 + SPREAD * random);
    }

    /// The pause that follows a pause.
    ///
    /// @param random 0 to 1
    public static Duration after(Duration previous, double random) {
        double spread = SPREAD * (2 * random - 1);
        var next = scaled(previous, 2 + spread);
        return next.compareTo(MAXIMUM) > 0 ? scaled(MAXIMUM, 1 + spread) : next;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }
}
