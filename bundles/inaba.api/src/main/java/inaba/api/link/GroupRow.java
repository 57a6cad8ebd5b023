package inaba.api.link;

import inaba.api.multicast.SourceFilter;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;

/// A multicast group that `owner` wants received on a link. The engine joins the groups of RFC 4291 §2.8 by itself.
///
/// @param listener tells listeners of one owner apart, such as sockets, each of which may have a filter of its own
///     (RFC 3810 §4.1); 0 where the owner is the only one
/// @param filter not [SourceFilter#NONE]: who wants no source removes the row
public record GroupRow(int link, Ipv6Address group, long listener, SourceFilter filter, String owner)
        implements Row<GroupRow.Key> {
    /// Who listens to what.
    public record Key(int link, Ipv6Address group, long listener, String owner) {}

    public GroupRow {
        if (filter.isNone()) {
            throw new IllegalArgumentException("a listener that wants no source of " + group);
        }
    }

    /// All sources, for the owner as the only listener.
    public GroupRow(int link, Ipv6Address group, String owner) {
        this(link, group, 0, SourceFilter.ANY, owner);
    }

    public IpFamily family() {
        return IpFamily.of(group);
    }

    @Override
    public Key key() {
        return new Key(link, group, listener, owner);
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
