package inaba.ra;

import inaba.api.link.AdvertisingState;
import inaba.api.time.Time;
import inaba.ra.core.Schedule;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Final advertisements from a link-local address that is no longer ours, RFC 4861 §6.2.8: hosts are to forget the
/// router
/// of that name. They keep the distance of all others. On the control loop.
final class Farewell {
    private final Time time;
    private final Supplier<@Nullable AdvertisingState> state;
    private Time.@Nullable Timer timer;

    /// @param state where the link stands in its schedule, or null while nothing is scheduled
    Farewell(Time time, Supplier<@Nullable AdvertisingState> state) {
        this.time = time;
        this.state = state;
    }

    /// @param send sends one, and sees to it that the next of any kind keeps its distance
    void begin(Runnable send) {
        say(send, Schedule.MAX_FINAL_RTR_ADVERTISEMENTS);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void say(Runnable send, int left) {
        cancel();
        var present = state.get();
        if (present != null && left > 0) {
            var pause = Duration.ofNanos(Schedule.pause(present, time.nanos()));
            timer = time.after(pause, () -> due(send, left));
        }
    }

    private void due(Runnable send, int left) {
        timer = null;
        var present = state.get();
        if (present == null) {
            return;
        }
        boolean tooSoon = Schedule.pause(present, time.nanos()) > 0; // another one came between
        if (!tooSoon) {
            send.run();
        }
        say(send, tooSoon ? left : left - 1);
    }
}
