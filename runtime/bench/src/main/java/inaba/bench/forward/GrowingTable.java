package inaba.bench.forward;

import inaba.bench.RegistryTable;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// One table for several routers, which grows: the first prefix is for everything, and the same ones come first in
/// larger tables.
final class GrowingTable {
    private static final Prefix EVERYTHING = Prefix.parse("2000::/3");
    private static final int SEED = 1;

    private final List<Router> routers;
    private List<Prefix> table = List.of();

    GrowingTable(List<Router> routers) {
        this.routers = List.copyOf(routers);
    }

    /// The same table, which from now on grows for some of the routers only.
    GrowingTable of(List<Router> some) {
        var smaller = new GrowingTable(some);
        smaller.table = table;
        return smaller;
    }

    /// Adds routes until there are so many.
    ///
    /// @return traffic to all of them
    Traffic grow(int size) throws IOException, InterruptedException {
        var larger = new ArrayList<Prefix>();
        larger.add(EVERYTHING);
        larger.addAll(RegistryTable.of(size - 1, new SplittableRandom(SEED)));
        var added = larger.subList(Math.min(table.size(), size), size);
        for (var router : routers) {
            router.add(added);
        }
        table = larger;
        var shuffled = new ArrayList<>(table);
        Collections.shuffle(shuffled, new Random(SEED));
        return new Traffic(shuffled);
    }
}
