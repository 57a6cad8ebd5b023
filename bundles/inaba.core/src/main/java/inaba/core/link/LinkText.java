package inaba.core.link;

import inaba.api.link.LinkRow;
import inaba.api.route.RouteRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words that make a link again.
final class LinkText {
    private LinkText() {}

    static List<String> configuration(OpenLink link, @Nullable LinkRow row) {
        if (row == null) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        var add = new StringBuilder("add ").append(row.name()).append(' ');
        add.append(link.driverName()).append(':').append(link.device());
        if (link.wantedMtu() != 0) {
            add.append(" mtu ").append(link.wantedMtu());
        }
        if (link.wantedMac() != null) {
            add.append(" mac ").append(link.wantedMac());
        }
        if (!row.table().equals(RouteRow.MAIN)) {
            add.append(" table ").append(row.table());
        }
        if (link.forced()) {
            add.append(" force");
        }
        lines.add(add.toString());
        if (!row.forwarding()) {
            lines.add("set " + row.name() + " forwarding off");
        }
        if (!row.adminUp()) {
            lines.add("set " + row.name() + " down");
        }
        return lines;
    }
}
