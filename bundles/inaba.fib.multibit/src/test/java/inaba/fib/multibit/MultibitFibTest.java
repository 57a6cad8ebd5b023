package inaba.fib.multibit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.route.Fib;
import inaba.testkit.fib.FibContract;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultibitFibTest extends FibContract {
    @Override
    protected Fib.Algorithm algorithm() {
        return new MultibitAlgorithm();
    }

    @Test
    void aTableStaysAsItWasWhenAnotherIsMadeOfIt() {
        var old = table("::/0 1", "2001:db8::/32 2", "2001:db8:1::/48 3");
        var next = old.apply(List.of(
                new Fib.Change(Prefix.parse("2001:db8:1::/48"), Fib.NONE), new Fib.Change(Prefix.parse("::/0"), 4)));
        var inside = Ipv6Address.parse("2001:db8:1::1");
        assertEquals(3, old.lookup(inside.high(), inside.low()));
        assertEquals(2, next.lookup(inside.high(), inside.low()));
        assertEquals(1, old.lookup(0, 1));
        assertEquals(4, next.lookup(0, 1));
    }

    @Test
    void theBitsOfAStepMayCrossTheMiddleOfTheAddress() {
        assertEquals(0b11_1110, Subtree.way(0b1111, 1L << 63, 60, 6));
        assertEquals(0b1111, Subtree.way(0b1111, 1L << 63, 60, 4));
        assertEquals(0b10, Subtree.way(0b1111, 1L << 63, 64, 2));
        assertEquals(1, Subtree.way(0, 1, 116, 12));
    }
}
