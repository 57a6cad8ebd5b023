package inaba.ndguard.core;

import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborKey;
import inaba.wire.KeyedHash;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The bindings for workers: the control loop changes them, any number of threads read them, without objects.
///
/// Each place holds the few bindings whose hashes meet there, in an array that a change replaces: a change costs the
/// same however many there are.
public final class Bindings {
    /// There is no binding; no Ethernet address is negative.
    public static final long NONE = -1;

    private static final int PLACES = 1 << 16;
    private static final long[] EMPTY = {};
    /// Of a binding: link, both halves of the address, Ethernet address.
    private static final int LONGS = 4;

    private static final int MAC = 3;

    private final AtomicReferenceArray<long @Nullable []> places = new AtomicReferenceArray<>(PLACES);

    /// @return the Ethernet address that the address is bound to, or [#NONE]
    public long mac(int link, long high, long low) {
        var place = places.getAcquire(place(link, high, low));
        int at = place == null ? -1 : find(place, link, high, low);
        return at < 0 ? NONE : place[at + MAC];
    }

    /// Adds the binding, or replaces the one of the same address.
    public void put(BindingRow row) {
        var address = row.address();
        var place = place(row.key());
        int at = find(place, row.link(), address.high(), address.low());
        var next = Arrays.copyOf(place, at < 0 ? place.length + LONGS : place.length);
        if (at < 0) {
            at = place.length;
        }
        next[at] = row.link();
        next[at + 1] = address.high();
        next[at + 2] = address.low();
        next[at + MAC] = row.mac().value();
        replace(row.key(), next);
    }

    public void remove(NeighborKey key) {
        var place = place(key);
        int at = find(place, key.link(), key.address().high(), key.address().low());
        if (at >= 0) {
            var next = Arrays.copyOf(place, place.length - LONGS);
            System.arraycopy(place, at + LONGS, next, at, next.length - at);
            replace(key, next);
        }
    }

    private long[] place(NeighborKey key) {
        var place = places.getPlain(
                place(key.link(), key.address().high(), key.address().low()));
        return place == null ? EMPTY : place;
    }

    private void replace(NeighborKey key, long[] now) {
        places.setRelease(place(key.link(), key.address().high(), key.address().low()), now.length == 0 ? null : now);
    }

    private static int find(long[] place, int link, long high, long low) {
        for (int at = 0; at < place.length; at += LONGS) {
            if (place[at] == link && place[at + 1] == high && place[at + 2] == low) {
                return at;
            }
        }
        return -1;
    }

    private static int place(int link, long high, long low) {
        return KeyedHash.of(high ^ link, low) & PLACES - 1;
    }
}
