package inaba.api.link;

import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the router stands in its schedule of advertisements on a link, RFC 4861 §6.2.4 to §6.2.6: what a successor of
/// `inaba.ra` needs to go on. There is no row while nothing is scheduled.
///
/// @param left initial or final advertisements that are still to be sent, the next one included
/// @param lastMulticast instant of the last multicast advertisement in nanoseconds, or [#NEVER]
/// @param next instant of the next multicast advertisement in nanoseconds
/// @param withdrawn prefixes that are no longer advertised but still in use by hosts
/// @param former the address that advertisements came from before, or null
public record AdvertisingState(
        int link,
        Phase phase,
        int left,
        long lastMulticast,
        long next,
        List<Withdrawn> withdrawn,
        @Nullable Former former,
        String owner)
        implements Row<Integer> {
    /// No advertisement was sent yet.
    public static final long NEVER = Long.MIN_VALUE;

    public AdvertisingState {
        withdrawn = List.copyOf(withdrawn);
    }

    /// A prefix that went: hosts are told that it is deprecated until the instant, in nanoseconds, at which they have
    /// forgotten it (RFC 9096 §3.5).
    public record Withdrawn(OnLinkPrefix prefix, long until) {}

    /// A source that is no longer ours: hosts are to forget the router of that name (§6.2.8).
    ///
    /// @param left final advertisements that are still to be sent from it, 1 upwards
    public record Former(Ipv6Address source, int left) {}

    /// What is being sent.
    public enum Phase {
        /// Initial and then periodic advertisements.
        ADVERTISING,
        /// Final advertisements, with a router lifetime of zero (§6.2.5).
        CEASING
    }

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
