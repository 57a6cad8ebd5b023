package inaba.link.sim.host;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets its oldest entry when it would hold more than its limit.
final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int limit;

    Bounded(int limit) {
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
