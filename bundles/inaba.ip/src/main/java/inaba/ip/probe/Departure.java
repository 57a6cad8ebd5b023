package inaba.ip.probe;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Starts a run of probes once the address that they come from is assigned: while it is tentative nothing may be sent
/// from it (RFC 4862 §5.4), and whoever asks in the second after a start means it all the same. On the control loop.
final class Departure {
    /// Duplicate Address Detection takes up to 2 s by its defaults: a random delay of 1 s, then RetransTimer.
    static final Duration LIMIT = Duration.ofSeconds(3);

    /// Address Conflict Detection, RFC 5227 §1.1: PROBE_WAIT 1 s, two times PROBE_MAX 2 s, ANNOUNCE_WAIT 2 s.
    private static final Duration LIMIT_IPV4 = Duration.ofSeconds(8);

    private final Node node;
    private final Aim aim;
    private final Outlet outlet;
    private final Function<Target, ProbeRun> runs;
    private @Nullable ProbeRun run;
    private Table.@Nullable Watch watch;
    private Time.@Nullable Timer limit;
    private boolean over;

    Departure(Node node, Aim aim, Outlet outlet, Function<Target, ProbeRun> runs) {
        this.node = node;
        this.aim = aim;
        this.outlet = outlet;
        this.runs = runs;
    }

    /// Runs to the end, or until the call is cancelled. On the shell's thread.
    ///
    /// @param made makes the departure on the loop
    static void run(Node node, Call call, Outlet outlet, Callable<Departure> made) throws CommandException {
        var departure = node.loop().call(() -> {
            var ready = made.call();
            ready.start();
            return ready;
        });
        Runnable cancel = () -> node.loop().post(departure::cancel);
        call.onCancel(cancel);
        try {
            outlet.copyTo(call);
        } finally {
            cancel.run();
        }
    }

    /// @throws CommandException when there is no address to come from, and none to wait for
    void start() throws CommandException {
        if (aim.tentative(node) == null) {
            leave();
            return;
        }
        watch = node.addresses().watch((_, _) -> node.loop().post(this::look)); // behind the routes that follow from it
        limit = node.time().after(limit(aim), this::giveUp);
    }

    private static Duration limit(Aim aim) {
        return IpFamily.of(aim.address()) == IpFamily.IPV4 ? LIMIT_IPV4 : LIMIT;
    }

    void cancel() {
        if (run != null) {
            run.cancel();
        } else if (!over) {
            giveUp();
        }
    }

    private void look() {
        if (over || run != null || aim.tentative(node) != null) {
            return;
        }
        try {
            leave();
        } catch (CommandException none) {
            fail(String.valueOf(none.getMessage()));
        }
    }

    private void leave() throws CommandException {
        var target = aim.target(node);
        rest();
        run = runs.apply(target);
        run.start();
    }

    private void giveUp() {
        var row = aim.tentative(node);
        if (row == null) {
            look();
        } else {
            var link = node.link(row.link());
            var where = link == null ? "" : " on " + link.name();
            var why = aim.args()
                    .failed(IpFamily.text(row.address()) + where
                            + " is still tentative: its Duplicate Address Detection (RFC 4862 §5.4) is not over");
            fail(String.valueOf(why.getMessage()));
        }
    }

    private void fail(String why) {
        over = true;
        rest();
        outlet.end(Optional.empty(), why);
    }

    private void rest() {
        if (watch != null) {
            watch.close();
        }
        if (limit != null) {
            limit.cancel();
        }
    }
}
