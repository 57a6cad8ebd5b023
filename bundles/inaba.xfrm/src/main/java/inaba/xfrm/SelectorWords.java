package inaba.xfrm;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.Selector;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Prefix;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Selectors in iproute2's words: `src PREFIX dst PREFIX dev LINK proto tcp sport N dport N`. Ports may be ranges,
/// `N-M`.
final class SelectorWords {
    private static final String ALL = "any";

    private final Collection<LinkRow> links;
    private @Nullable Prefix source;
    private @Nullable Prefix destination;
    private int protocol = Selector.ANY;
    private Ports sourcePorts = Ports.ANY;
    private Ports destinationPorts = Ports.ANY;
    private int link;

    SelectorWords(Collection<LinkRow> links) {
        this.links = links;
    }

    /// Takes what belongs to a selector, up to the first word that does not.
    SelectorWords take(Args args) throws CommandException {
        while (true) {
            if (args.accept("src")) {
                source = prefix(args);
            } else if (args.accept("dst")) {
                destination = prefix(args);
            } else if (args.accept("dev")) {
                link = LinkWords.next(args, links).index();
            } else if (args.accept("proto")) {
                protocol = protocol(args);
            } else if (args.accept("sport") || args.accept("type")) {
                sourcePorts = args.next("N or N-M", Ports::parse);
            } else if (args.accept("dport") || args.accept("code")) {
                destinationPorts = args.next("N or N-M", Ports::parse);
            } else {
                return this;
            }
        }
    }

    /// @param otherwise the family where neither prefix says it
    Selector selector(Args args, IpFamily otherwise) throws CommandException {
        var family = source != null ? IpFamily.of(source) : destination != null ? IpFamily.of(destination) : otherwise;
        if ((sourcePorts.isAny() && destinationPorts.isAny()) || protocol != Selector.ANY) {
            try {
                return new Selector(
                        source == null ? family.all() : source,
                        destination == null ? family.all() : destination,
                        protocol,
                        sourcePorts,
                        destinationPorts,
                        link);
            } catch (IllegalArgumentException wrong) {
                throw args.usage(String.valueOf(wrong.getMessage()));
            }
        }
        throw args.usage("sport, dport, type and code need proto");
    }

    private static int protocol(Args args) throws CommandException {
        return args.accept(ALL) ? Selector.ANY : args.next("a protocol", IpProtocol::parse);
    }

    /// A prefix of whichever family it is.
    static Prefix prefix(Args args) throws CommandException {
        var word = args.peek();
        var family = word == null || word.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4;
        return args.prefix(family);
    }

    /// Adds the words that make it again.
    static Line show(Line line, Selector selector, Collection<LinkRow> links) {
        boolean types = selector.hasTypes();
        var name = links.stream()
                .filter(row -> row.index() == selector.link())
                .map(LinkRow::name)
                .findFirst();
        return line.keyed("src", IpFamily.text(selector.source()))
                .keyed("dst", IpFamily.text(selector.destination()))
                .keyed("dev", name.orElse(null))
                .keyed("proto", selector.protocol() == Selector.ANY ? null : IpProtocol.name(selector.protocol()))
                .keyed(types ? "type" : "sport", selector.sourcePorts().isAny() ? null : selector.sourcePorts())
                .keyed(
                        types ? "code" : "dport",
                        selector.destinationPorts().isAny() ? null : selector.destinationPorts());
    }
}
