package inaba.ingress;

import inaba.api.link.IngressRow;
import inaba.api.link.IngressRow.Reverse;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.SpecialPurpose;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `ingress`: which sources may come in on a link.
@Component(service = Command.class)
public final class IngressCommand implements Command {
    private static final String ALL = "all";
    private static final List<SpecialPurpose> KINDS = Stream.of(SpecialPurpose.values())
            .filter(kind -> kind != SpecialPurpose.NONE)
            .toList();
    private static final List<String> KIND_WORDS = Stream.concat(
                    Stream.of(ALL), KINDS.stream().map(IngressCommand::word))
            .toList();

    private final Node node;

    @Activate
    public IngressCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "ingress";
    }

    @Override
    public String summary() {
        return "which sources may come in on a link: reverse path and bogons, of both families";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show]",
                "set LINK [rpf strict|loose|off] [default on|off] [bogon " + String.join("|", KIND_WORDS) + "]...",
                "del LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set", "del")) {
            case "set" -> set(args);
            case "del" -> delete(args);
            default -> {
                args.end();
                node.loop()
                        .call(() -> node.ingressFilters().rows().stream()
                                .map(this::line)
                                .toList())
                        .forEach(call::print);
            }
        }
    }

    @Override
    public List<String> configuration() {
        return node.ingressFilters().rows().stream()
                .filter(row -> node.link(row.link()) != null)
                .map(row -> "set " + name(row) + ' ' + String.join(" ", words(row)))
                .toList();
    }

    /// All that is not named is as it is without a filter.
    private void set(Args args) throws CommandException {
        var link = LinkWords.next(args, node.links().rows());
        var reverse = Reverse.OFF;
        boolean byDefault = true;
        Set<SpecialPurpose> bogons = EnumSet.noneOf(SpecialPurpose.class);
        do {
            if (args.accept("rpf")) {
                reverse = Reverse.valueOf(args.oneOf("strict", "loose", "off").toUpperCase(Locale.ROOT));
            } else if (args.accept("default")) {
                byDefault = args.onOff();
            } else if (args.accept("bogon")) {
                var word = args.oneOf(KIND_WORDS);
                bogons.addAll(KINDS.stream()
                        .filter(kind -> word.equals(ALL) || word.equals(word(kind)))
                        .toList());
            } else {
                throw args.unexpected("rpf strict|loose|off, default on|off or bogon KIND");
            }
        } while (args.hasNext());
        var row = new IngressRow(link.index(), reverse, byDefault, List.copyOf(bogons), Row.PERSON);
        if (!node.loop().call(() -> node.ingressFilters().put(row))) {
            throw args.failed("no more than " + node.ingressFilters().limit() + " links can have a filter");
        }
    }

    private void delete(Args args) throws CommandException {
        var link = LinkWords.next(args, node.links().rows());
        args.end();
        if (node.loop().call(() -> node.ingressFilters().remove(link.index())) == null) {
            throw args.failed("there is no filter on " + link.name());
        }
    }

    private Line line(IngressRow row) {
        var bogons = row.bogons().stream().map(IngressCommand::word).toList();
        return Line.of()
                .bare("link", name(row))
                .keyed("rpf", word(row.reverse()))
                .keyed("default", row.byDefault() ? "on" : "off")
                .keyed("bogon", bogons.isEmpty() ? null : bogons);
    }

    private static List<String> words(IngressRow row) {
        var words = new ArrayList<String>();
        words.add("rpf " + word(row.reverse()));
        if (!row.byDefault()) {
            words.add("default off");
        }
        row.bogons().forEach(kind -> words.add("bogon " + word(kind)));
        return words;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String name(IngressRow row) {
        var link = node.link(row.link());
        return link == null ? Integer.toString(row.link()) : link.name();
    }
}
