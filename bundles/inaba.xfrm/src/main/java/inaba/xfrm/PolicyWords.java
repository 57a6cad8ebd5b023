package inaba.xfrm;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.table.Row;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Template;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Policies in iproute2's words, read and shown.
final class PolicyWords {
    private static final long MOST_PRIORITY = 0xffff_ffffL;

    private final Args args;
    private final SelectorWords selector;
    private @Nullable Direction direction;
    private int index;
    private long priority;
    private PolicyRow.Action action = PolicyRow.Action.ALLOW;
    private final List<Template> templates = new ArrayList<>();

    PolicyWords(Args args, Collection<LinkRow> links) {
        this.args = args;
        this.selector = new SelectorWords(links);
    }

    /// `SELECTOR dir DIR [index N] [action A] [priority N] [tmpl ...]...`
    PolicyWords take() throws CommandException {
        selector.take(args);
        while (args.hasNext()) {
            if (args.accept("dir")) {
                direction = Direction.valueOf(args.oneOf("out", "in", "fwd").toUpperCase(Locale.ROOT));
            } else if (args.accept("index")) {
                index = (int) args.number("a number", 1, Integer.MAX_VALUE);
            } else if (args.accept("priority")) {
                priority = args.number("a number", 0, MOST_PRIORITY);
            } else if (args.accept("action")) {
                action = PolicyRow.Action.valueOf(args.oneOf("allow", "block").toUpperCase(Locale.ROOT));
            } else if (args.accept("tmpl")) {
                templates.add(template());
            } else {
                throw args.unexpected("dir, index, action, priority or tmpl");
            }
        }
        return this;
    }

    int index() {
        return index;
    }

    Direction direction() throws CommandException {
        if (direction == null) {
            throw args.usage("expected dir out|in|fwd");
        }
        return direction;
    }

    PolicyRow.Key key() throws CommandException {
        var family = templates.stream()
                .map(Template::destination)
                .filter(address -> !address.isUnspecified())
                .map(IpFamily::of)
                .findFirst()
                .orElse(IpFamily.IPV6);
        return new PolicyRow.Key(direction(), selector.selector(args, family));
    }

    /// @param before what it replaces
    /// @param free an index that no other policy has
    PolicyRow row(@Nullable PolicyRow before, int free) throws CommandException {
        int number = index != 0 ? index : before != null ? before.index() : free;
        var use = before == null ? new LongAdder() : before.use();
        try {
            return new PolicyRow(key(), number, priority, action, templates, use, Row.PERSON, Row.FOREVER);
        } catch (IllegalArgumentException wrong) {
            throw args.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private Template template() throws CommandException {
        var source = Ipv6Address.UNSPECIFIED;
        var destination = Ipv6Address.UNSPECIFIED;
        int protocol = -1;
        int spi = 0;
        var mode = Mode.TRANSPORT;
        int request = 0;
        boolean optional = false;
        while (true) {
            if (args.accept("src")) {
                source = StateWords.address(args);
            } else if (args.accept("dst")) {
                destination = StateWords.address(args);
            } else if (args.accept("proto")) {
                protocol = StateWords.protocol(args);
            } else if (args.accept("spi")) {
                spi = StateWords.spi(args);
            } else if (args.accept("mode")) {
                mode = StateWords.mode(args);
            } else if (args.accept("reqid")) {
                request = (int) args.number("a number", 0, Integer.MAX_VALUE);
            } else if (args.accept("level")) {
                optional = args.oneOf("required", "use").equals("use");
            } else {
                break;
            }
        }
        if (protocol < 0) {
            throw args.usage("a template needs proto esp|ah|comp");
        }
        if (mode == Mode.TUNNEL && destination.isUnspecified()) {
            throw args.usage("a template of mode tunnel needs src ADDR dst ADDR");
        }
        return new Template(zeroless(source), zeroless(destination), protocol, spi, mode, request, optional);
    }

    /// `0.0.0.0` says as much as `::`.
    private static Ipv6Address zeroless(Ipv6Address address) {
        return address.equals(Ipv6Address.ofIpv4(0)) ? Ipv6Address.UNSPECIFIED : address;
    }

    static Line show(PolicyRow row, Collection<LinkRow> links) {
        var line = SelectorWords.show(Line.of(), row.key().selector(), links)
                .keyed("dir", row.key().direction())
                .keyed("action", row.action() == PolicyRow.Action.BLOCK ? row.action() : null)
                .keyed("index", row.index())
                .keyed("priority", row.priority())
                .keyed("used", row.use().sum());
        return row.templates().isEmpty()
                ? line
                : line.children(
                        "tmpl", row.templates().stream().map(PolicyWords::show).toList());
    }

    private static Line show(Template template) {
        var line = Line.of().flag("tmpl", true);
        if (!template.source().isUnspecified()) {
            line.keyed("src", IpFamily.text(template.source()));
        }
        if (!template.destination().isUnspecified()) {
            line.keyed("dst", IpFamily.text(template.destination()));
        }
        return line.keyed("proto", StateWords.name(template.protocol()))
                .keyed("spi", template.spi() == 0 ? null : "0x" + HexFormat.of().toHexDigits(template.spi()))
                .keyed("reqid", template.requestId() == 0 ? null : template.requestId())
                .keyed("mode", template.mode())
                .keyed("level", template.optional() ? "use" : null);
    }

    /// The words that make it again.
    static String text(PolicyRow row, Collection<LinkRow> links) {
        var words = words(SelectorWords.show(Line.of(), row.key().selector(), links))
                + " dir " + row.key().direction()
                + (row.action() == PolicyRow.Action.BLOCK ? " action block" : "")
                + " priority " + row.priority();
        return row.templates().stream()
                .map(template -> " " + words(show(template)))
                .collect(Collectors.joining("", words, ""));
    }

    private static String words(Line line) {
        return line.fields().stream()
                .map(field -> field.look() == Line.Look.FLAG ? field.name() : field.name() + " " + field.value())
                .collect(Collectors.joining(" "));
    }
}
