package inaba.core.command;

import inaba.api.link.HostTapRow;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.route.RouteRow;
import inaba.core.Engine;
import inaba.core.link.Links;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `link`: the interfaces of the appliance.
@Component(service = Command.class)
public final class LinkCommand implements Command {
    private static final int ORDER = 10;
    private final Engine engine;

    @Activate
    public LinkCommand(@Reference Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "link";
    }

    @Override
    public String summary() {
        return "show, add, change and delete links";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show] [LINK]",
                "add NAME DRIVER:DEVICE [mtu N] [mac MAC] [table TABLE] [force]",
                "set LINK up|down",
                "set LINK mtu N",
                "set LINK driver DRIVER:DEVICE [force]",
                "set LINK forwarding on|off",
                "set LINK hosttap TAP|off [netns NAME] [proto P[/PORT],...]",
                "del LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "add", "set", "del")) {
            case "add" -> add(args);
            case "set" -> set(args);
            case "del" -> delete(args);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        return Stream.concat(engine.linkManager().configuration().stream(), hostTaps())
                .toList();
    }

    private Stream<String> hostTaps() {
        return engine.hostTaps().rows().stream().map(tap -> {
            var link = engine.links().get(tap.link());
            return "set " + (link == null ? tap.link() : link.name()) + " hosttap " + words(tap);
        });
    }

    private static String words(HostTapRow tap) {
        var matches = tap.matches().stream().map(HostTapRow.Match::toString).collect(Collectors.joining(","));
        return tap.tap() + (tap.namespace().isEmpty() ? "" : " netns " + tap.namespace()) + " proto " + matches;
    }

    @Override
    public int configurationOrder() {
        return ORDER;
    }

    private void show(Call call) throws CommandException {
        var args = call.args();
        args.accept("dev");
        var all = engine.links().rows();
        var rows = args.hasNext() ? List.of(LinkWords.next(args, all)) : all;
        args.end();
        rows.forEach(row -> call.print(line(row)));
    }

    private Line line(LinkRow row) {
        var inet = addresses(row, IpFamily.IPV4);
        var inet6 = addresses(row, IpFamily.IPV6);
        var tap = engine.hostTaps().get(row.index());
        var words = new StringBuilder(tap == null ? "" : "\n    hosttap " + words(tap));
        inet.forEach(address -> words.append("\n    inet ").append(address));
        inet6.forEach(address -> words.append("\n    inet6 ").append(address));
        return Line.text(row.index() + ": " + row.name() + ": <" + flags(row) + "> mtu " + row.mtu() + " driver "
                        + row.driver() + ":" + row.device() + " state " + (row.up() ? "UP" : "DOWN")
                        + (row.table().equals(RouteRow.MAIN) ? "" : " table " + row.table())
                        + (row.disabled().isEmpty() ? "" : " ipv6 disabled: " + row.disabled())
                        + (row.pointToPoint() ? "\n    link/none" : "\n    link/ether " + row.mac())
                        + words)
                .keyed("index", row.index())
                .keyed("name", row.name())
                .keyed("driver", row.driver())
                .keyed("device", row.device())
                .keyed("mac", row.pointToPoint() ? null : row.mac())
                .keyed("inet", inet)
                .keyed("inet6", inet6)
                .keyed("mtu", row.mtu())
                .keyed("up", row.adminUp())
                .keyed("carrier", row.carrier())
                .keyed("forwarding", row.forwarding())
                .keyed("table", row.table())
                .keyed("hosttap", tap == null ? null : words(tap))
                .keyed("disabled", row.disabled().isEmpty() ? null : row.disabled());
    }

    private List<String> addresses(LinkRow link, IpFamily family) {
        return engine.addressesOf(family).stream()
                .filter(row -> row.link() == link.index())
                .map(row -> IpFamily.text(row.address())
                        + '/'
                        + family.length(row.prefixLength())
                        + (row.usable() ? "" : " " + row.state().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String flags(LinkRow row) {
        return (row.pointToPoint() ? "POINTOPOINT,MULTICAST,NOARP" : "BROADCAST,MULTICAST")
                + (row.adminUp() ? ",UP" : "")
                + (row.up() ? ",LOWER_UP" : row.adminUp() ? ",NO-CARRIER" : "")
                + (row.forwarding() ? ",FORWARDING" : "");
    }

    private void add(Args args) throws CommandException {
        String name = args.next("NAME", LinkWords::newName);
        var device = args.next("DRIVER:DEVICE", DriverDevice::parse);
        int mtu = 0;
        MacAddress mac = null;
        String table = RouteRow.MAIN;
        boolean force = false;
        while (args.hasNext()) {
            if (args.accept("mtu")) {
                mtu = (int) args.number("an MTU", 1280, 65_535);
            } else if (args.accept("mac") || args.accept("address")) {
                mac = args.mac();
            } else if (args.accept("table")) {
                table = args.next("TABLE");
            } else if (args.accept("force")) {
                force = true;
            } else {
                throw args.unexpected("mtu, mac, table or force");
            }
        }
        var wish = new Links.Wish(name, device.driver(), device.device(), mtu, mac, table, force);
        attempt(args, () -> engine.linkManager().add(wish));
    }

    private void set(Args args) throws CommandException {
        String name = args.next("LINK");
        args.accept("dev");
        if (args.accept("driver")) {
            var to = args.next("DRIVER:DEVICE", DriverDevice::parse);
            boolean force = args.accept("force");
            args.end();
            attempt(args, () -> engine.linkManager().change(name, to.driver(), to.device(), force));
        } else if (args.accept("mtu")) {
            int mtu = (int) args.number("an MTU", 1280, 65_535);
            args.end();
            attempt(args, () -> onLoop(() -> engine.linkManager().mtu(row(args, name), mtu)));
        } else if (args.accept("forwarding")) {
            boolean on = args.onOff();
            args.end();
            update(args, name, row -> row.withForwarding(on));
        } else if (args.accept("hosttap")) {
            hostTap(args, name);
        } else if (args.accept("up")) {
            args.end();
            update(args, name, row -> row.withAdminUp(true));
        } else if (args.accept("down")) {
            args.end();
            attempt(args, () -> engine.linkManager().down(name));
        } else {
            throw args.unexpected("up, down, mtu, driver, forwarding or hosttap");
        }
    }

    private void hostTap(Args args, String name) throws CommandException {
        int link = row(args, name).index();
        if (args.accept("off")) {
            args.end();
            attempt(args, () -> onLoop(() -> engine.hostTaps().remove(link)));
            return;
        }
        var tap = args.next("TAP");
        var namespace = "";
        var matches = HostTapRow.DEFAULT;
        while (args.hasNext()) {
            if (args.accept("netns")) {
                namespace = args.next("NAME");
            } else if (args.accept("proto")) {
                matches = args.next("P[/PORT],...", LinkCommand::matches);
            } else {
                throw args.unexpected("netns or proto");
            }
        }
        var wanted = new HostTapRow(link, tap, namespace, matches);
        attempt(args, () -> onLoop(() -> engine.hostTaps().put(wanted)));
    }

    private static List<HostTapRow.Match> matches(String list) {
        return Arrays.stream(list.split(",")).map(HostTapRow.Match::parse).toList();
    }

    private void delete(Args args) throws CommandException {
        args.accept("dev");
        String name = args.next("LINK");
        args.end();
        attempt(args, () -> engine.linkManager().delete(name));
    }

    private void update(Args args, String name, UnaryOperator<LinkRow> change) throws CommandException {
        attempt(args, () -> onLoop(() -> engine.links().put(change.apply(row(args, name)))));
    }

    private LinkRow row(Args args, String name) throws CommandException {
        return LinkWords.find(args, engine.links().rows(), name);
    }

    /// What the step throws comes back as it is.
    private void onLoop(Step step) {
        engine.loop().call(() -> {
            step.run();
            return step;
        });
    }

    private static void attempt(Args args, Step step) throws CommandException {
        try {
            step.run();
        } catch (LinkException failed) {
            throw args.failed(String.valueOf(failed.getMessage()));
        }
    }

    private interface Step {
        void run() throws LinkException, CommandException;
    }
}
