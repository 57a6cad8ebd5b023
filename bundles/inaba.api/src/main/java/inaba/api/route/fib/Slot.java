package inaba.api.route.fib;

import org.jspecify.annotations.Nullable;

/// The routes below one prefix of [#BITS] bits. Never changes for readers; a changed one takes its place, and with it
/// the list of its routes.
public abstract class Slot {
    /// Bits of the address that choose the slot.
    public static final int BITS = 16;

    private final int covering;
    private final @Nullable PrefixList routes;

    /// @param covering the value where none of the routes matches: of the longest prefix of up to [#BITS] bits
    /// @param routes those that are longer, or null for none
    protected Slot(int covering, @Nullable PrefixList routes) {
        this.covering = covering;
        this.routes = routes;
    }

    /// @return the value for an address that lies in this slot
    public abstract int lookup(long high, long low);

    /// The same routes below another covering value.
    protected abstract Slot covered(int value);

    /// Bytes, without those of the routes' list.
    protected abstract long memory();

    protected final int covering() {
        return covering;
    }

    protected final @Nullable PrefixList routes() {
        return routes;
    }
}
