package inaba.fib.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.route.Fib;
import inaba.testkit.fib.FibContract;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HashFibTest extends FibContract {
    @Override
    protected Fib.Algorithm algorithm() {
        return new HashAlgorithm(Secret.random(new SplittableRandom(7)));
    }

    @Test
    void aTableStaysAsItWasWhenOthersAreMadeOfIt() {
        var old = table("2001:db8::/32 1", "2001:db8:1::/48 2");
        var without = old.apply(List.of(new Fib.Change(Prefix.parse("2001:db8:1::/48"), Fib.NONE)));
        var replaced = old.apply(List.of(new Fib.Change(Prefix.parse("2001:db8:1::/48"), 3)));
        var address = Ipv6Address.parse("2001:db8:1::1");
        assertEquals(2, old.lookup(address.high(), address.low()));
        assertEquals(1, without.lookup(address.high(), address.low()));
        assertEquals(3, replaced.lookup(address.high(), address.low()));
    }

    /// With this secret every hash is 0: all prefixes want the first slot of the first segment.
    @Test
    void prefixesThatAllCollideAreStillToldApart() {
        var entries = new ArrayList<Fib.Entry>();
        for (int i = 0; i < 600; i++) {
            entries.add(new Fib.Entry(Prefix.of(new Ipv6Address(0, (long) i << 32), 96), i));
        }
        var fib = new HashAlgorithm(new Secret(0, 0)).build(entries);
        for (int i = 0; i < 600; i++) {
            assertEquals(i, fib.lookup(0, (long) i << 32 | 5));
        }
        assertEquals(Fib.NONE, fib.lookup(0, 600L << 32));
    }

    @Test
    void aTableShrinksWithItsRoutes() {
        var fib = algorithm().build(List.of());
        var add = new ArrayList<Fib.Change>();
        var remove = new ArrayList<Fib.Change>();
        for (int i = 0; i < 10_000; i++) {
            var prefix = Prefix.of(new Ipv6Address(0x2001_0db8L << 32 | (long) i << 16, 0), 48);
            add.add(new Fib.Change(prefix, i));
            remove.add(new Fib.Change(prefix, Fib.NONE));
        }
        fib = fib.apply(add);
        long full = fib.memory();
        fib = fib.apply(remove.subList(0, 9_900));
        assertTrue(fib.memory() < full / 10);
        assertEquals(9_950, fib.lookup(0x2001_0db8L << 32 | 9_950L << 16, 1));
        assertEquals(0, fib.apply(remove).memory());
    }
}
