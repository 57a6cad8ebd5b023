package inaba.core.route;

import java.time.Duration;

/// What bounds a host's choice among routers.
///
/// @param destinations remembered with their router, the Destination Cache of RFC 4861 §5.1
/// @param betweenProbes of one silent router, RFC 4191 §3.5
public record SelectionLimits(int destinations, Duration betweenProbes) {
    public static final SelectionLimits STANDARD = new SelectionLimits(4096, Duration.ofMinutes(1));
}
