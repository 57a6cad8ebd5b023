package inaba.ip.probe;

import inaba.api.manage.Line;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.EchoMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One run of `trace6` or `trace4`, on the control loop: probes with growing hop limits, several under way at a time.
final class TraceRun implements ProbeRun, ProbeWatcher {
    /// As many as traceroute has. It begins with one, so that the first hop is resolved before the others follow.
    private static final int MOST_UNDER_WAY = 16;

    private static final int DATA_BYTES = 32;
    private static final int FIRST_DYNAMIC_PORT = 49_152;
    private static final int PORTS = 1 << 16;
    private static final int NONE = -1;

    private final Node node;
    private final Prober prober;
    private final TraceOptions options;
    private final Target target;
    private final Outlet outlet;
    private final TraceTable table;
    private final Map<Integer, Flight> underWay = new HashMap<>();
    private final byte[] data = new byte[DATA_BYTES];
    /// Source port, or identifier.
    private final int mark;

    private int next;
    private int window = 1;
    private boolean over;

    TraceRun(Node node, Prober prober, TraceOptions options, Target target, Outlet outlet) {
        this.node = node;
        this.prober = prober;
        this.options = options;
        this.target = target;
        this.outlet = outlet;
        this.table = new TraceTable(options.maxHops(), options.probes(), options.numeric());
        this.mark = node.random().nextInt(FIRST_DYNAMIC_PORT, PORTS);
    }

    @Override
    public void start() {
        if (!prober.watch(this)) {
            end(notice("is not running"));
            return;
        }
        int bytes = ProbePacket.headerBytes(prober.family()) + UdpHeader.BYTES + DATA_BYTES;
        outlet.print(Line.text("traceroute to " + target.text() + " (" + target.text() + "), " + options.maxHops()
                        + " hops max, " + bytes + " byte packets")
                .keyed("destination", target.text())
                .keyed("source", IpFamily.text(target.source()))
                .keyed("hops", options.maxHops())
                .keyed("bytes", bytes));
        advance();
    }

    @Override
    public void cancel() {
        end("");
    }

    /// Shows what is settled, then sends as many as may be under way.
    private void advance() {
        for (var line = table.next(); line.isPresent(); line = table.next()) {
            outlet.print(line.get());
        }
        if (table.complete()) {
            end("");
        }
        while (!over && underWay.size() < window && next < table.size()) {
            send(next++);
        }
    }

    private void send(int probe) {
        int hopLimit = table.hop(probe);
        var packet = new ProbePacket(node, prober, target, true);
        long now = node.time().nanos();
        var verdict = options.icmp()
                ? packet.echo(hopLimit, mark, probe + 1, data)
                : packet.udp(hopLimit, mark, options.port() + probe, data);
        boolean sent = verdict instanceof Verdict.Go;
        var wait = sent ? Duration.ofNanos(options.patience()) : Duration.ZERO;
        underWay.put(probe, new Flight(now, node.time().after(wait, () -> lost(probe))));
    }

    private void lost(int probe) {
        underWay.remove(probe);
        table.lost(probe);
        settled();
    }

    private void answered(int probe, String from, String mark, boolean last) {
        var flight = underWay.remove(probe);
        if (flight != null) {
            flight.timeout().cancel();
            table.answered(probe, from, node.time().nanos() - flight.sent(), mark, last);
            settled();
        }
    }

    private void settled() {
        window = Math.min(MOST_UNDER_WAY, window + 1);
        advance();
    }

    @Override
    public boolean reply(Reply reply) {
        int probe = reply.sequence() - 1;
        boolean mine = options.icmp() && reply.identifier() == mark && underWay.containsKey(probe);
        if (mine) {
            answered(probe, Target.text(node, reply.from(), reply.link()), "", true);
        }
        return mine;
    }

    @Override
    public boolean error(Failure failure) {
        int probe = probe(failure.quoted());
        boolean mine =
                underWay.containsKey(probe) && failure.quoted().destination().equals(target.address());
        if (mine) {
            boolean onTheWay = prober.isOnTheWay(failure.type(), failure.code());
            String from = Target.text(node, failure.from(), failure.link());
            answered(probe, from, prober.mark(failure.type(), failure.code(), failure.parameter()), !onTheWay);
        }
        return mine;
    }

    private int probe(QuotedPacket quoted) {
        if (options.icmp()) {
            boolean echo = quoted.protocol() == prober.protocol() && quoted.has(EchoMessage.FIXED_BYTES);
            var message = new EchoMessage(quoted.upper());
            return echo && message.identifier() == mark ? message.sequence() - 1 : NONE;
        }
        boolean udp = quoted.protocol() == IpProtocol.UDP && quoted.has(4);
        return udp && quoted.u16(0) == mark ? quoted.u16(2) - options.port() : NONE;
    }

    @Override
    public void stopped() {
        end(notice("was stopped"));
    }

    private String notice(String what) {
        return prober.traceName() + ": " + prober.owner() + ' ' + what;
    }

    private void end(String failure) {
        if (over) {
            return;
        }
        over = true;
        underWay.values().forEach(flight -> flight.timeout().cancel());
        underWay.clear();
        prober.unwatch(this);
        outlet.end(Optional.empty(), failure);
    }

    /// A probe under way.
    private record Flight(long sent, Time.Timer timeout) {}
}
