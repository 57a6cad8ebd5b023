package inaba.nd;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `neigh6`: the neighbour table, as `ip -6 neighbour` shows and changes it.
@Component(service = Command.class)
public final class NeighborCommand implements Command {
    private static final String PROXY = "proxy";

    private final Node node;
    private final ProxyWords proxies;

    @Activate
    public NeighborCommand(@Reference Node node) {
        this.node = node;
        this.proxies = new ProxyWords(node);
    }

    @Override
    public String name() {
        return "neigh6";
    }

    @Override
    public String summary() {
        return "neighbours and whether they are reachable";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show] [proxy] [dev LINK]",
                "add ADDR lladdr MAC dev LINK",
                "add proxy ADDR dev LINK",
                "del [proxy] ADDR dev LINK",
                "flush [dev LINK]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        boolean shown = "dev".equals(args.peek()) || PROXY.equals(args.peek());
        switch (shown ? "show" : args.verb("show", "add", "del", "flush")) {
            case "add" -> add(args);
            case "del" -> delete(args);
            case "flush" -> flush(args);
            default -> show(call);
        }
    }

    private void show(Call call) throws CommandException {
        boolean proxy = call.args().accept(PROXY);
        var device = device(call.args());
        List<Line> lines = node.loop().call(() -> {
            var link = device == null ? null : link(call.args(), device);
            return proxy
                    ? proxies.lines(link)
                    : node.neighbors().rows().stream()
                            .filter(row -> link == null || row.link() == link.index())
                            .map(this::line)
                            .toList();
        });
        lines.forEach(call::print);
    }

    private Line line(NeighborRow row) {
        return Line.of()
                .bare("dst", row.address())
                .keyed("dev", linkName(row))
                .keyed("lladdr", row.mac().equals(MacAddress.ZERO) ? null : row.mac())
                .flag("router", row.router())
                .bare("state", row.state());
    }

    private String linkName(NeighborRow row) {
        var link = node.link(row.link());
        return link == null ? Integer.toString(row.link()) : link.name();
    }

    private void add(Args args) throws CommandException {
        if (args.accept(PROXY)) {
            var wanted = new Words(args, node.links().rows(), false);
            node.loop().call(() -> proxies.add(args, link(args, wanted.device), wanted.address));
            return;
        }
        var words = new Words(args, node.links().rows(), true);
        var address = words.address;
        var mac = words.mac;
        if (mac == null) {
            throw args.usage("expected lladdr MAC");
        }
        if (address.isMulticast() || address.isUnspecified() || mac.isMulticast()) {
            throw args.failed("a neighbour has a unicast address and a unicast MAC");
        }
        boolean added = onLoop(args, words.device, link -> node.neighbors().put(permanent(link, address, mac)));
        if (!added) {
            throw args.failed("the neighbour table is full (" + node.neighbors().limit() + " entries)");
        }
    }

    private NeighborRow permanent(LinkRow link, Ipv6Address address, MacAddress mac) {
        long now = node.time().nanos();
        return new NeighborRow(
                link.index(), address, mac, NeighborRow.State.PERMANENT, false, 0, now, NeighborRow.NEVER, Row.PERSON);
    }

    private void delete(Args args) throws CommandException {
        boolean proxy = args.accept(PROXY);
        var words = new Words(args, node.links().rows(), false);
        var address = words.address;
        boolean removed = onLoop(
                args,
                words.device,
                link -> proxy
                        ? proxies.delete(link, address)
                        : node.neighbors().remove(new NeighborKey(link.index(), address)) != null);
        if (!removed) {
            throw args.failed("no " + (proxy ? "proxy for " : "neighbour ") + address + " on " + words.device);
        }
    }

    /// As `ip neigh flush`: what a person made stays.
    private void flush(Args args) throws CommandException {
        var device = device(args);
        node.loop().call(() -> {
            var link = device == null ? null : link(args, device);
            node.neighbors().rows().stream()
                    .filter(row -> !row.owner().equals(Row.PERSON) && (link == null || row.link() == link.index()))
                    .forEach(row -> node.neighbors().remove(row.key()));
            return true;
        });
    }

    @Override
    public List<String> configuration() {
        var neighbors = node.neighbors().rows().stream()
                .filter(row -> row.owner().equals(Row.PERSON))
                .filter(row -> node.link(row.link()) != null)
                .map(row -> "add " + row.address() + " lladdr " + row.mac() + " dev " + linkName(row));
        return Stream.concat(neighbors, proxies.configuration().stream()).toList();
    }

    private boolean onLoop(Args args, String device, Change change) throws CommandException {
        return node.loop().call(() -> change.on(link(args, device)));
    }

    private LinkRow link(Args args, String name) throws CommandException {
        return LinkWords.find(args, node.links().rows(), name);
    }

    /// `[dev LINK]` and nothing more.
    private static @Nullable String device(Args args) throws CommandException {
        String device = args.accept("dev") ? args.next("LINK") : null;
        args.end();
        return device;
    }

    /// A change of one link's neighbours.
    private interface Change {
        boolean on(LinkRow link);
    }

    /// `ADDR [lladdr MAC] dev LINK`, the last two in any order.
    private static final class Words {
        private final Ipv6Address address;
        private final String device;
        private @Nullable MacAddress mac;

        Words(Args args, Collection<LinkRow> links, boolean withMac) throws CommandException {
            var said = args.zonedAddress();
            address = said.value();
            String found = null;
            while (args.hasNext()) {
                if (args.accept("dev")) {
                    found = args.next("LINK");
                } else if (withMac && args.accept("lladdr")) {
                    mac = args.mac();
                } else {
                    throw args.unexpected(withMac ? "lladdr MAC or dev LINK" : "dev LINK");
                }
            }
            found = LinkWords.device(args, links, said.zone(), found);
            if (found == null) {
                throw args.unexpected("dev LINK");
            }
            device = found;
        }
    }
}
