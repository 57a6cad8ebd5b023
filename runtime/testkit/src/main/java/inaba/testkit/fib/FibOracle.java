package inaba.testkit.fib;

import inaba.api.route.Fib;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The right answers: every prefix tried in turn; and random tables that are hard on a trie: nested, adjacent, of all
/// lengths.
public final class FibOracle {
    private final Map<Prefix, Integer> routes;

    public FibOracle() {
        this(Map.of());
    }

    private FibOracle(Map<Prefix, Integer> routes) {
        this.routes = new HashMap<>(routes);
    }

    /// The table after the changes; this one stays as it is.
    public FibOracle after(List<Fib.Change> changes) {
        var next = new FibOracle(routes);
        for (var change : changes) {
            if (change.value() == Fib.NONE) {
                next.routes.remove(change.prefix());
            } else {
                next.routes.put(change.prefix(), change.value());
            }
        }
        return next;
    }

    public int lookup(Ipv6Address address) {
        int length = -1;
        int value = Fib.NONE;
        for (var route : routes.entrySet()) {
            if (route.getKey().length() > length && route.getKey().contains(address)) {
                length = route.getKey().length();
                value = route.getValue();
            }
        }
        return value;
    }

    public List<Fib.Entry> entries() {
        var entries = new ArrayList<Fib.Entry>();
        routes.forEach((prefix, value) -> entries.add(new Fib.Entry(prefix, value)));
        return entries;
    }

    /// A change: an addition, a replacement, the removal of a route or of one that is not there.
    public Fib.Change randomChange(RandomGenerator random) {
        boolean known = !routes.isEmpty() && random.nextInt(10) < 6;
        Prefix prefix = known ? randomKnown(random) : randomPrefix(random);
        return new Fib.Change(prefix, random.nextInt(10) < 4 ? Fib.NONE : random.nextInt(1 << 20));
    }

    public List<Fib.Change> randomChanges(RandomGenerator random, int count) {
        var changes = new ArrayList<Fib.Change>();
        for (int i = 0; i < count; i++) {
            changes.add(randomChange(random));
        }
        return changes;
    }

    /// Addresses in, at both ends of, and right beside the routes, and a few from anywhere.
    public List<Ipv6Address> probes(RandomGenerator random, int count) {
        var probes = new ArrayList<Ipv6Address>();
        while (probes.size() < count) {
            var prefix = routes.isEmpty() || random.nextInt(10) == 0 ? randomPrefix(random) : randomKnown(random);
            var first = prefix.address();
            var last = new Ipv6Address(
                    first.high() | ~Prefix.maskHigh(prefix.length()), first.low() | ~Prefix.maskLow(prefix.length()));
            probes.add(first);
            probes.add(last);
            probes.add(within(prefix, random));
            probes.add(new Ipv6Address(last.low() == -1 ? last.high() + 1 : last.high(), last.low() + 1));
            probes.add(new Ipv6Address(first.low() == 0 ? first.high() - 1 : first.high(), first.low() - 1));
        }
        return probes;
    }

    private Prefix randomKnown(RandomGenerator random) {
        return routes.keySet().stream()
                .skip(random.nextInt(routes.size()))
                .findFirst()
                .orElseThrow();
    }

    /// Half of them nest below or above a known one.
    private Prefix randomPrefix(RandomGenerator random) {
        if (!routes.isEmpty() && random.nextBoolean()) {
            var known = randomKnown(random);
            return Prefix.of(within(known, random), random.nextInt(129));
        }
        long crowded = 0x2001_0db8L << 32 | random.nextInt(1 << 12) << 20;
        long high = random.nextInt(4) == 0 ? random.nextLong() : crowded;
        return Prefix.of(new Ipv6Address(high, random.nextLong()), random.nextInt(129));
    }

    private static Ipv6Address within(Prefix prefix, RandomGenerator random) {
        return new Ipv6Address(
                prefix.address().high() | random.nextLong() & ~Prefix.maskHigh(prefix.length()),
                prefix.address().low() | random.nextLong() & ~Prefix.maskLow(prefix.length()));
    }
}
