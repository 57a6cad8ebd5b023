package inaba.addrconf.core;

import java.time.Duration;

/// How long to wait for an answer to a Router Solicitation: RFC 7559 §2, the algorithm of RFC 3315 §14.
///
/// @param initial IRT, which is RTR_SOLICITATION_INTERVAL of RFC 4861 §10
/// @param maximum MRT
public record SolicitationBackoff(Duration initial, Duration maximum) {
    private static final double SPREAD = 0.1;

    /// The pause after the first solicitation. The random part is not negative, since solicitations are at least
    /// RTR_SOLICITATION_INTERVAL apart (RFC 4861 §6.3.7).
    ///
    /// @param random 0 to 1
    public Duration first(double random) {
        return scaled(initial, 1 + SPREAD * random);
    }

    /// The pause that follows a pause.
    ///
    /// @param random 0 to 1
    public Duration after(Duration previous, double random) {
        double spread = SPREAD * (2 * random - 1);
        var next = scaled(previous, 2 + spread);
        return next.compareTo(maximum) > 0 ? scaled(maximum, 1 + spread) : next;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }
}
