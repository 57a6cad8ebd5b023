package inaba.fib.multibit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.route.Fib;
import inaba.testkit.fib.FibContract;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;
import java.util.SplittableRandom;
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

    @Test
    void aBucketTakesNoMoreThan31BitsAndLeadsOnBelowThem() {
        var table = table("2001:db8::/47 1", "2001:db8::/64 2", "2001:db8::1/128 3", "2001:db8:2::/47 4");
        assertEquals(3, at(table, "2001:db8::1"));
        assertEquals(2, at(table, "2001:db8::2"));
        assertEquals(1, at(table, "2001:db8:0:1::"));
        assertEquals(4, at(table, "2001:db8:2::"));
        var without = table.apply(List.of(new Fib.Change(Prefix.parse("2001:db8::/47"), Fib.NONE)));
        assertEquals(3, at(without, "2001:db8::1"));
        assertEquals(Fib.NONE, at(without, "2001:db8:0:1::"));
        var other = without.apply(List.of(new Fib.Change(Prefix.parse("2001:db8::/40"), 5)));
        assertEquals(5, at(other, "2001:db8:0:1::"));
        assertEquals(2, at(other, "2001:db8::2"));
    }

    @Test
    void aChoiceContainsTheKeysThatBeginWithIt() {
        var random = new SplittableRandom(1);
        for (int bits = 0; bits <= Choice.MOST_BITS; bits++) {
            int key = random.nextInt();
            int choice = Choice.of(key, bits);
            assertEquals(bits, Choice.bits(choice));
            assertTrue(Choice.contains(choice, key));
            assertTrue(Choice.contains(choice, key ^ 1));
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                assertEquals(bit >= bits, Choice.contains(choice, key ^ Integer.MIN_VALUE >>> bit), bits + ", " + bit);
            }
        }
        assertEquals(Choice.ANY, Choice.of(-1, 0));
    }

    private static int at(Fib table, String address) {
        var parsed = Ipv6Address.parse(address);
        return table.lookup(parsed.high(), parsed.low());
    }
}
