package inaba.api.route;

/// Where a packet to the source of another would go, seen from the link that this other came in on (RFC 3704 §2).
public enum ReversePath {
    /// Nowhere: no route, or one that discards (RFC 5635 §4).
    NONE,
    /// Out of another link, by the default route.
    ELSEWHERE_BY_DEFAULT,
    /// Out of another link.
    ELSEWHERE,
    /// Back where it came in, by the default route.
    BACK_BY_DEFAULT,
    /// Back where it came in, or there too.
    BACK
}
