package inaba.core.neighbor;

import inaba.api.neighbor.NeighborKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A stable cell that next hops refer to: the MAC of a neighbour, changing under the workers' eyes.
public final class Adjacency {
    /// [#mac] while packets to the neighbour must wait.
    public static final long UNRESOLVED = -1;

    private static final VarHandle REPORT_USE;

    static {
        try {
            REPORT_USE = MethodHandles.lookup().findVarHandle(Adjacency.class, "reportUse", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final NeighborKey key;
    private final long high;
    private final long low;
    private volatile long mac = UNRESOLVED;
    private volatile boolean reportUse;

    Adjacency(NeighborKey key) {
        this.key = key;
        this.high = key.address().high();
        this.low = key.address().low();
    }

    public NeighborKey key() {
        return key;
    }

    public int link() {
        return key.link();
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// The MAC as a number, or [#UNRESOLVED].
    public long mac() {
        return mac;
    }

    /// True once after each [#reportUse]: the caller tells Neighbor Discovery that the entry is used.
    public boolean takeUse() {
        return reportUse && REPORT_USE.compareAndSet(this, true, false);
    }

    /// What [#takeUse] told could not be passed on: the next packet tells it again.
    public void putUseBack() {
        reportUse = true;
    }

    void mac(long now) {
        mac = now;
    }

    void reportUse(boolean wanted) {
        reportUse = wanted;
    }

    boolean is(int link, long high, long low) {
        return this.low == low && this.high == high && key.link() == link;
    }
}
