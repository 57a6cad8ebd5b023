package inaba.keys;

import inaba.api.table.Row;
import inaba.api.time.Time;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.SaState;
import java.time.Duration;
import java.time.InstantSource;

/// Instants of the appliance as key managers say them, in seconds since 1970.
public final class Instants {
    private static final long LONGEST = Duration.ofNanos(Long.MAX_VALUE).toSeconds() / 2;

    private final Time time;
    private final InstantSource clock;

    public Instants(Time time, InstantSource clock) {
        this.time = time;
        this.clock = clock;
    }

    /// In nanoseconds of [Time], as all that rows hold.
    public long now() {
        return time.nanos();
    }

    /// When what is added now is over.
    public long end(Limits limits) {
        return limits.hardSeconds() > LONGEST
                ? Row.FOREVER
                : now() + Duration.ofSeconds(limits.hardSeconds()).toNanos();
    }

    /// @param instant of [Time]; [SaState#UNUSED] is 0
    public long seconds(long instant) {
        return instant == SaState.UNUSED
                ? 0
                : clock.instant().minus(Duration.ofNanos(now() - instant)).getEpochSecond();
    }
}
