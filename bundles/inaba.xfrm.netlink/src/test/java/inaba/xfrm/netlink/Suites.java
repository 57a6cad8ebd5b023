package inaba.xfrm.netlink;

import inaba.api.xfrm.Algorithm;
import inaba.xfrm.algorithm.Algorithms;
import org.jspecify.annotations.Nullable;

/// The algorithms of `inaba.xfrm`.
final class Suites {
    private Suites() {}

    static @Nullable Algorithm named(String name) {
        return Algorithms.ALL.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
