package inaba.route.core;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import org.jspecify.annotations.Nullable;

/// Which routes `route6 show` shows: what was not said is null and lets all pass.
public record RouteFilter(
        IpFamily family,
        @Nullable Prefix destination,
        @Nullable Integer link,
        @Nullable String protocol,
        @Nullable String table) {
    /// Reads `[PREFIX] [dev LINK] [proto P] [table T]`, in any order, to the end.
    public static RouteFilter parse(Args args, Scene scene) throws CommandException {
        Prefix destination = null;
        Integer link = null;
        String protocol = null;
        String table = null;
        while (args.hasNext()) {
            if (args.accept("dev")) {
                link = RouteWords.link(args, scene);
            } else if (args.accept("proto")) {
                protocol = RouteWords.protocol(args, scene);
            } else if (args.accept("table")) {
                table = args.next("a table", RouteWords::tableName);
            } else if (destination == null) {
                destination = args.prefix(scene.family());
            } else {
                throw args.unexpected("dev, proto or table");
            }
        }
        return new RouteFilter(scene.family(), destination, link, protocol, table);
    }

    public boolean shows(RouteRow row) {
        return row.family() == family
                && (destination == null || destination.equals(row.destination()))
                && (link == null || row.nextHops().stream().anyMatch(hop -> hop.link() == link))
                && (protocol == null || protocol.equals(row.protocol()))
                && (table == null || table.equals(row.table()));
    }
}
