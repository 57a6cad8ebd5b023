package inaba.mld;

import inaba.api.link.AddressKey;
import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.wire.Ipv6Address;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which sources of which groups the listeners of a link want together, RFC 3810 §4.2, as far as it is ever reported.
final class WantedGroups {
    private final Map<AddressKey, Map<GroupRow.Key, SourceFilter>> listeners = new LinkedHashMap<>();

    WantedGroups(List<GroupRow> rows) {
        rows.forEach(this::add);
    }

    void changed(@Nullable GroupRow before, @Nullable GroupRow after) {
        if (before != null) {
            listeners.computeIfPresent(at(before), (_, here) -> {
                here.remove(before.key());
                return here.isEmpty() ? null : here;
            });
        }
        if (after != null) {
            add(after);
        }
    }

    /// [SourceFilter#NONE] where nobody listens, or nothing is ever said of the group.
    SourceFilter filter(AddressKey group) {
        var here = listeners.get(group);
        return here == null ? SourceFilter.NONE : SourceFilter.merged(here.values());
    }

    List<AddressKey> groups(int link) {
        return listeners.keySet().stream().filter(key -> key.link() == link).toList();
    }

    /// False for the all-nodes group and those of scope 0 and 1, RFC 3810 §6.
    static boolean reported(Ipv6Address group) {
        return group.multicastScope() > Ipv6Address.SCOPE_INTERFACE && !group.equals(Ipv6Address.ALL_NODES);
    }

    static AddressKey at(GroupRow row) {
        return new AddressKey(row.link(), row.group());
    }

    private void add(GroupRow row) {
        if (reported(row.group())) {
            listeners.computeIfAbsent(at(row), _ -> new HashMap<>()).put(row.key(), row.filter());
        }
    }
}
