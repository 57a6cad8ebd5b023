package inaba.nd;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.ProxyRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.ip.command.NeighborTableCommand;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `neigh6` shows and changes behind the word `proxy`, as `ip -6 neighbour` does: addresses of others that a
/// router answers for (RFC 4861 §7.2.8). On the control loop.
record ProxyWords(Node node) implements NeighborTableCommand.Proxies {
    @Override
    public List<Line> lines(@Nullable LinkRow link) {
        return node.proxies().rows().stream()
                .filter(row -> link == null || row.link() == link.index())
                .map(row -> Line.of()
                        .bare("dst", row.address())
                        .keyed("dev", name(row))
                        .flag("proxy", true))
                .toList();
    }

    @Override
    public boolean add(Args args, LinkRow link, Ipv6Address address) throws CommandException {
        if (address.isMulticast() || address.isUnspecified()) {
            throw args.failed("only a unicast address has a proxy");
        }
        if (!node.proxies().put(new ProxyRow(link.index(), address, Row.PERSON))) {
            throw args.failed("the table of proxies is full (" + node.proxies().limit() + " entries)");
        }
        return true;
    }

    @Override
    public boolean delete(LinkRow link, Ipv6Address address) {
        return node.proxies().remove(new NeighborKey(link.index(), address)) != null;
    }

    @Override
    public List<String> configuration() {
        return node.proxies().rows().stream()
                .filter(row -> row.owner().equals(Row.PERSON) && node.link(row.link()) != null)
                .map(row -> "add proxy " + row.address() + " dev " + name(row))
                .toList();
    }

    private String name(ProxyRow row) {
        var link = node.link(row.link());
        return link == null ? Integer.toString(row.link()) : link.name();
    }
}
