package inaba.testkit;

import inaba.api.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Nodes of the real engine on simulated wires, in simulated time. The same seed gives the same run.
public final class Lab {
    private static final int MOST_TURNS = 100_000;

    private final ManualTime time = new ManualTime();
    private final List<LabNode> nodes = new ArrayList<>();
    private final long seed;
    private final Path state;

    /// @param state a folder for what nodes keep
    public Lab(Path state) {
        this(state, 1);
    }

    public Lab(Path state, long seed) {
        this.state = state;
        this.seed = seed;
    }

    public ManualTime time() {
        return time;
    }

    /// A node without links and protocols.
    ///
    /// @param forwarding whether its links will forward
    public LabNode node(String name, boolean forwarding) {
        return node(name, forwarding, new Random(seed * 31 + nodes.size()));
    }

    /// @param random of all its delays and identifiers: see [Extreme]
    public LabNode node(String name, boolean forwarding, RandomGenerator random) {
        var node = new LabNode(name, new ManualLoop(time, random), state.resolve(name), forwarding, nodes.size() + 1);
        nodes.add(node);
        return node;
    }

    /// Lets time pass; each timer runs at its instant, and what it causes is carried at once.
    public void advance(Duration step) {
        run();
        long until = time.nanos() + step.toNanos();
        for (long next = time.untilNext(); next >= 0 && time.nanos() + next <= until; next = time.untilNext()) {
            time.advance(Duration.ofNanos(next));
            run();
        }
        time.advance(Duration.ofNanos(until - time.nanos()));
        settle();
    }

    /// Runs all that can run without time passing.
    ///
    /// @throws IllegalStateException when it never comes to rest: packets go round in circles
    public void settle() {
        run();
        nodes.forEach(LabNode::rest);
    }

    private void run() {
        nodes.forEach(LabNode::turn); // whatever a timer or a test has done to it
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            boolean due = false;
            for (var node : nodes) {
                if (node.isDue()) {
                    due = true;
                    node.turn();
                }
            }
            if (!due) {
                return;
            }
        }
        throw new IllegalStateException("no rest after " + MOST_TURNS + " turns");
    }
}
