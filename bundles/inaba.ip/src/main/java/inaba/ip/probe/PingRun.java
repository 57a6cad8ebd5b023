package inaba.ip.probe;

import inaba.api.manage.Line;
import inaba.api.packet.DropReason;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.icmp6.EchoMessage;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of `ping6` or `ping4`, on the control loop.
final class PingRun implements ProbeRun, ProbeWatcher {
    private static final long FLOOD_INTERVAL = 10_000_000;

    private final Node node;
    private final Prober prober;
    private final PingOptions options;
    private final Target target;
    private final Outlet outlet;
    private final PingStatistics statistics = new PingStatistics();
    private final SentRequests requests = new SentRequests();
    private final PingText text;
    private final byte[] data;
    private final int identifier;
    private final long begun;
    private Time.@Nullable Timer sending;
    private Time.@Nullable Timer ending;
    private boolean over;

    PingRun(Node node, Prober prober, PingOptions options, Target target, Outlet outlet) {
        this.node = node;
        this.prober = prober;
        this.options = options;
        this.target = target;
        this.outlet = outlet;
        this.text = new PingText(node, target, prober);
        this.data = options.data();
        this.identifier = node.random().nextInt(1 << 16);
        this.begun = node.time().nanos();
    }

    @Override
    public void start() {
        if (!prober.watch(this)) {
            outlet.end(Optional.empty(), notice("is not running"));
            over = true;
            return;
        }
        outlet.print(text.heading(options));
        if (options.deadline() > 0) {
            ending = node.time().after(Duration.ofNanos(options.deadline()), this::end);
        }
        send();
    }

    /// The person wants no more: what was counted so far is shown.
    @Override
    public void cancel() {
        end();
    }

    private void send() {
        sending = null;
        long n = statistics.transmitted() + 1;
        statistics.sent();
        requests.sent(n, node.time().nanos());
        String problem = transmit((int) (n & 0xffff));
        if (!problem.isEmpty()) {
            statistics.error();
            show(text.notSent(n, problem));
        }
        if (mayEnd()) {
            return;
        }
        boolean more = options.count() == 0 || options.deadline() > 0 || n < options.count();
        if (more) {
            sending = node.time().after(Duration.ofNanos(interval()), this::send);
        } else {
            linger();
        }
    }

    /// @return why it was not sent, or empty
    private String transmit(int sequence) {
        int mtu = options.fragment() ? 0 : target.mtu(node);
        if (mtu > 0 && ProbePacket.headerBytes(prober.family()) + EchoMessage.FIXED_BYTES + data.length > mtu) {
            return "message too long, mtu: " + mtu;
        }
        int hopLimit = options.hopLimit() == 0 ? target.hopLimit(node) : options.hopLimit();
        var verdict =
                new ProbePacket(node, prober, target, options.fragment()).echo(hopLimit, identifier, sequence, data);
        if (verdict == null) {
            return "no buffer space";
        }
        return verdict instanceof DropReason reason
                ? reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + reason.because() + ')'
                : "";
    }

    private long interval() {
        return options.flood() ? Math.min(FLOOD_INTERVAL, options.interval()) : options.interval();
    }

    /// As iputils: a while when nothing came yet, else twice the longest round trip, at least an interval.
    private void linger() {
        long wait =
                statistics.received() == 0 ? options.timeout() : Math.max(2 * statistics.longest(), options.interval());
        ending = node.time().after(Duration.ofNanos(wait), this::end);
    }

    @Override
    public boolean reply(Reply reply) {
        long n = reply.identifier() == identifier ? requests.find(reply.sequence(), statistics.transmitted()) : 0;
        if (n == 0 || over) {
            return false;
        }
        long nanos = node.time().nanos() - requests.instant(n);
        boolean first = requests.answer(n);
        if (first) {
            statistics.reply(nanos);
            progress(reply);
        } else {
            statistics.duplicate(nanos);
        }
        show(text.reply(reply, n, nanos, !first));
        long wrong = reply.data().mismatch(MemorySegment.ofArray(data));
        if (wrong >= 0) {
            statistics.corrupted();
            show(text.corrupted(n, wrong));
        }
        if (!mayEnd() && options.flood() && first && sending != null) {
            sending.cancel();
            sending = node.time().after(Duration.ZERO, this::send);
        }
        return true;
    }

    /// What answers a request to one node shows that the first hop towards it is reachable, RFC 4861 §7.3.1.
    private void progress(Reply reply) {
        if (reply.from().equals(target.address())) {
            node.progress(target.address(), reply.to(), target.link());
        }
    }

    @Override
    public boolean error(Failure failure) {
        var quoted = failure.quoted();
        boolean mine = !over
                && quoted.protocol() == prober.protocol()
                && quoted.has(EchoMessage.FIXED_BYTES)
                && new EchoMessage(quoted.upper()).type() == prober.echoRequest()
                && new EchoMessage(quoted.upper()).identifier() == identifier
                && quoted.destination().equals(target.address());
        if (!mine) {
            return false;
        }
        long n = requests.find(new EchoMessage(quoted.upper()).sequence(), statistics.transmitted());
        if (n == 0) {
            return false;
        }
        statistics.error();
        show(text.error(failure, n));
        mayEnd();
        return true;
    }

    @Override
    public void stopped() {
        if (!over) {
            over = true;
            cancelTimers();
            outlet.end(Optional.of(statistics.summary(target.text(), elapsed())), notice("was stopped"));
        }
    }

    /// Ends when all that were to be sent are answered.
    private boolean mayEnd() {
        boolean done = options.count() > 0
                && statistics.transmitted() >= options.count()
                && (options.deadline() > 0 ? statistics.received() : statistics.settled()) >= options.count();
        if (done) {
            end();
        }
        return over;
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        cancelTimers();
        prober.unwatch(this);
        outlet.end(
                Optional.of(statistics.summary(target.text(), elapsed())),
                statistics.received() > 0 ? "" : prober.pingName() + ": no reply from " + target.text());
    }

    private String notice(String what) {
        return prober.pingName() + ": " + prober.owner() + ' ' + what;
    }

    private long elapsed() {
        return node.time().nanos() - begun;
    }

    private void cancelTimers() {
        if (sending != null) {
            sending.cancel();
        }
        if (ending != null) {
            ending.cancel();
        }
    }

    private void show(Line line) {
        if (!options.quiet() && !options.flood()) {
            outlet.print(line);
        }
    }
}
