package inaba.ra.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.LinkRow;
import inaba.wire.Ipv6Address;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a link is an advertising interface, RFC 4861 §6.2.2.
public final class Readiness {
    private Readiness() {}

    /// What keeps the link from advertising, or an empty text.
    ///
    /// @param source what [#source] says
    public static String waitsFor(AdvertisingRow row, LinkRow link, Optional<Ipv6Address> source) {
        if (!row.on()) {
            return "off";
        }
        if (!link.up()) {
            return "link is down";
        }
        if (!link.disabled().isEmpty()) {
            return link.disabled();
        }
        if (!link.forwarding()) {
            return "forwarding is off";
        }
        if (source.isEmpty()) {
            var wanted = row.delivery().source();
            return wanted == null ? "no link-local address" : "no address " + wanted;
        }
        return "";
    }

    /// True while an address of ours is still checked for duplicates, the prefix of which will be advertised: an
    /// advertisement without it would put the next one off by MIN_DELAY_BETWEEN_RAS (§6.2.6).
    ///
    /// @param addresses of the link
    public static boolean isSettling(Collection<AddressRow> addresses) {
        return addresses.stream()
                .anyMatch(a -> a.origin() == AddressRow.Origin.MANUAL
                        && a.state() == State.TENTATIVE
                        && a.address().isGlobal());
    }

    /// True if frames can be sent: enough for final advertisements.
    public static boolean canSend(@Nullable LinkRow link, Optional<Ipv6Address> source) {
        return link != null && link.up() && source.isPresent();
    }

    /// The address that all advertisements of the link come from (§6.1.2, §6.2.8): checked for duplicates, and the same
    /// one as long as it is there.
    ///
    /// @param addresses of the link
    /// @param wanted the one that a person named, or null
    public static Optional<Ipv6Address> source(Collection<AddressRow> addresses, @Nullable Ipv6Address wanted) {
        return addresses.stream()
                .filter(a -> wanted == null || a.address().equals(wanted))
                .filter(a -> a.address().isLinkLocal() && !a.anycast())
                .filter(a -> a.state() == State.PREFERRED || a.state() == State.DEPRECATED)
                .min(Comparator.comparing(AddressRow::state).thenComparing(AddressRow::address))
                .map(AddressRow::address);
    }
}
