package inaba.icmp6.probe;

import inaba.api.link.LinkRow;
import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.wire.Ipv6Address;
import inaba.wire.ScopedAddress;
import org.jspecify.annotations.Nullable;

/// Where probes go and where from, once names were looked up.
///
/// @param link the link to send on, or 0 for the route's
/// @param text as typed: `fe80::2%lan`
/// @param source the node's address that they come from
record Target(Ipv6Address address, int link, String text, Ipv6Address source) {
    /// On the control loop.
    ///
    /// @param via a link or an address of the node, or null (option -I)
    /// @param from an address of the node, or null (option -s of trace6)
    static Target find(Node node, String command, ScopedAddress to, @Nullable String via, @Nullable Ipv6Address from)
            throws CommandException {
        LinkRow viaLink = via == null ? null : node.link(via);
        Ipv6Address source = via == null || viaLink != null ? from : address(command, via);
        LinkRow link = viaLink;
        if (to.zone() != null) {
            link = node.link(to.zone());
            if (link == null) {
                throw CommandException.failed(command + ": there is no link \"" + to.zone() + '"');
            }
        }
        Ipv6Address address = to.address();
        if (link == null && needsLink(address)) {
            throw CommandException.usage(
                    command + ": " + address + " is on each link: say which, as " + address + "%LINK or with -I LINK");
        }
        int index = link == null ? 0 : link.index();
        return new Target(address, index, text(address, link), source(node, command, address, index, source));
    }

    private static Ipv6Address address(String command, String via) throws CommandException {
        try {
            return ScopedAddress.parse(via).address();
        } catch (IllegalArgumentException neither) {
            throw CommandException.failed(command + ": \"" + via + "\" is neither a link nor an address of this node");
        }
    }

    private static boolean needsLink(Ipv6Address address) {
        return address.isLinkLocal() || address.isMulticast();
    }

    private static Ipv6Address source(Node node, String command, Ipv6Address to, int link, @Nullable Ipv6Address wanted)
            throws CommandException {
        if (wanted != null) {
            boolean ours =
                    node.addresses().rows().stream().anyMatch(a -> a.address().equals(wanted) && a.usable());
            if (!ours) {
                throw CommandException.failed(command + ": " + wanted + " is not an address of this node");
            }
            return wanted;
        }
        var chosen = node.output().source(to, link);
        if (chosen == null) {
            throw CommandException.failed(command + ": no route to " + to + ", or no address to reach it from");
        }
        return chosen;
    }

    /// The longest packet that the path is known to carry in bytes, or 0 when none is too long.
    int mtu(Node node) {
        var way = node.resolve(address, source, link);
        if (way == null || way.mtu() == 0) {
            return 0;
        }
        var known = node.pathMtus().get(new PathMtuRow.Key(address.isLinkLocal() ? link : 0, address));
        return known == null ? way.mtu() : Math.min(way.mtu(), known.mtu());
    }

    private static String text(Ipv6Address address, @Nullable LinkRow link) {
        return link == null || !needsLink(address) ? address.toString() : address + "%" + link.name();
    }

    /// An address as it is shown: with the link's name where it means nothing without.
    static String text(Node node, Ipv6Address address, int link) {
        return text(address, node.link(link));
    }
}
