package inaba.life;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/// A network that lives for a while: something happens every four hours or so, all stations talk all the time, and
/// after each step everything is checked that always holds.
final class Life {
    private static final Duration BETWEEN = Duration.ofHours(4);
    private static final Duration STEP = Duration.ofMinutes(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int BUSY_SECONDS = 80;
    /// A packet gets an answer after so many at most: both ends may have to find out that their router is dead.
    private static final int MOST_ASKED = 130;
    /// After this, hosts know of every router: MaxRtrAdvInterval, and some seconds for addresses.
    private static final long KNOWN = Duration.ofSeconds(600 + 60).toNanos();

    private static final int REMEMBERED = 12;

    private final long seed;
    private final Site site;
    private final Random random;
    private final Observer observer;
    private final Happenings happenings;
    private final Invariants invariants;
    private final Deque<String> story = new ArrayDeque<>();

    Life(Path state, long seed) {
        this.seed = seed;
        this.site = new Site(state, seed);
        this.random = new Random(seed);
        var lifetimes = new Lifetimes();
        this.observer = new Observer(site, lifetimes);
        this.happenings = new Happenings(site, random, observer, lifetimes);
        this.invariants = new Invariants(site, lifetimes);
    }

    /// @throws Violation with the seed and what happened last
    void live(Duration time) {
        try {
            long end = site.now() + time.toNanos();
            while (site.now() < end) {
                calm(Math.min(end, site.now() + (long) (BETWEEN.toNanos() * -Math.log(1 - random.nextDouble()))));
                remember(happenings.any());
                busy();
            }
        } catch (Violation | RuntimeException broken) {
            var told = new Violation("seed " + seed + ", after " + Duration.ofNanos(site.now()) + ": "
                    + broken.getMessage() + "\n  " + String.join("\n  ", story));
            told.initCause(broken);
            throw told;
        }
    }

    private void remember(String what) {
        if (story.size() == REMEMBERED) {
            story.removeFirst();
        }
        story.addLast(Duration.ofNanos(site.now()) + " " + what);
    }

    private void busy() {
        for (int second = 0; second < BUSY_SECONDS; second++) {
            site.hosts.forEach(this::ask);
            step(SECOND);
        }
    }

    private void calm(long until) {
        while (site.now() < until) {
            step(Duration.ofNanos(Math.min(STEP.toNanos(), until - site.now())));
            if (happenings.serves() && site.now() - happenings.calmSince() > KNOWN) {
                site.hosts.forEach(this::reach);
                step(SECOND);
                invariants.poolIsWhole();
            }
        }
    }

    /// There is a way, so that the host gets an answer.
    private void reach(Station host) {
        long calm = happenings.calmSince();
        long before = host.traveller().answers();
        for (int asked = 0; asked < MOST_ASKED && host.isUp() && !host.isStranded(); asked++) {
            ask(host);
            step(SECOND);
            if (host.traveller().answers() > before || happenings.calmSince() != calm) {
                return;
            }
        }
        if (host.isUp() && !host.isStranded()) {
            throw new Violation(host + " gets no answer though there is a router\n" + host.state());
        }
    }

    private void ask(Station host) {
        invariants.source(host);
        host.traveller().ask(Site.SERVER);
    }

    private void step(Duration time) {
        site.lab.advance(time);
        observer.check();
        invariants.check();
        site.lan.carried();
        site.net.carried();
    }
}
