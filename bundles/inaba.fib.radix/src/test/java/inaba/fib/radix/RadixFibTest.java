package inaba.fib.radix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.route.Fib;
import inaba.testkit.fib.FibContract;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RadixFibTest extends FibContract {
    @Override
    protected Fib.Algorithm algorithm() {
        return new RadixAlgorithm();
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

    @Test
    void aPathOfEveryLengthIsFollowedToItsEnd() {
        var address = new Ipv6Address(0x5555_5555_5555_5555L, 0x5555_5555_5555_5555L);
        var entries = new ArrayList<Fib.Entry>();
        for (int length = 0; length <= 128; length++) {
            entries.add(new Fib.Entry(Prefix.of(address, length), length));
        }
        var fib = algorithm().build(entries);
        for (int bit = 0; bit < 128; bit++) {
            long high = bit < 64 ? address.high() ^ 1L << 63 - bit : address.high();
            long low = bit < 64 ? address.low() : address.low() ^ 1L << 127 - bit;
            assertEquals(bit, fib.lookup(high, low));
        }
        assertEquals(128, fib.lookup(address.high(), address.low()));
    }
}
