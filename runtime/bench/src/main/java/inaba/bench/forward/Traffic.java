package inaba.bench.forward;

import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;

/// Where packets go to: one address after the other from these prefixes.
///
/// @param prefixes in a random order
record Traffic(List<Prefix> prefixes) {
    private static final int SEED = 7;
    private static final int FRAMES = 1 << 14;

    Frames frames(Arena arena, int bytes, MacAddress to) {
        return new Frames(arena, FRAMES, bytes, to, prefixes, new SplittableRandom(SEED));
    }
}
