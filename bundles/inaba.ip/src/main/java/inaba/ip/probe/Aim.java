package inaba.ip.probe;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.ScopedAddress;
import org.jspecify.annotations.Nullable;

/// Where a person wants probes to go, once names were looked up.
///
/// @param args of the call, for errors
/// @param link the link to send on, or null for the route's
/// @param wanted the address that they shall come from, or null for the one that fits
record Aim(
        Args args,
        Ipv6Address address,
        @Nullable LinkRow link,
        @Nullable Ipv6Address wanted) {
    /// On the control loop.
    ///
    /// @param via a link or an address of the node, or null (option -I)
    /// @param from an address of the node, or null (option -s of trace6)
    static Aim of(Node node, Args args, ScopedAddress to, @Nullable String via, @Nullable Ipv6Address from)
            throws CommandException {
        var links = node.links().rows();
        LinkRow link = to.zone() == null ? null : LinkWords.zone(args, links, to.zone());
        Ipv6Address wanted = from;
        if (via != null) {
            LinkRow through = node.link(via);
            if (through == null) {
                var own = address(args, via, IpFamily.of(to.address()));
                wanted = own.address();
                through = own.zone() == null ? null : LinkWords.zone(args, links, own.zone());
            }
            if (link != null && through != null && link.index() != through.index()) {
                throw args.usage(to + " is not on " + through.name() + ", where -I " + via + " is");
            }
            link = link == null ? through : link;
        }
        if (link == null && needsLink(to.address())) {
            String text = IpFamily.text(to.address());
            throw args.usage(text + " is on each link: say which, as " + text + "%LINK or with -I LINK");
        }
        return new Aim(args, to.address(), link, wanted);
    }

    private static ScopedAddress address(Args args, String via, IpFamily family) throws CommandException {
        try {
            return ScopedAddress.parse(via, family);
        } catch (IllegalArgumentException neither) {
            throw args.failed("\"" + via + "\" is neither a link nor an address of this node");
        }
    }

    static boolean needsLink(Ipv6Address address) {
        return address.isLinkLocal() || address.isMulticast();
    }

    private int index() {
        return link == null ? 0 : link.index();
    }

    /// The address to come from that Duplicate Address Detection has not assigned yet, or null.
    @Nullable
    AddressRow tentative(Node node) {
        return wanted == null
                ? node.output().tentativeSource(address, index())
                : node.addresses().rows().stream()
                        .filter(row -> row.address().equals(wanted) && row.state() == AddressRow.State.TENTATIVE)
                        .findFirst()
                        .orElse(null);
    }

    /// @throws CommandException when there is no address to come from
    Target target(Node node) throws CommandException {
        var text = Target.text(address, link);
        return new Target(address, index(), text, wanted == null ? chosen(node) : checked(node, wanted));
    }

    private Ipv6Address checked(Node node, Ipv6Address source) throws CommandException {
        boolean ours =
                node.addresses().rows().stream().anyMatch(row -> row.address().equals(source) && row.usable());
        if (!ours) {
            throw args.failed(IpFamily.text(source) + " is not an address of this node");
        }
        return source;
    }

    private Ipv6Address chosen(Node node) throws CommandException {
        var chosen = node.output().source(address, index());
        if (chosen == null) {
            throw args.failed("no route to " + IpFamily.text(address) + ", or no address to reach it from");
        }
        return chosen;
    }
}
