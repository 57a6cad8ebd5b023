package inaba.ingress;

import inaba.api.link.IngressRow;
import inaba.api.link.IngressRow.Reverse;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.ip.link.LinkTableCommand;
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
public final class IngressCommand extends LinkTableCommand<IngressRow> {
    private static final String ALL = "all";
    private static final List<SpecialPurpose> KINDS = Stream.of(SpecialPurpose.values())
            .filter(kind -> kind != SpecialPurpose.NONE)
            .toList();
    private static final List<String> KIND_WORDS = Stream.concat(
                    Stream.of(ALL), KINDS.stream().map(IngressCommand::word))
            .toList();

    @Activate
    public IngressCommand(@Reference Node node) {
        super(
                "ingress",
                "which sources may come in on a link: reverse path and bogons, of both families",
                "filter",
                node,
                node.ingressFilters());
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show]",
                "set LINK [rpf strict|loose|off] [default on|off] [bogon " + String.join("|", KIND_WORDS) + "]...",
                "del LINK");
    }

    /// All that is not named is as it is without a filter.
    @Override
    protected IngressRow row(LinkRow link, Args args) throws CommandException {
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
        return new IngressRow(link.index(), reverse, byDefault, List.copyOf(bogons), Row.PERSON);
    }

    @Override
    protected Line line(Line line, IngressRow row) {
        var bogons = row.bogons().stream().map(IngressCommand::word).toList();
        return line.keyed("rpf", word(row.reverse()))
                .keyed("default", row.byDefault() ? "on" : "off")
                .keyed("bogon", bogons.isEmpty() ? null : bogons);
    }

    @Override
    protected String words(IngressRow row) {
        var words = new ArrayList<String>();
        words.add("rpf " + word(row.reverse()));
        if (!row.byDefault()) {
            words.add("default off");
        }
        row.bogons().forEach(kind -> words.add("bogon " + word(kind)));
        return String.join(" ", words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
