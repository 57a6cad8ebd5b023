package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final class Element extends Keyed {
        Element(long number) {
            super(number % 3, number % 5, number);
        }
    }

    @Test
    void itFindsWhatAMapFindsWhateverComesAndGoes() {
        var random = new Random(1);
        var places = new Places<Element>(7);
        Map<Long, Element> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextInt(2_000);
            var present = expected.get(number);
            if (random.nextInt(3) > 0) {
                var element = new Element(number);
                places.put(element);
                expected.put(number, element);
            } else if (present != null) {
                places.remove(present);
                expected.remove(number);
            }
            long asked = random.nextInt(2_000);
            assertSame(expected.get(asked), places.find(asked % 3, asked % 5, asked));
        }
    }

    @Test
    void aReaderAlwaysFindsWhatIsReplacedOrStaysWhileOthersComeAndGo() throws InterruptedException {
        var places = new Places<Element>(7);
        places.put(new Element(1));
        var done = new AtomicBoolean();
        var missed = new AtomicInteger();
        var reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                if (places.find(1, 1, 1) == null) {
                    missed.incrementAndGet();
                }
            }
        });
        for (int i = 2; i < 50_000; i++) {
            places.put(new Element(1));
            var other = new Element(i);
            places.put(other);
            if (i % 3 > 0) {
                places.remove(other);
            }
        }
        done.set(true);
        reader.join();
        assertEquals(0, missed.get());
    }

    /// Associations of one key, as those with the same peer and no reqid are.
    @Clause("RFC 4301 §4.1a")
    @Test
    void aChainHasTheNewestFirstAndLosesAnyOfThem() {
        var chains = new Chains(3);
        var made = new ArrayList<Chains.Link>();
        for (int i = 1; i <= 5; i++) {
            made.add(chains.add(1, 2, 3, association(i)));
        }
        for (int spi : new int[] {3, 5, 1}) {
            chains.remove(made.get(spi - 1));
        }
        var first = Objects.requireNonNull(chains.find(1, 2, 3));
        assertEquals(4, first.association.row().key().spi());
        var second = Objects.requireNonNull(first.older());
        assertEquals(2, second.association.row().key().spi());
        assertNull(second.older());
        assertTrue(made.get(4).older() == first, "a reader who is there goes on");
        chains.remove(first);
        chains.remove(second);
        assertNull(chains.find(1, 2, 3));
    }

    private static Association association(int spi) {
        return Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.ESP, spi)
                .aead("rfc4106(gcm(aes))", new byte[20], 128)
                .association();
    }
}
