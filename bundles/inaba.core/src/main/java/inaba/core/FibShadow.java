package inaba.core;

import inaba.api.hook.Hook;
import inaba.api.manage.Line;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.Fib;
import inaba.core.packet.Addresses;
import inaba.core.path.Plan;
import inaba.core.route.FibKey;
import inaba.core.route.RouteTable;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a lookup algorithm answer beside the running one, for real packets, and keeps what differs.
///
/// Routes that change while it looks on show as differences: the candidate was built from those at the beginning.
final class FibShadow implements Hook {
    private static final int MOST_KEPT = 20;
    private static final long MOST_SECONDS = 10;

    private final Engine engine;
    /// Empty once it has ended: nothing of the candidate's code stays.
    private volatile Map<RouteTable.Key, Fib> candidates;
    private final AtomicInteger left;
    private final AtomicInteger different = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Queue<Line> kept = new ConcurrentLinkedQueue<>();
    private final int packets;

    private FibShadow(Engine engine, Map<RouteTable.Key, Fib> candidates, int packets) {
        this.engine = engine;
        this.candidates = candidates;
        this.packets = packets;
        this.left = new AtomicInteger(packets);
    }

    /// A shadow of this candidate, for the routes as they are now. Off the loop.
    static FibShadow of(Engine engine, Fib.Algorithm candidate, int packets) {
        return new FibShadow(engine, engine.routing().prepare(candidate), packets);
    }

    /// Looks on until enough packets came, for 10 s at the most, or until it is ended. Off the loop.
    List<Line> compare() {
        var gone = new CountDownLatch(1);
        engine.add(this);
        try {
            done.await(MOST_SECONDS, TimeUnit.SECONDS);
            end(gone::countDown);
            gone.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(gone::countDown);
        }
        return result();
    }

    /// Ends it before its time: the candidate leaves.
    ///
    /// @param gone run on the loop once no worker uses it
    void end(Runnable gone) {
        candidates = Map.of();
        done.countDown();
        engine.remove(this, gone);
    }

    @Override
    public Point point() {
        return Point.INGRESS;
    }

    @Override
    public Verdict inspect(Packet packet) {
        if (left.get() > 0 && left.getAndDecrement() > 0) {
            compare(engine.published(), packet);
            if (left.get() == 0) {
                done.countDown();
            }
        }
        return Verdict.Go.DELIVER;
    }

    private void compare(Plan plan, Packet packet) {
        var link = plan.link(packet.link());
        var family = packet.isIpv4() ? IpFamily.IPV4 : IpFamily.IPV6;
        var candidate = link == null
                ? null
                : candidates.get(new RouteTable.Key(link.row().table(), family));
        if (link == null || candidate == null) {
            return;
        }
        var destination = Addresses.destination(packet);
        var serving = packet.isIpv4() ? link.fib4() : link.fib();
        int running = FibKey.lookup(family, serving, destination.high(), destination.low());
        int other = FibKey.lookup(family, candidate, destination.high(), destination.low());
        if (running != other && different.incrementAndGet() <= MOST_KEPT) {
            kept.add(difference(plan, destination, running, other));
        }
    }

    private static Line difference(Plan plan, Ipv6Address destination, int running, int other) {
        return Line.of()
                .keyed("destination", IpFamily.text(destination))
                .keyed("running", text(plan, running))
                .keyed("candidate", text(plan, other));
    }

    private static String text(Plan plan, int value) {
        var entry = value < 0 ? null : plan.nextHops().get(value);
        return entry == null ? "none" : entry.toString();
    }

    private List<Line> result() {
        var lines = new ArrayList<>(kept);
        int compared = packets - Math.max(0, left.get());
        lines.add(Line.of()
                .keyed("compared", compared)
                .keyed("different", different.get())
                .flag(left.get() <= 0 ? "complete" : "time-is-up", true));
        return lines;
    }
}
