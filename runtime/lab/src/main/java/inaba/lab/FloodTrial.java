package inaba.lab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// One flood, and what becomes of others meanwhile: two streams of 1,000 datagrams a second that the appliance forwards
/// to known neighbours, somebody at an attached prompt, and a ping afterwards.
final class FloodTrial {
    private static final int STREAM = 1_000;
    private static final int FRAMES = 1 << 16;
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);
    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    private final FloodLab lab;
    private final AttachedPrompt prompt;

    /// Where the flood comes in, seen from the streams.
    enum Where {
        /// At a rate on the link of the known neighbour.
        SAME_LINK,
        /// On another link than both ends of both streams.
        OTHER_LINK
    }

    /// @param lost part of what was sent, 0..1: of the worse stream
    /// @param answer the slowest answer at the prompt
    /// @param normal how long after the end pings are answered again
    record Outcome(FloodKind kind, double perSecond, double lost, Duration answer, Duration normal, String streams) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-24s %,10.0f/s  lost %6.3f %%  prompt %4d ms  normal after %5d ms",
                    kind.title(),
                    perSecond,
                    lost * 100,
                    answer.toMillis(),
                    normal.toMillis());
        }
    }

    FloodTrial(FloodLab lab, AttachedPrompt prompt) {
        this.lab = lab;
        this.prompt = prompt;
    }

    /// @param perSecond 0 = as fast as the sender can
    Outcome run(FloodKind kind, Where where, long perSecond, Duration time) throws IOException, InterruptedException {
        boolean same = where == Where.SAME_LINK;
        var from = same ? lab.lan() : lab.dmz();
        var ground = same
                ? new FloodKind.Ground(lab.lanMac(), FloodLab.LAN_ROUTER, FloodLab.LAN_HOST, FloodLab.DMZ)
                : new FloodKind.Ground(lab.dmzMac(), FloodLab.DMZ_ROUTER, FloodLab.DMZ_HOST, FloodLab.LAN);
        greet();
        var first = UdpStream.start(lab.wan(), lab.lan(), FloodLab.LAN_HOST.toString(), STREAM);
        var second = same
                ? UdpStream.start(lab.wan(), lab.dmz(), FloodLab.DMZ_HOST.toString(), STREAM)
                : UdpStream.start(lab.lan(), lab.wan(), FloodLab.WAN_HOST.toString(), STREAM);
        long began = System.nanoTime();
        long sent;
        Duration slowest;
        try (var arena = Arena.ofShared()) {
            var frames = kind.frames(arena, FRAMES, ground);
            began = System.nanoTime();
            var generator = Generator.start(from, "eth0", frames, perSecond);
            try (generator) {
                slowest = answers(began + time.toNanos());
            }
            sent = generator.sent();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        var normal = normal();
        var one = first.stop();
        var other = second.stop();
        double lost = Math.max(lost(one), lost(other));
        return new Outcome(kind, sent / seconds, lost, slowest, normal, one + "\n" + other);
    }

    /// The neighbours are known before it begins.
    private void greet() throws IOException, InterruptedException {
        for (var neighbor : new Object[] {FloodLab.LAN_HOST, FloodLab.DMZ_HOST}) {
            lab.wan().run("ping -q -c 3 -i 0.2 " + neighbor);
        }
        lab.lan().run("ping -q -c 3 -i 0.2 " + FloodLab.WAN_HOST);
    }

    private Duration answers(long end) throws IOException {
        var slowest = Duration.ZERO;
        while (System.nanoTime() < end) {
            var took = prompt.answer("link");
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return slowest;
    }

    /// Until the appliance answers on the flooded links, and forwards between them.
    private Duration normal() throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (var ping : new String[] {FloodLab.LAN_ROUTER.toString(), FloodLab.WAN_HOST.toString()}) {
            Until.holds("a ping to " + ping + " after a flood", AFTERWARDS, () -> answered(ping));
        }
        prompt.answer("link");
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private boolean answered(String address) throws IOException, InterruptedException {
        return lab.lan().start("ping -n -q -c 1 -W 1 " + address).await(Host.LIMIT) == 0;
    }

    private static double lost(UdpStream.Outcome stream) {
        return (double) (stream.lost() - stream.socketDrops()) / stream.sent();
    }
}
