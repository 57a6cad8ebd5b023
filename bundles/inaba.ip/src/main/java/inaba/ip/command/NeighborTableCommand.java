package inaba.ip.command;

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
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A family's part of the neighbour table, as `ip neighbour` shows and changes it.
public abstract class NeighborTableCommand implements Command {
    private static final List<String> NUD = Stream.of(NeighborRow.State.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final String STATES = String.join("|", NUD);

    private final String name;
    private final IpFamily family;
    private final Node node;
    private final @Nullable Proxies proxies;

    /// Addresses of others that the node answers for: what stands behind the word `proxy`. On the control loop.
    public interface Proxies {
        /// @param link null = of all links
        List<Line> lines(@Nullable LinkRow link);

        /// @return true
        boolean add(Args args, LinkRow link, Ipv6Address address) throws CommandException;

        /// @return false when there was none
        boolean delete(LinkRow link, Ipv6Address address);

        /// What makes them again.
        List<String> configuration();
    }

    /// @param name `neigh6`, `neigh4`
    /// @param proxies null where the family has none
    protected NeighborTableCommand(String name, IpFamily family, Node node, @Nullable Proxies proxies) {
        this.name = name;
        this.family = family;
        this.node = node;
        this.proxies = proxies;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return family + " neighbours and whether they are reachable";
    }

    @Override
    public List<String> usages() {
        return proxies == null
                ? List.of(
                        "[show] [dev LINK] [nud " + STATES + "]",
                        "add ADDR lladdr MAC dev LINK",
                        "del ADDR dev LINK",
                        "flush [dev LINK] [nud " + STATES + "]",
                        "load FILE")
                : List.of(
                        "[show] [dev LINK] [nud " + STATES + "]",
                        "[show] proxy [dev LINK]",
                        "add ADDR lladdr MAC dev LINK",
                        "add proxy ADDR dev LINK",
                        "del [proxy] ADDR dev LINK",
                        "flush [dev LINK] [nud " + STATES + "]",
                        "load FILE");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        boolean filtered = Stream.of("dev", "nud", "proxy").anyMatch(word -> word.equals(args.peek()));
        switch (filtered ? "show" : args.verb("show", "add", "del", "flush", "load")) {
            case "add" -> add(args);
            case "del" -> delete(args);
            case "flush" -> flush(args);
            case "load" -> new NeighborLoader(node, family).run(call);
            default -> show(call);
        }
    }

    /// The proxies when the next word asks for them, which is taken.
    private @Nullable Proxies proxies(Args args) {
        return proxies != null && args.accept("proxy") ? proxies : null;
    }

    private void show(Call call) throws CommandException {
        var shown = proxies(call.args());
        var filter = new Filter(call.args(), shown == null);
        if (shown != null) {
            node.loop().call(() -> shown.lines(link(call.args(), filter))).forEach(call::print);
            return;
        }
        var link = link(call.args(), filter);
        rows().filter(row -> filter.fits(row, link))
                .takeWhile(_ -> !call.cancelled())
                .forEach(row -> call.print(line(row)));
    }

    private Stream<NeighborRow> rows() {
        return node.neighbors().rows().stream().filter(row -> row.family() == family);
    }

    private Line line(NeighborRow row) {
        return Line.of()
                .bare("dst", IpFamily.text(row.address()))
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
        var others = proxies(args);
        if (others != null) {
            var wanted = new NeighborWords(args, family, node.links().rows(), false);
            node.loop().call(() -> others.add(args, link(args, wanted.device), wanted.address));
            return;
        }
        var words = new NeighborWords(args, family, node.links().rows(), true);
        var mac = words.mac(args);
        long now = node.time().nanos();
        boolean added = onLoop(args, words.device, link -> node.neighbors()
                .put(NeighborWords.permanent(link.index(), words.address, mac, now)));
        if (!added) {
            throw args.failed(NeighborLoader.full(node));
        }
    }

    private void delete(Args args) throws CommandException {
        var others = proxies(args);
        var words = new NeighborWords(args, family, node.links().rows(), false);
        var address = words.address;
        boolean removed = onLoop(
                args,
                words.device,
                link -> others != null
                        ? others.delete(link, address)
                        : node.neighbors().remove(new NeighborKey(link.index(), address)) != null);
        if (!removed) {
            String what = others == null ? "neighbour " : "proxy for ";
            throw args.failed("no " + what + IpFamily.text(address) + " on " + words.device);
        }
    }

    /// As `ip neigh flush`: what a person made stays.
    private void flush(Args args) throws CommandException {
        var filter = new Filter(args, true);
        node.loop().call(() -> {
            var link = link(args, filter);
            rows().filter(row -> !row.owner().equals(Row.PERSON) && filter.fits(row, link))
                    .forEach(row -> node.neighbors().remove(row.key()));
            return true;
        });
    }

    @Override
    public List<String> configuration() {
        var neighbors = rows().filter(row -> row.owner().equals(Row.PERSON))
                .filter(row -> node.link(row.link()) != null)
                .map(row -> "add " + IpFamily.text(row.address()) + " lladdr " + row.mac() + " dev " + linkName(row));
        var others = proxies == null ? Stream.<String>empty() : proxies.configuration().stream();
        return Stream.concat(neighbors, others).toList();
    }

    private boolean onLoop(Args args, String device, Change change) throws CommandException {
        return node.loop().call(() -> change.on(link(args, device)));
    }

    private LinkRow link(Args args, String name) throws CommandException {
        return LinkWords.find(args, node.links().rows(), name);
    }

    private @Nullable LinkRow link(Args args, Filter filter) throws CommandException {
        return filter.device == null ? null : link(args, filter.device);
    }

    /// A change of one link's neighbours.
    private interface Change {
        boolean on(LinkRow link);
    }

    /// `[dev LINK] [nud STATE]` in any order, and nothing more.
    private static final class Filter {
        private @Nullable String device;
        private NeighborRow.@Nullable State state;

        Filter(Args args, boolean withState) throws CommandException {
            while (args.hasNext()) {
                if (args.accept("dev")) {
                    device = args.next("LINK");
                } else if (withState && args.accept("nud")) {
                    state = NeighborRow.State.valueOf(args.oneOf(NUD).toUpperCase(Locale.ROOT));
                } else {
                    throw args.unexpected(withState ? "dev LINK or nud STATE" : "dev LINK");
                }
            }
        }

        /// @param link the device's, or null for any
        boolean fits(NeighborRow row, @Nullable LinkRow link) {
            return (link == null || row.link() == link.index()) && (state == null || row.state() == state);
        }
    }
}
