package inaba.lab;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/// A real appliance between namespaces, with driver `packet`: two streams pass it while attacks, updates of bundles,
/// swaps of slots and drivers, flapping links and new prefixes come in an order that a seed decides.
///
/// After each step: nothing was lost in the appliance but to a link that was down, counters add up, no bundle has
/// thrown, the prompt answers; and the heap after a collection stays as large as it was after the first steps.
public final class ApplianceSoak implements AutoCloseable {
    private static final int STREAM = 1_000;
    private static final int WARM = 20;
    private static final int BETWEEN_COLLECTIONS = 10;
    private static final long HEAP_MAY_GROW = 32 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);

    private final PrintStream out;
    private final FloodLab lab;
    private final AttachedPrompt prompt;
    private final SoakSteps steps;
    private final Random random;
    private long done;
    private long carried;
    private long heapAtFirst;
    private long heap;

    private ApplianceSoak(PrintStream out, FloodLab lab, AttachedPrompt prompt, long seed) {
        this.out = out;
        this.lab = lab;
        this.prompt = prompt;
        random = new Random(seed);
        steps = new SoakSteps(lab, random);
    }

    /// Runs so long, and prints how it goes.
    ///
    /// @return true when all held
    public static boolean run(PrintStream out, long seed, Duration time) throws IOException, InterruptedException {
        try (var lab = FloodLab.start("packet", SoakSteps.CONFIGURATION);
                var prompt = AttachedPrompt.open(lab.appliance().state());
                var soak = new ApplianceSoak(out, lab, prompt, seed)) {
            try {
                soak.run(time);
            } catch (IOException broken) {
                out.println("seed " + seed + ", step " + soak.done + " (" + soak.steps.last() + "): "
                        + broken.getMessage());
                soak.tellState();
                return false;
            }
            out.println(soak.told() + "; all held");
            return true;
        }
    }

    private void run(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long tell = System.nanoTime() + TELL_EVERY.toNanos();
        do {
            step();
            if (System.nanoTime() > tell) {
                tell += TELL_EVERY.toNanos();
                out.println(told());
            }
        } while (System.nanoTime() < end);
    }

    private String told() {
        return String.format(
                Locale.ROOT,
                "%,d steps, %,d datagrams carried, heap %d MiB; last: %s",
                done,
                carried,
                heap >> 20,
                steps.last());
    }

    /// What helps to find out why.
    private void tellState() throws IOException, InterruptedException {
        out.println(lab.appliance().shell("stat"));
        lab.appliance()
                .shell("neigh6")
                .lines()
                .filter(line -> line.contains(FloodLab.LAN_HOST + " ") || line.contains(FloodLab.DMZ_HOST + " "))
                .forEach(out::println);
    }

    private void step() throws IOException, InterruptedException {
        done++;
        long missedBefore = Counters.of(lab.appliance()).of("wan", "missed");
        greet();
        var toLan = UdpStream.start(lab.wan(), lab.lan(), FloodLab.LAN_HOST.toString(), STREAM);
        var toDmz = UdpStream.start(lab.wan(), lab.dmz(), FloodLab.DMZ_HOST.toString(), STREAM);
        SoakSteps.Harmed harmed;
        UdpStream.Outcome lan;
        UdpStream.Outcome dmz;
        try {
            harmed = steps.any();
        } finally {
            lan = toLan.stop();
            dmz = toDmz.stop();
        }
        long missed = Counters.of(lab.appliance()).of("wan", "missed") - missedBefore;
        carried += lan.sent() - lan.lost() + dmz.sent() - dmz.lost();
        if (harmed == SoakSteps.Harmed.NOBODY) {
            lossless("lan", lan, missed);
        }
        lossless("dmz", dmz, missed);
        holds();
    }

    /// Neighbours are known before the streams begin.
    private void greet() throws IOException, InterruptedException {
        for (var neighbor : new Object[] {FloodLab.LAN_HOST, FloodLab.DMZ_HOST}) {
            Until.holds(
                    neighbor + " answers",
                    Host.LIMIT,
                    () -> lab.wan().start("ping -n -q -c 1 -W 1 " + neighbor).await(Host.LIMIT) == 0);
        }
    }

    /// @param missed what the kernel had no room for, before the appliance could see it
    private void lossless(String link, UdpStream.Outcome stream, long missed) throws IOException {
        if (stream.lost() - stream.socketDrops() - missed > 0 || stream.duplicated() > 0) {
            throw new IOException("the stream to " + link + ": " + stream + ", missed " + missed);
        }
    }

    private void holds() throws IOException, InterruptedException {
        Counters.awaitConsistent(lab.appliance());
        var broken = Counters.json(lab.appliance().shell("bundle -j")).getValuesAs(JsonObject.class).stream()
                .filter(bundle -> bundle.containsKey("exceptions") || bundle.containsKey("stuck"))
                .toList();
        if (!broken.isEmpty()) {
            throw new IOException("bundles broke: " + broken);
        }
        var answer = prompt.answer("link");
        if (answer.compareTo(ANSWER) > 0) {
            throw new IOException("the prompt took " + answer);
        }
        if (done % BETWEEN_COLLECTIONS == 0) {
            heap = lab.heap();
            if (done <= WARM) {
                heapAtFirst = heap;
            } else if (heap > heapAtFirst + HEAP_MAY_GROW) {
                throw new IOException("the heap grew from " + (heapAtFirst >> 20) + " to " + (heap >> 20) + " MiB");
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.println("steps: " + steps.counted());
    }
}
