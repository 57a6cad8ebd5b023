package inaba.bench.forward;

import inaba.lab.Frames;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Where packets go to: one address after the other from some prefixes.
final class Traffic {
    private static final int SEED = 7;
    private static final int FRAMES = 1 << 14;

    private final List<Prefix> prefixes;
    private final Map<List<Object>, Frames> made = new HashMap<>();

    /// @param prefixes in a random order
    Traffic(List<Prefix> prefixes) {
        this.prefixes = prefixes;
    }

    /// Frames of this length for this router, the same ones each time.
    Frames frames(int bytes, MacAddress to) {
        return made.computeIfAbsent(
                List.of(bytes, to),
                _ -> UdpFrames.make(Arena.ofAuto(), FRAMES, bytes, to, prefixes, new SplittableRandom(SEED)));
    }
}
