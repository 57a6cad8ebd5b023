package inaba.core.path;

import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.route.Fib;
import org.jspecify.annotations.Nullable;

/// A link as workers see it, within one plan.
///
/// @param port null while no device is open
/// @param fib of the link's table
public record LinkView(LinkRow row, @Nullable Port port, long mac, boolean up, boolean forwarding, Fib fib) {
    public static LinkView of(LinkRow row, @Nullable Port port, Fib fib) {
        return new LinkView(row, port, row.mac().value(), row.runs() && port != null, row.forwarding(), fib);
    }
}
