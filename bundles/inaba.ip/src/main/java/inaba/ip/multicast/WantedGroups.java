package inaba.ip.multicast;

import inaba.api.link.AddressKey;
import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.wire.Ipv6Address;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which sources of which groups the listeners of a link want together, RFC 3810 §4.2, as far as it is ever reported.
public final class WantedGroups {
    private final Predicate<Ipv6Address> reported;
    private final Map<AddressKey, Map<GroupRow.Key, SourceFilter>> listeners = new LinkedHashMap<>();

    /// @param reported false for groups of which nothing is ever said
    public WantedGroups(List<GroupRow> rows, Predicate<Ipv6Address> reported) {
        this.reported = reported;
        rows.forEach(this::add);
    }

    public void changed(@Nullable GroupRow before, @Nullable GroupRow after) {
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
    public SourceFilter filter(AddressKey group) {
        var here = listeners.get(group);
        return here == null ? SourceFilter.NONE : SourceFilter.merged(here.values());
    }

    public List<AddressKey> groups(int link) {
        return listeners.keySet().stream().filter(key -> key.link() == link).toList();
    }

    public static AddressKey at(GroupRow row) {
        return new AddressKey(row.link(), row.group());
    }

    private void add(GroupRow row) {
        if (reported.test(row.group())) {
            listeners.computeIfAbsent(at(row), _ -> new HashMap<>()).put(row.key(), row.filter());
        }
    }
}
