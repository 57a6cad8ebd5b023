package inaba.fib.poptrie;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.route.Fib;
import inaba.testkit.fib.FibContract;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoptrieFibTest extends FibContract {
    @Override
    protected Fib.Algorithm algorithm() {
        return new PoptrieAlgorithm();
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
    void theBitsOfAStepCrossTheMiddleAndTheEndOfTheAddress() {
        var address = Ipv6Address.parse("2001:db8::f:8000:0:0:1");
        assertEquals(0b11_1110, Subtree.way(address.high() << 0 | 0b1111, 1L << 63, 60) & 0b111111);
        assertEquals(0b01_0000, Subtree.way(address.high(), 1, 126));
    }
}
