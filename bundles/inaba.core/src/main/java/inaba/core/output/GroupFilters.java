package inaba.core.output;

import inaba.api.link.AddressKey;
import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.packet.Packet;
import inaba.api.table.Table;
import inaba.core.packet.Addresses;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From whom packets to a group are taken, RFC 3810 §2.1 and §4.2, for IPv4 RFC 3376 §3.2: what the listeners of a
/// link want together. On the control loop.
public final class GroupFilters {
    private final Table<GroupRow.Key, GroupRow> groups;
    /// Only where not every source is wanted.
    private final Map<AddressKey, SourceFilter> narrow = new HashMap<>();

    public GroupFilters(Table<GroupRow.Key, GroupRow> groups) {
        this.groups = groups;
        groups.watch(this::changed);
    }

    /// True for a packet to a group from a source that nobody on its link wants. The upper-layer header is known.
    boolean refuses(Packet packet) {
        if (narrow.isEmpty()) {
            return false;
        }
        var destination = Addresses.destination(packet);
        var filter = narrow.get(new AddressKey(packet.link(), destination));
        return filter != null && !filter.admits(Addresses.source(packet)) && !isMembership(packet);
    }

    /// RFC 3810 §4.2, RFC 3376 §3.1: messages of the membership protocols are never filtered.
    private static boolean isMembership(Packet packet) {
        int protocol = packet.upperProtocol();
        if (protocol != IpProtocol.ICMPV6 || packet.upper() >= packet.end()) {
            return protocol == IpProtocol.IGMP;
        }
        return Icmpv6Type.isMld(new Icmpv6Header(packet.memory(), packet.upper()).type());
    }

    private void changed(@Nullable GroupRow before, @Nullable GroupRow after) {
        var row = after == null ? before : after;
        if (row == null) {
            return;
        }
        var key = new AddressKey(row.link(), row.group());
        boolean any = after != null && after.filter().equals(SourceFilter.ANY);
        var together = any ? SourceFilter.ANY : together(key);
        if (together.equals(SourceFilter.ANY) || together.isNone()) {
            narrow.remove(key);
        } else {
            narrow.put(key, together);
        }
    }

    private SourceFilter together(AddressKey key) {
        return SourceFilter.merged(groups.rows().stream()
                .filter(row -> row.link() == key.link() && row.group().equals(key.address()))
                .map(GroupRow::filter)
                .toList());
    }
}
