package inaba.core.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedListTest {
    private final KeyedList<Key, Element> list = new KeyedList<>(Element::key);

    /// @param alike how many keys have each hash
    private record Key(int number, int alike) {
        @Override
        public int hashCode() {
            return number / alike;
        }
    }

    private record Element(Key key, int version) {}

    private static Element element(int number) {
        return new Element(new Key(number, 1), 0);
    }

    private List<Integer> numbers() {
        return list.stream().map(each -> each.key().number()).toList();
    }

    @ParameterizedTest(name = "{0} keys of a hash")
    @ValueSource(ints = {1, 3, 40})
    void itDoesWhatALinkedHashMapDoes(int alike) {
        var random = new Random(alike);
        var model = new LinkedHashMap<Key, Element>();
        for (int i = 0; i < 60_000; i++) {
            int most = i / 20_000 == 1 ? 40 : 2_000; // large, small, large again
            var key = new Key(random.nextInt(most), alike);
            if (random.nextInt(most == 40 ? 2 : 5) == 0) {
                assertSame(model.remove(key), list.remove(key));
            } else {
                var element = new Element(key, i);
                assertSame(model.put(key, element), list.put(element));
            }
            var asked = new Key(random.nextInt(most), alike);
            assertSame(model.get(asked), list.get(asked));
            assertEquals(model.size(), list.size());
            if (i % 500 == 0) {
                assertEquals(List.copyOf(model.values()), list.stream().toList());
            }
        }
    }

    @Test
    void oneThatIsReplacedKeepsItsPlace() {
        Stream.of(1, 2, 3).forEach(number -> list.put(element(number)));
        list.put(new Element(new Key(2, 1), 7));
        assertEquals(List.of(1, 2, 3), numbers());
        assertEquals(7, list.stream().toList().get(1).version());
    }

    @Test
    void theEldestGoAndOthersComeForEver() {
        for (int number = 0; number < 10_000; number++) {
            list.put(element(number));
            if (number >= 100) {
                assertEquals(
                        number - 100,
                        list.stream().findFirst().orElseThrow().key().number());
                list.remove(new Key(number - 100, 1));
            }
        }
        assertEquals(IntStream.range(9_900, 10_000).boxed().toList(), numbers());
        assertNull(list.get(new Key(9_899, 1)));
    }

    @Test
    void whoGoesThroughThemMissesNoneThatStays() {
        IntStream.range(0, 1_000).forEach(number -> list.put(element(number)));
        var before = list.stream();
        IntStream.range(0, 1_000).filter(number -> number % 10 != 0).forEach(number -> list.remove(new Key(number, 1)));
        IntStream.range(1_000, 3_000).forEach(number -> list.put(element(number)));
        var seen = before.map(each -> each.key().number()).filter(number -> number % 10 == 0);
        assertEquals(IntStream.range(0, 100).map(i -> 10 * i).boxed().toList(), seen.toList());
    }
}
