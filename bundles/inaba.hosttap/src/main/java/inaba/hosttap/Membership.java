package inaba.hosttap;

import inaba.api.link.GroupRow;
import inaba.api.protocol.Node;
import inaba.wire.Ipv6Address;
import java.util.Set;

/// The groups of a link that daemons have joined on its tap, as rows, so that the appliance reports them there. On the
/// control loop.
final class Membership {
    static final String OWNER = "inaba.hosttap";

    private final Node node;
    private final int link;

    Membership(Node node, int link) {
        this.node = node;
        this.link = link;
    }

    void set(Set<Ipv6Address> joined) {
        for (var row : node.groups().rows()) {
            if (isOurs(row, link) && !joined.contains(row.group())) {
                node.groups().remove(row.key());
            }
        }
        for (var group : joined) {
            node.groups().put(new GroupRow(link, group, OWNER));
        }
    }

    /// Takes over what a predecessor has joined; of links that have no tap any more all are left.
    static void adopt(Node node) {
        for (var row : node.groups().adopt(OWNER)) {
            if (node.hostTaps().get(row.link()) == null) {
                node.groups().remove(row.key());
            }
        }
    }

    private static boolean isOurs(GroupRow row, int link) {
        return row.owner().equals(OWNER) && row.link() == link;
    }
}
