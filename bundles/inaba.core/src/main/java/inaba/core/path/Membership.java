package inaba.core.path;

import inaba.api.link.AddressRow;
import inaba.api.link.GroupRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.ProxyRow;
import inaba.api.table.Table;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which addresses and groups are ours: those of the tables, and what RFC 4291 §2.8 asks of every host and router; for
/// IPv4 the broadcast addresses of RFC 1812 §4.2.3.1 and the group of all hosts (RFC 1112 §7.2).
public final class Membership {
    private static final String OWNER = "inaba.core";
    /// Of the smallest scope: what the node sends there comes back to it, and is on no wire.
    private static final Ipv6Address INTERFACE_NODES = Ipv6Address.parse("ff01::1");

    private static final List<Ipv6Address> ROUTERS =
            List.of(Ipv6Address.parse("ff01::2"), Ipv6Address.ALL_ROUTERS, Ipv6Address.parse("ff05::2"));
    /// RFC 6164 §5: no Subnet-Router anycast address on a link between two routers.
    private static final int LONGEST_WITH_ANYCAST = 126;
    private static final int LONGEST_WITH_BROADCAST = 126;
    private static final Ipv6Address ALL_HOSTS = Ipv6Address.ofIpv4(0xe000_0001);

    private final Table<Integer, LinkRow> links;
    private final Table<?, AddressRow> addresses;
    private final Table<?, ProxyRow> proxies;
    private final Table<GroupRow.Key, GroupRow> groups;

    public Membership(
            Table<Integer, LinkRow> links,
            Table<?, AddressRow> addresses,
            Table<?, ProxyRow> proxies,
            Table<GroupRow.Key, GroupRow> groups) {
        this.links = links;
        this.addresses = addresses;
        this.proxies = proxies;
        this.groups = groups;
    }

    /// Whether a change of an address is one of what is ours: each advertisement changes lifetimes, which are not.
    public static boolean changes(@Nullable AddressRow before, @Nullable AddressRow after) {
        return before == null
                || after == null
                || before.state() != after.state()
                || before.prefixLength() != after.prefixLength()
                || before.anycast() != after.anycast();
    }

    /// Joins and leaves what the present addresses and links ask for.
    public void reconcile() {
        var wanted = required();
        for (var row : groups.rows()) {
            if (row.owner().equals(OWNER) && !wanted.remove(row)) {
                groups.remove(row.key());
            }
        }
        wanted.forEach(groups::put);
    }

    /// @param secret for the table's hash
    public LocalAddresses build(long secret) {
        var builder = new LocalAddresses.Builder();
        builder.add(0, Ipv6Address.LOOPBACK, LocalAddresses.UNICAST);
        builder.add(0, Ipv6Address.ofIpv4(Checks4.LIMITED_BROADCAST), LocalAddresses.BROADCAST);
        for (var row : addresses.rows()) {
            if (row.state() != AddressRow.State.DUPLICATE) {
                builder.add(row.link(), row.address(), kind(row));
                addAnycast(builder, row);
                addBroadcast(builder, row);
            }
        }
        proxies.rows().forEach(row -> builder.add(row.link(), row.address(), LocalAddresses.PROXY));
        groups.rows().forEach(row -> builder.add(row.link(), row.group(), LocalAddresses.GROUP));
        return builder.build(secret);
    }

    private Set<GroupRow> required() {
        var wanted = new LinkedHashSet<GroupRow>();
        for (var link : links.rows()) {
            wanted.add(new GroupRow(link.index(), INTERFACE_NODES, OWNER));
            wanted.add(new GroupRow(link.index(), Ipv6Address.ALL_NODES, OWNER));
            if (link.forwarding()) {
                for (var group : ROUTERS) {
                    wanted.add(new GroupRow(link.index(), group, OWNER));
                }
            }
        }
        for (var row : addresses.rows()) {
            if (row.address().isMapped()) {
                wanted.add(new GroupRow(row.link(), ALL_HOSTS, OWNER));
            } else if (row.state() != AddressRow.State.DUPLICATE) {
                wanted.add(new GroupRow(row.link(), row.address().solicitedNode(), OWNER));
                if (hasAnycast(row)) {
                    wanted.add(new GroupRow(row.link(), row.subnet().address().solicitedNode(), OWNER));
                }
            }
        }
        for (var row : proxies.rows()) { // RFC 4861 §7.2.8
            wanted.add(new GroupRow(row.link(), row.address().solicitedNode(), OWNER));
        }
        return wanted;
    }

    /// A subnet of one or two addresses has none (RFC 3021 §2.1).
    private static void addBroadcast(LocalAddresses.Builder builder, AddressRow row) {
        if (row.address().isMapped() && row.prefixLength() <= LONGEST_WITH_BROADCAST) {
            var subnet = row.subnet().address();
            int all = subnet.toIpv4() | ~row.subnet().mask().toIpv4();
            builder.add(row.link(), Ipv6Address.ofIpv4(all), LocalAddresses.BROADCAST);
            builder.add(row.link(), subnet, LocalAddresses.SUBNET);
        }
    }

    private void addAnycast(LocalAddresses.Builder builder, AddressRow row) {
        if (hasAnycast(row)) {
            builder.add(row.link(), row.subnet().address(), LocalAddresses.ANYCAST);
        }
    }

    /// RFC 4291 §2.6.1: a router has the Subnet-Router anycast address of each subnet.
    private boolean hasAnycast(AddressRow row) {
        var link = links.get(row.link());
        Prefix subnet = row.subnet();
        return link != null
                && link.forwarding()
                && row.usable()
                && !row.address().isMapped()
                && !row.address().isLinkLocal()
                && subnet.length() <= LONGEST_WITH_ANYCAST;
    }

    private static int kind(AddressRow row) {
        if (!row.usable()) {
            return LocalAddresses.TENTATIVE;
        }
        return row.anycast() ? LocalAddresses.ANYCAST : LocalAddresses.UNICAST;
    }
}
