package inaba.ra;

import inaba.api.link.AdvertisingState;
import inaba.api.time.Time;
import inaba.ra.core.Schedule;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Final advertisements from a link-local address that is no longer ours, RFC 4861 §6.2.8: hosts are to forget the
/// router of that name. They keep the distance of all others. On the control loop.
final class Farewell {
    private final Time time;
    private final Supplier<@Nullable AdvertisingState> state;
    private final Supplier<Schedule> schedule;
    private final Consumer<Ipv6Address> send;
    private Time.@Nullable Timer timer;

    /// @param state where the link stands in its schedule, or null while nothing is scheduled
    /// @param schedule by the constants that are configured now
    /// @param send sends one from a former address, and enters it in the schedule
    Farewell(
            Time time,
            Supplier<@Nullable AdvertisingState> state,
            Supplier<Schedule> schedule,
            Consumer<Ipv6Address> send) {
        this.time = time;
        this.state = state;
        this.schedule = schedule;
        this.send = send;
    }

    /// The schedule may have changed.
    void refresh() {
        cancel();
        var present = state.get();
        if (present != null && present.former() != null) {
            timer = time.after(Duration.ofNanos(schedule.get().pause(present, time.nanos())), this::due);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void due() {
        timer = null;
        var present = state.get();
        if (present == null || present.former() == null) {
            return;
        }
        if (schedule.get().pause(present, time.nanos()) == 0) { // no other one came between
            send.accept(present.former().source());
        }
        refresh();
    }
}
