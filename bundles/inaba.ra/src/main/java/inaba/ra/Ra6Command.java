package inaba.ra;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.ra.core.Settings;
import inaba.ra.core.SettingsCheck;
import java.util.List;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `ra6`: what this router advertises.
@Component(service = Command.class)
public final class Ra6Command implements Command {
    private final Node node;

    @Activate
    public Ra6Command(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "ra6";
    }

    @Override
    public String summary() {
        return "what the router advertises on a link";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show]",
                "set LINK [on|off] [interval MIN MAX] [lifetime S] [pref high|medium|low] [hoplimit N] [reachable MS]"
                        + " [retrans MS] [managed on|off] [other on|off] [mtu N]"
                        + " [prefix P [onlink on|off] [auto on|off] [valid S] [preferred S] [router on|off]"
                        + " [decrement on|off] [deprecate on|off]]..."
                        + " [route P [pref high|medium|low] [lifetime S]]... [rdnss A... [lifetime S]]"
                        + " [dnssl N... [lifetime S]] [pref64 P] [captive URI] [slla on|off] [unicast on|off]"
                        + " [client A...] [source A] [advinterval on|off] [homeagent on|off] [hapref N] [halifetime S]",
                "set LINK [prefix|route|rdnss|dnssl|pref64|captive|client|source none]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set")) {
            case "set" -> set(args);
            default -> {
                args.end();
                show().forEach(call::print);
            }
        }
    }

    @Override
    public List<String> configuration() {
        return node.links().rows().stream()
                .map(link -> Replay.command(link.name(), row(link), node.time().nanos()))
                .filter(words -> !words.isEmpty())
                .toList();
    }

    private List<Line> show() {
        return node.loop().call(() -> {
            var lines = new Ra6Lines(node);
            return node.links().rows().stream()
                    .map(link -> lines.line(link, node.advertising().get(link.index())))
                    .toList();
        });
    }

    private void set(Args args) throws CommandException {
        String name = args.next("LINK");
        var target = node.loop().call(() -> {
            var link = LinkWords.find(args, node.links().rows(), name);
            return new Target(link, row(link));
        });
        if (!args.hasNext()) {
            throw args.unexpected("a setting");
        }
        var draft = new Draft(target.row(), name, node.time().nanos());
        while (args.hasNext()) {
            draft.take(args);
        }
        var row = draft.row();
        try {
            SettingsCheck.check(row, target.link().mtu());
        } catch (IllegalArgumentException wrong) {
            throw args.usage(Objects.requireNonNull(wrong.getMessage()));
        }
        boolean stored = node.loop().call(() -> node.advertising().put(row));
        if (!stored) {
            throw args.failed("no more than " + node.advertising().limit() + " links can advertise");
        }
    }

    private AdvertisingRow row(LinkRow link) {
        var row = node.advertising().get(link.index());
        return row == null ? Settings.defaults(link.index()) : row;
    }

    private record Target(LinkRow link, AdvertisingRow row) {}
}
