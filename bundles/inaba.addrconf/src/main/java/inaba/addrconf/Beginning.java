package inaba.addrconf;

import inaba.api.link.AddressRow.State;
import java.time.Duration;

/// How the check of a new address begins.
///
/// @param state TENTATIVE, or OPTIMISTIC (RFC 4429)
/// @param delay before the first solicitation, RFC 4862 §5.4.2
record Beginning(State state, Duration delay) {
    static final Beginning NOW = new Beginning(State.TENTATIVE, Duration.ZERO);
    /// RFC 4429 §3.3: not delayed.
    static final Beginning OPTIMISTIC = new Beginning(State.OPTIMISTIC, Duration.ZERO);

    static Beginning after(Duration delay) {
        return new Beginning(State.TENTATIVE, delay);
    }
}
