package inaba.api.xfrm;

/// How long a policy lasts, and how far it is, as Linux has it: after so many seconds, or after so many without a
/// packet that it decided. Changed on the control loop.
public final class PolicyLife {
    private final Limits limits;
    private final long added;
    private long lookedAt;
    private volatile long lastUse = SaState.UNUSED;
    private volatile int dying;

    /// @param limits of bytes and packets there are none
    /// @param added instant, in nanoseconds of [inaba.api.time.Time]
    public PolicyLife(Limits limits, long added) {
        this.limits = limits;
        this.added = added;
    }

    public Limits limits() {
        return limits;
    }

    public long added() {
        return added;
    }

    /// As exact as [#look] is often; [SaState#UNUSED] before the first use.
    public long lastUse() {
        return lastUse;
    }

    /// Notices whether it was used since the last look, and which limits are reached.
    ///
    /// @param uses of [PolicyRow#use]
    public void look(long uses, long now) {
        if (uses != lookedAt) {
            lookedAt = uses;
            lastUse = now;
        }
        long idleSince = lastUse == SaState.UNUSED ? added : lastUse;
        dying |= limits.reachedBy(seconds(now - added), seconds(now - idleSince));
    }

    private static long seconds(long nanos) {
        return nanos / 1_000_000_000;
    }

    /// Which limits were reached: [SaState#SOFT], [SaState#HARD], both or 0.
    public int dying() {
        return dying;
    }
}
