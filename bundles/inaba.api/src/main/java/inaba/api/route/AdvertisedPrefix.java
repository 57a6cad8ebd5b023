package inaba.api.route;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// A prefix that a router told hosts of, whatever its flags: a good first hop for packets from there (RFC 8028 §3.1),
/// and a reason to choose such a source for it (RFC 6724 §5 rule 5.5).
///
/// @param validUntil the end of the prefix's valid lifetime, in nanoseconds
public record AdvertisedPrefix(int link, Ipv6Address router, Prefix prefix, String owner, long validUntil)
        implements Row<AdvertisedPrefix.Key> {
    /// A router on a link, and what it advertises.
    public record Key(int link, Ipv6Address router, Prefix prefix) {}

    @Override
    public Key key() {
        return new Key(link, router, prefix);
    }
}
