package inaba.bench;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/// Tables that look like the Internet's: prefixes in the blocks of the registries, with about the lengths that are
/// announced there, and the longer half of them inside of shorter ones.
public final class RegistryTable {
    /// 2001::/16 is shared; each registry has a /12 (IANA, "IPv6 Global Unicast Address Assignments").
    private static final List<Prefix> BLOCKS = List.of(
            Prefix.parse("2001::/16"),
            Prefix.parse("2400::/12"),
            Prefix.parse("2600::/12"),
            Prefix.parse("2800::/12"),
            Prefix.parse("2a00::/12"),
            Prefix.parse("2c00::/12"));

    /// Of 100 prefixes, how many have which length; each group of three is from, to, share.
    private static final int[][] LENGTHS = {
        {48, 48, 46},
        {32, 32, 12},
        {44, 44, 9},
        {40, 40, 8},
        {36, 36, 5},
        {29, 29, 4},
        {45, 47, 6},
        {33, 35, 3},
        {37, 39, 2},
        {41, 43, 3},
        {19, 28, 1},
        {49, 64, 1}
    };

    private RegistryTable() {}

    /// @return this many distinct prefixes
    public static List<Prefix> of(int count, RandomGenerator random) {
        var prefixes = new LinkedHashSet<Prefix>();
        var short32 = new ArrayList<Prefix>();
        while (prefixes.size() < count) {
            int length = length(random);
            boolean nest = length > 32 && !short32.isEmpty() && random.nextBoolean();
            var within = nest ? short32.get(random.nextInt(short32.size())) : block(random);
            var prefix = Prefix.of(address(within, random), length);
            if (prefixes.add(prefix) && length <= 32) {
                short32.add(prefix);
            }
        }
        return List.copyOf(prefixes);
    }

    /// The blocks: where addresses come from that may have no route.
    static List<Prefix> blocks() {
        return BLOCKS;
    }

    private static Prefix block(RandomGenerator random) {
        return BLOCKS.get(random.nextInt(BLOCKS.size()));
    }

    private static Ipv6Address address(Prefix within, RandomGenerator random) {
        long free = ~Prefix.maskHigh(within.length());
        return new Ipv6Address(within.address().high() | random.nextLong() & free, random.nextLong());
    }

    private static int length(RandomGenerator random) {
        int pick = random.nextInt(100);
        for (int[] group : LENGTHS) {
            pick -= group[2];
            if (pick < 0) {
                return random.nextInt(group[0], group[1] + 1);
            }
        }
        throw new IllegalStateException("the shares are less than 100");
    }
}
