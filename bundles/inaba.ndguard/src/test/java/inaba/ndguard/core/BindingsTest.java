package inaba.ndguard.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.neighbor.BindingRow;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private static final int MANY = 200_000;
    private final Bindings bindings = new Bindings();

    private static BindingRow row(int link, long low, long mac) {
        return new BindingRow(link, new Ipv6Address(1, low), new MacAddress(mac), "inaba.ndguard");
    }

    @Test
    void anAddressIsBoundOnItsLinkOnlyUntilItsBindingIsReplacedOrRemoved() {
        bindings.put(row(1, 7, 0xa));
        bindings.put(row(2, 7, 0xb));
        assertEquals(0xa, bindings.mac(1, 1, 7));
        assertEquals(0xb, bindings.mac(2, 1, 7));
        assertEquals(Bindings.NONE, bindings.mac(3, 1, 7));
        bindings.put(row(1, 7, 0xc));
        assertEquals(0xc, bindings.mac(1, 1, 7));
        bindings.remove(row(1, 7, 0).key());
        assertEquals(Bindings.NONE, bindings.mac(1, 1, 7));
        bindings.remove(row(1, 7, 0).key());
        assertEquals(0xb, bindings.mac(2, 1, 7));
    }

    /// Several meet in each place.
    @Test
    void manyAreFoundWhateverWasChangedBefore() {
        var random = new SplittableRandom(1);
        Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            long low = random.nextInt(MANY);
            if (random.nextInt(4) == 0) {
                bindings.remove(row(1, low, 0).key());
                model.remove(low);
            } else {
                bindings.put(row(1, low, i));
                model.put(low, (long) i);
            }
        }
        for (long low = 0; low < MANY; low++) {
            assertEquals(model.getOrDefault(low, Bindings.NONE), bindings.mac(1, 1, low));
        }
    }
}
