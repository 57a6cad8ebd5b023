package inaba.addrconf;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.manage.Line;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Links and their addresses as `ip -6 address` shows them.
///
/// @param now nanoseconds
record AddressText(List<AddressRow> addresses, long now) {
    Line link(LinkRow link) {
        String flags = (link.carrier() ? "" : "NO-CARRIER,") + (link.adminUp() ? "UP" : "DOWN");
        var line = Line.text(link.index() + ": " + link.name() + ": <" + flags + "> mtu " + link.mtu()
                        + (link.disabled().isEmpty() ? "" : " disabled: " + link.disabled()))
                .keyed("ifindex", link.index())
                .keyed("ifname", link.name())
                .keyed("flags", List.of(flags.split(",")))
                .keyed("mtu", link.mtu())
                .keyed("disabled", link.disabled().isEmpty() ? null : link.disabled());
        return line.children(
                "addr_info",
                addresses.stream()
                        .filter(row -> row.link() == link.index())
                        .map(this::address)
                        .toList());
    }

    private Line address(AddressRow row) {
        return Line.of()
                .keyed("inet6", row.address() + "/" + row.prefixLength())
                .keyed("scope", scope(row.address()))
                .flag("anycast", row.anycast())
                .flag("tentative", row.state() == State.TENTATIVE)
                .flag("dadfailed", row.state() == State.DUPLICATE)
                .flag("optimistic", row.state() == State.OPTIMISTIC)
                .flag("deprecated", row.state() == State.DEPRECATED)
                .flag("dynamic", row.origin() == Origin.SLAAC || row.origin() == Origin.TEMPORARY)
                .flag("temporary", row.origin() == Origin.TEMPORARY)
                .flag("nodad", row.dadTries() == AddressRow.NO_DAD && !row.anycast())
                .children("lifetimes", List.of(lifetimes(row)));
    }

    private Line lifetimes(AddressRow row) {
        return Line.of()
                .keyed("valid_lft", lifetime(row.validUntil()))
                .keyed("preferred_lft", lifetime(row.preferredUntil()));
    }

    private String lifetime(long until) {
        return until == Row.FOREVER ? "forever" : seconds(until, now) + "sec";
    }

    /// Seconds that are left, rounded up.
    static long seconds(long until, long now) {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(until - now + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    private static String scope(Ipv6Address address) {
        return switch (address.scope()) {
            case Ipv6Address.SCOPE_LINK -> "link";
            case Ipv6Address.SCOPE_SITE -> "site";
            default -> "global";
        };
    }
}
