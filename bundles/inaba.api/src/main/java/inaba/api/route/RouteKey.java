package inaba.api.route;

import inaba.wire.Prefix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What makes a route one of its own.
///
/// @param source [Prefix#ALL] unless the route is source-specific
/// @param via set where each next hop is a row of its own, as routers learned from advertisements are
public record RouteKey(
        String table,
        Prefix destination,
        Prefix source,
        int metric,
        String protocol,
        @Nullable NextHop via) {
    /// As a record's: written out because tables of many routes ask for it all the time.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteKey key
                && destination.equals(key.destination)
                && metric == key.metric
                && source.equals(key.source)
                && table.equals(key.table)
                && protocol.equals(key.protocol)
                && Objects.equals(via, key.via);
    }

    @Override
    public int hashCode() {
        int hash = 31 * destination.hashCode() + metric;
        hash = 31 * hash + source.hashCode();
        hash = 31 * hash + table.hashCode();
        hash = 31 * hash + protocol.hashCode();
        return 31 * hash + Objects.hashCode(via);
    }
}
