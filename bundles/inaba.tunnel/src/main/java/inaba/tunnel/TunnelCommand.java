package inaba.tunnel;

import inaba.api.link.LinkRow;
import inaba.api.link.TunnelRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `tunnel`: links through which packets go inside others.
@Component(service = Command.class)
public final class TunnelCommand implements Command {
    /// After the links that they go by, before the addresses on them.
    private static final int ORDER = 15;

    private static final String OPTIONS = " [local ADDR] [remote ADDR] [dev LINK] [ttl N|inherit] [tos N|inherit]"
            + " [key K] [ikey K] [okey K] [seq] [csum] [encaplimit N|none] [mtu N] [nopmtudisc|pmtudisc]"
            + " [6rd-prefix PREFIX] [6rd-relay_prefix PREFIX] [relay ADDR]";

    private final Node node;

    @Activate
    public TunnelCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public String summary() {
        return "show, add, change and delete tunnels";
    }

    @Override
    public List<String> usages() {
        String modes = String.join("|", TunnelRow.Mode.words().toList());
        return List.of(
                "[show] [LINK]",
                "add NAME mode " + modes + OPTIONS + " [forwarding on|off] [down]",
                "change LINK [mode " + modes + "]" + OPTIONS + " [nokey] [noseq] [nocsum]",
                "del LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "add", "change", "del")) {
            case "add" -> add(args);
            case "change" -> change(args);
            case "del" -> delete(args);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        return node.tunnels().rows().stream()
                .map(row -> "add " + TunnelText.words(row) + ofLink(node.link(row.name())))
                .toList();
    }

    /// What `link set` has changed: the tunnel is there only after the links were made again.
    private static String ofLink(@Nullable LinkRow link) {
        return link == null ? "" : (link.forwarding() ? "" : " forwarding off") + (link.adminUp() ? "" : " down");
    }

    @Override
    public int configurationOrder() {
        return ORDER;
    }

    private void add(Args args) throws CommandException {
        args.accept("name");
        String name = args.next("NAME", LinkWords::newName);
        put(args, new Draft(name), true);
    }

    private void change(Args args) throws CommandException {
        args.accept("name");
        String name = args.next("LINK");
        put(args, new Draft(find(args, name)), false);
    }

    private void put(Args args, Draft draft, boolean fresh) throws CommandException {
        boolean forwards = true;
        boolean up = true;
        while (args.hasNext()) {
            if (fresh && args.accept("down")) {
                up = false;
            } else if (fresh && args.accept("forwarding")) {
                forwards = args.onOff();
            } else {
                draft.take(args);
            }
        }
        TunnelRow row;
        try {
            row = draft.row();
        } catch (IllegalArgumentException incomplete) {
            throw args.usage(String.valueOf(incomplete.getMessage()));
        }
        var wrong = node.loop().call(() -> {
            var why = fresh && node.link(row.name()) != null
                    ? "link " + row.name() + " exists; delete it first, or choose another name"
                    : RowCheck.of(node, row);
            if (why != null) {
                return why;
            }
            if (fresh) {
                node.sequence("inaba.tunnel." + row.name() + ".sent").set(0);
                node.sequence("inaba.tunnel." + row.name() + ".received").set(0);
            }
            return node.tunnels().put(row)
                    ? ""
                    : "no more than " + node.tunnels().limit() + " tunnels can be";
        });
        if (!wrong.isEmpty()) {
            throw args.failed(wrong);
        }
        if (!forwards || !up) {
            set(row.name(), forwards, up);
        }
    }

    private void set(String name, boolean forwards, boolean up) {
        node.loop().call(() -> {
            var link = node.link(name);
            if (link != null) {
                node.links()
                        .put(link.withForwarding(forwards && link.forwarding()).withAdminUp(up));
            }
            return node;
        });
    }

    private void delete(Args args) throws CommandException {
        args.accept("name");
        String name = args.next("LINK");
        args.end();
        find(args, name);
        node.loop().call(() -> {
            node.tunnels().remove(name);
            return node;
        });
    }

    private void show(Call call) throws CommandException {
        var args = call.args();
        var rows = args.hasNext()
                ? List.of(find(args, args.next("LINK")))
                : node.tunnels().rows();
        args.end();
        List<Line> lines = node.loop().call(() -> rows.stream().map(this::line).toList());
        lines.forEach(call::print);
    }

    private TunnelRow find(Args args, String name) throws CommandException {
        return node.tunnels().rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> args.failed("no tunnel named \"" + name + "\"; tunnel show lists them"));
    }

    private Line line(TunnelRow row) {
        var link = node.link(row.name());
        return Line.of()
                .bare("name", row.name() + ":")
                .bare("mode", row.mode().word())
                .keyed("local", TunnelText.end(row.local()))
                .keyed("remote", TunnelText.end(row.remote()))
                .keyed("6rd-prefix", TunnelText.text(row.prefix()))
                .keyed("6rd-relay_prefix", TunnelText.text(row.relayPrefix()))
                .keyed("relay", row.relay() == null ? null : IpFamily.text(row.relay()))
                .keyed("dev", row.device().isEmpty() ? null : row.device())
                .keyed("ttl", TunnelText.inherited(row.hopLimit()))
                .keyed("tos", TunnelText.inherited(row.trafficClass()))
                .keyed("ikey", TunnelText.key(row.inKey()))
                .keyed("okey", TunnelText.key(row.outKey()))
                .flag("seq", row.sequence())
                .flag("csum", row.checksum())
                .keyed("encaplimit", limit(row))
                .keyed("mtu", link == null ? null : link.mtu())
                .flag("nopmtudisc", !row.pathMtuDiscovery());
    }

    private static @Nullable String limit(TunnelRow row) {
        return row.mode().outer() == IpFamily.IPV6 ? TunnelText.limit(row) : null;
    }
}
