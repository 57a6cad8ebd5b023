package inaba.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// What a run has found so far: objects of names and values, in the order in which they were found.
public final class Results {
    private final List<Map<String, Object>> objects = new ArrayList<>();

    /// @param pairs names and values in turn
    public void add(Object... pairs) {
        objects.add(object(pairs));
    }

    /// @param pairs names and values in turn
    static Map<String, Object> object(Object... pairs) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    /// The objects that have all these names and values.
    ///
    /// @param pairs names and values in turn
    public List<Map<String, Object>> where(Object... pairs) {
        return objects.stream().filter(object -> has(object, pairs)).toList();
    }

    /// A number of the last object that has all these names and values.
    public OptionalDouble number(String name, Object... pairs) {
        var found = where(pairs).reversed().stream()
                .map(object -> object.get(name))
                .filter(Number.class::isInstance)
                .findFirst();
        return found.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(((Number) found.get()).doubleValue());
    }

    private static boolean has(Map<String, Object> object, Object... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].equals(object.get(pairs[i]))) {
                return false;
            }
        }
        return true;
    }

    /// A JSON array.
    String json() {
        return objects.stream().map(Json::object).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    }
}
