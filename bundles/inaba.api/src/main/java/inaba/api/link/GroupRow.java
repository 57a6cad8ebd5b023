package inaba.api.link;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;

/// A multicast group that `owner` wants received on a link. The engine joins the groups of RFC 4291 §2.8 by itself.
public record GroupRow(int link, Ipv6Address group, String owner) implements Row<GroupRow> {
    @Override
    public GroupRow key() {
        return this;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
