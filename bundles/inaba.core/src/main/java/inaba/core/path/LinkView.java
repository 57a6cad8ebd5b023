package inaba.core.path;

import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.route.Fib;
import inaba.api.transform.Dst;
import org.jspecify.annotations.Nullable;

/// A link as workers see it, within one plan.
///
/// @param port null while no device is open
/// @param outlet the way out where there is no device, else null
/// @param up packets can pass
/// @param ipv6 IPv6 is not disabled on it
/// @param fib of the link's table, for IPv6
/// @param fib4 of the link's table, for IPv4
/// @param address4 an IPv4 address of ours on it, or 0
public record LinkView(
        LinkRow row,
        @Nullable Port port,
        @Nullable Dst outlet,
        long mac,
        boolean up,
        boolean ipv6,
        boolean forwarding,
        Fib fib,
        Fib fib4,
        int address4) {
    public static LinkView of(LinkRow row, @Nullable Port port, @Nullable Dst outlet, Fib fib, Fib fib4, int address4) {
        return new LinkView(
                row,
                port,
                outlet,
                row.mac().value(),
                row.up() && (port != null || outlet != null),
                row.disabled().isEmpty(),
                row.forwarding(),
                fib,
                fib4,
                address4);
    }
}
