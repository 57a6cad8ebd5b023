package inaba.hostile;

import inaba.api.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/// `./inaba soak [TIME] [seed N]`: a router with all bundles gets traffic, attacks, replacements of its protocols,
/// links that flap and prefixes that change, in an order that the seed decides, in simulated time, for so long by the
/// wall clock.
///
/// A friend's packets are never lost but while a link is down; what else [Battle] looks for is looked for after each
/// step; and the heap after a collection stays as large as it was after the first minutes.
///
/// Exit code 0 all held, 1 something did not, 2 wrong usage.
public final class Soak {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h|)");
    private static final int USAGE = 2;
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final long TELL_EVERY = Duration.ofSeconds(10).toNanos();
    private static final int STEPS_TO_WARM_UP = 400;
    private static final int STEPS_BETWEEN_COLLECTIONS = 200;
    private static final long HEAP_MAY_GROW = 16 << 20;

    private final Random random;
    private final Battle battle;
    private final Target target;
    private final Service service;
    private int steps;
    private long prefixes;
    private long heapAtFirst;
    private String last = "";

    Soak(Path state, long seed) {
        random = new Random(seed);
        battle = new Battle(Target.router(state));
        target = battle.target();
        service = new Service(target);
        target.advertise("set lan on prefix 2001:db8:1::/64");
    }

    public static void main(String[] words) throws IOException {
        long seed = System.nanoTime();
        var time = USUAL;
        for (int i = 0; i < words.length; i++) {
            var matcher = TIME.matcher(words[i]);
            if (words[i].equals("seed") && i + 1 < words.length && words[i + 1].matches("\\d{1,18}")) {
                seed = Long.parseLong(words[++i]);
            } else if (matcher.matches()) {
                time = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
            } else {
                System.err.println("inaba: soak expects [TIME] [seed N], not '" + words[i] + "'");
                System.exit(USAGE);
            }
        }
        System.out.println("seed " + seed);
        System.exit(run(Files.createTempDirectory("inaba-soak"), seed, time) ? 0 : 1);
    }

    /// @return true when all held
    static boolean run(Path state, long seed, Duration time) {
        var soak = new Soak(state, seed);
        try {
            soak.run(time);
        } catch (Harm | RuntimeException broken) {
            System.out.println("seed " + seed + ", step " + soak.steps + " (" + soak.last + "): " + broken);
            return false;
        }
        System.out.println(soak.told() + "; all held");
        return true;
    }

    private void run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long tell = System.nanoTime() + TELL_EVERY;
        do {
            step();
            if (System.nanoTime() > tell) {
                tell += TELL_EVERY;
                System.out.println(told());
            }
        } while (System.nanoTime() < end);
        battle.close();
    }

    private String told() {
        return steps + " steps, " + Duration.ofNanos(target.nanos()).toMinutes() + " minutes simulated, "
                + battle.cases() + " attacks, heap " + (heapAfterCollection() >> 20) + " MiB";
    }

    private void step() {
        steps++;
        service.check();
        switch (random.nextInt(8)) {
            case 0, 1 -> attack();
            case 2 -> replace();
            case 3 -> flap();
            case 4 -> renumber();
            case 5 -> traffic();
            case 6 -> pause();
            default -> absent();
        }
        battle.invariants();
        service.check();
        if (steps == STEPS_TO_WARM_UP) {
            heapAtFirst = heapAfterCollection();
        } else if (steps > STEPS_TO_WARM_UP && steps % STEPS_BETWEEN_COLLECTIONS == 0) {
            long now = heapAfterCollection();
            battle.check(now < heapAtFirst + HEAP_MAY_GROW, "the heap has grown from " + heapAtFirst + " to " + now);
        }
    }

    /// Samples of all kinds with octets changed, so that most are refused somewhere on the way.
    private void attack() {
        last = "attack";
        var samples = Samples.frames();
        battle.flood(200, _ -> {
            var frame = samples.get(random.nextInt(samples.size())).clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt(256);
            }
            return random.nextBoolean() ? Frames.repaired(frame) : frame;
        });
    }

    private void replace() {
        var which = any(target.protocols());
        last = "replace " + which.getSimpleName();
        target.swap(which);
        target.settle();
    }

    private void flap() {
        last = "flap";
        for (int i = 0; i < 20; i++) {
            target.node().port(Target.WAN).carrier(i % 2 != 0);
            target.advance(Duration.ofMillis(10));
        }
        target.node().port(Target.WAN).carrier(true);
        target.advance(Duration.ofSeconds(3));
    }

    private void renumber() {
        last = "renumber";
        target.advertise("set lan prefix none");
        target.advertise("set lan on prefix 2001:db8:" + Long.toHexString(0x100 + prefixes++ % 0x1000) + "::/64");
        target.advance(Duration.ofSeconds(random.nextInt(60)));
    }

    private void traffic() {
        last = "traffic";
        for (int i = 0; i < 50; i++) {
            service.check();
        }
    }

    private void pause() {
        last = "pause";
        target.advance(Duration.ofSeconds(1 + random.nextInt(1_200)));
        target.sent();
    }

    /// A protocol is away for a while; friends are known, so that they are served without it but by its own.
    private void absent() {
        var which = any(target.protocols());
        last = "absent " + which.getSimpleName();
        target.stop(which);
        target.advance(Duration.ofSeconds(1));
        target.start(which);
        target.advance(Duration.ofSeconds(1));
    }

    private Class<? extends Protocol> any(List<Class<? extends Protocol>> classes) {
        return classes.get(random.nextInt(classes.size()));
    }

    private static long heapAfterCollection() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
