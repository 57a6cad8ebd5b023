package inaba.core.route;

import inaba.api.link.LinkParameters;
import inaba.api.link.LinkRow;
import inaba.api.table.Table;
import inaba.wire.Ipv6Header;
import java.util.function.IntConsumer;

/// What routes need to know of links: whether they run, and the MTU that the node uses on its links: the device's, or
/// what a router said where that is less (RFC 4861 §6.3.4).
public final class LinkMtus {
    private final Table<Integer, LinkRow> links;
    private final Table<Integer, LinkParameters> parameters;

    public LinkMtus(Table<Integer, LinkRow> links, Table<Integer, LinkParameters> parameters) {
        this.links = links;
        this.parameters = parameters;
    }

    /// True when packets can be sent on the link.
    boolean runs(int link) {
        var row = links.get(link);
        return row != null && row.runs();
    }

    /// Bytes of an IP packet, 1280 upwards; 0 when there is no such link.
    int of(int link) {
        var row = links.get(link);
        if (row == null) {
            return 0;
        }
        var learned = parameters.get(link);
        return learned == null || learned.mtu() < Ipv6Header.MIN_MTU ? row.mtu() : Math.min(row.mtu(), learned.mtu());
    }

    /// Calls back with a link whose routers changed their mind.
    void watch(IntConsumer changed) {
        parameters.watch((before, after) -> {
            int was = before == null ? 0 : before.mtu();
            int is = after == null ? 0 : after.mtu();
            if (was != is) {
                changed.accept(after != null ? after.link() : before != null ? before.link() : 0);
            }
        });
    }
}
