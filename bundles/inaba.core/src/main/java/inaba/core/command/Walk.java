package inaba.core.command;

import inaba.api.link.LinkRow;
import inaba.api.manage.Line;
import inaba.api.neighbor.NeighborKey;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.RouteRow;
import inaba.core.CoreDrop;
import inaba.core.Engine;
import inaba.core.count.Board;
import inaba.core.neighbor.Adjacency;
import inaba.core.path.Path;
import inaba.core.path.Sender;
import inaba.core.path.Trace;
import inaba.core.path.Upcalls;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Takes one packet through the very path that workers use, and keeps what each stage said. Nothing is sent and
/// nothing is counted. On the control loop.
final class Walk implements Trace, Upcalls {
    private final Engine engine;
    private final List<Line> lines = new ArrayList<>();

    private Walk(Engine engine) {
        this.engine = engine;
    }

    /// The steps of a packet that comes in on a link.
    ///
    /// @param frame a whole frame to the link's MAC; given back to its pool by the caller
    static List<Line> in(Engine engine, LinkRow link, Packet frame) {
        var walk = new Walk(engine);
        var plan = engine.plan();
        var view = plan.link(link.index());
        if (view == null) {
            return List.of();
        }
        var scratch = new Board();
        var cache = engine.pool().cache();
        var sender = new Sender(walk, cache, scratch.tally(), engine.faults(), walk);
        sender.plan(plan);
        new Path(scratch.tally(), cache, sender, walk, engine.faults(), walk).frame(plan, view, frame);
        cache.drain();
        if (walk.lines.stream().noneMatch(Walk::isDrop)) {
            scratch.drops(link.index()).keySet().forEach(walk::dropped);
        }
        return walk.lines;
    }

    /// The steps of a packet that the node itself sends.
    static List<Line> out(Engine engine, Ipv6Address source, Ipv6Address destination, int link) {
        var walk = new Walk(engine);
        var resolved = engine.resolve(destination, source, link);
        if (resolved == null) {
            walk.add(
                    "route",
                    "DROP",
                    "inaba.core.no-route",
                    walk.fib(),
                    "RFC 4443 §3.1: no prefix of the table matches");
            return walk.lines;
        }
        var chosen = source.isUnspecified() ? resolved.source() : source;
        walk.add(
                "source",
                chosen == null ? "DROP" : "GO",
                chosen == null ? "null" : IpFamily.text(chosen),
                "inaba.core",
                "RFC 6724 §5");
        if (resolved.route() != null) {
            walk.route(resolved.route(), Verdict.Go.DELIVER);
        }
        if (resolved.local()) {
            walk.add("local", "DELIVER", IpFamily.text(destination), "inaba.core", "the address is ours");
        } else if (resolved.nextHop() != null && destination.isMulticast()) {
            walk.group(resolved.nextHop().link(), destination);
        } else if (resolved.nextHop() != null) {
            walk.neighbor(resolved.nextHop().link(), resolved.nextHop().neighbor());
        }
        return walk.lines;
    }

    @Override
    public void step(String stage, Verdict verdict, String because) {
        if (verdict instanceof DropReason reason) {
            add(stage, "DROP", reason.counterName(), "inaba.core", reason.because());
        } else {
            add(stage, "GO", "", "inaba.core", because);
        }
    }

    @Override
    public void route(RouteRow row, Verdict verdict) {
        var kind = row.kind() == RouteRow.Kind.UNICAST ? "" : row.kind().name().toLowerCase(Locale.ROOT) + " ";
        var text = kind + IpFamily.text(row.destination()) + " proto " + row.protocol() + " metric " + row.metric();
        add("route", verdict instanceof DropReason ? "DROP" : "GO", text, fib(), "owner " + row.owner());
    }

    @Override
    public void sent(LinkRow link, MacAddress destination) {
        add(
                "transmit",
                "FORWARD",
                link.name() + " lladdr " + destination,
                "inaba.link." + link.driver(),
                "RFC 2464 §3");
    }

    @Override
    public void outlet(LinkRow link) {
        add(
                "tunnel",
                "GO",
                link.name() + " " + link.device(),
                "inaba." + link.driver(),
                "RFC 2473 §3.1, RFC 4213 §3.5");
    }

    @Override
    public Verdict hold(int link, long high, long low, Packet packet) {
        neighbor(link, new Ipv6Address(high, low));
        return Verdict.Go.HELD;
    }

    @Override
    public void used(Adjacency adjacency) {
        // looking does not count as use
    }

    @Override
    public void error(Packet packet, int type, int code, int parameter) {
        boolean ipv4 = packet.isIpv4();
        var what = ipv4
                ? Icmpv4Type.name(type) + ": " + Icmpv4Code.name(type, code)
                : Icmpv6Type.name(type) + ": " + Icmpv6Code.name(type, code);
        add(
                "error",
                "ANSWER",
                what + (parameter == 0 ? "" : " " + parameter),
                ipv4 ? "inaba.ip4" : "inaba.icmp6",
                ipv4 ? "RFC 1812 §4.3.2" : "RFC 4443 §2.4");
    }

    @Override
    public Verdict deliver(Packet packet) {
        if (packet.isIpv4()) {
            int protocol = new Ipv4Header(packet.memory(), packet.network()).protocol();
            deliver(engine.dispatch().takersIpv4(protocol), protocol, "RFC 1122 §3.2");
            return Verdict.Go.HELD;
        }
        int protocol = new Ipv6Header(packet.memory(), packet.network()).nextHeader();
        long upper = packet.network() + Ipv6Header.BYTES;
        int type = protocol == IpProtocol.ICMPV6 ? new Icmpv6Header(packet.memory(), upper).type() : -1;
        deliver(engine.dispatch().takers(protocol, type), protocol, "RFC 8200 §4");
        return Verdict.Go.HELD;
    }

    private void deliver(List<String> takers, int protocol, String because) {
        var text = takers.isEmpty() ? "nobody takes " + IpProtocol.name(protocol) : String.join(", ", takers);
        add("deliver", takers.isEmpty() ? "DROP" : "DELIVER", text, "inaba.core", because);
    }

    @Override
    public void redirect(Packet copy, long targetHigh, long targetLow) {
        // a walked packet asks for none
    }

    private void neighbor(int link, Ipv6Address address) {
        var out = engine.link(link);
        if (out != null && out.pointToPoint()) {
            outlet(out);
            return;
        }
        var row = engine.neighbors().get(new NeighborKey(link, address));
        var name = out == null ? "?" : out.name();
        var state = row == null ? "unknown" : row.state() + (row.state().resolved() ? " lladdr " + row.mac() : "");
        boolean known = row != null && row.state().resolved();
        boolean ipv4 = address.isMapped();
        add(
                "neighbor",
                known ? "GO" : "HOLD",
                IpFamily.text(address) + " dev " + name + " " + state,
                ipv4 ? "inaba.ip4" : "inaba.nd",
                ipv4 ? "RFC 826" : "RFC 4861 §5.2");
    }

    /// RFC 2464 §7: the address of the frame follows from the group, nobody is asked for it.
    private void group(int link, Ipv6Address group) {
        var out = engine.link(link);
        if (out != null && out.pointToPoint()) {
            outlet(out);
        } else if (out != null) {
            sent(out, MacAddress.ofMulticast(group));
        }
    }

    private String fib() {
        return engine.slots().slots().stream()
                .filter(s -> s.name().equals("fib"))
                .map(s -> "fib " + s.active())
                .findFirst()
                .orElse("fib");
    }

    private static boolean isDrop(Line line) {
        return line.fields().get(1).value().equals("DROP");
    }

    /// The stage said no more than what it counts.
    private void dropped(String counter) {
        var because = Arrays.stream(CoreDrop.values())
                .filter(reason -> reason.counterName().equals(counter))
                .map(CoreDrop::because)
                .findFirst();
        add("end", "DROP", counter, because.isPresent() ? "inaba.core" : "", because.orElse(""));
    }

    private void add(String stage, String verdict, String what, String by, String because) {
        lines.add(Line.columns()
                .bare("stage", stage)
                .bare("verdict", verdict)
                .bare("what", what)
                .bare("by", by)
                .bare("because", because));
    }
}
