package inaba.link.sim;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;

/// A hub: what one station sends, all others get.
final class Wire {
    private volatile Station[] stations = {};

    synchronized void plug(Station station) {
        stations = Stream.concat(Arrays.stream(stations), Stream.of(station)).toArray(Station[]::new);
    }

    synchronized void unplug(Station station) {
        stations = Arrays.stream(stations).filter(s -> s != station).toArray(Station[]::new);
    }

    void carry(Station from, MemorySegment frame, long at, int length) {
        for (Station station : stations) {
            if (station != from) {
                station.arrive(frame, at, length);
            }
        }
    }
}
