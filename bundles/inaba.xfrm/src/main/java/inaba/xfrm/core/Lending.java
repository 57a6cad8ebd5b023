package inaba.xfrm.core;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Objects that serve one thread at a time, such as keyed ciphers: lent and given back without a lock. Each thread
/// looks at its own place first; so there are about as many objects as threads that use them, and none is tied to a
/// thread.
final class Lending<T> {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> maker;

    Lending(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T there = places.getAndSet(place(), null);
        return there == null ? maker.get() : there;
    }

    void give(T back) {
        places.setRelease(place(), back);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
