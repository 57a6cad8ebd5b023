package inaba.addrconf.core;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Limits;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The lifetimes of temporary addresses, RFC 8981 §3.4 to §3.6. All times are nanoseconds.
///
/// What routers say of a prefix is what the stable address of that prefix has for lifetimes.
///
/// @param valid TEMP_VALID_LIFETIME
/// @param preferred TEMP_PREFERRED_LIFETIME
/// @param regenAdvance REGEN_ADVANCE
/// @param maxDesync MAX_DESYNC_FACTOR
public record TemporaryRule(long valid, long preferred, long regenAdvance, long maxDesync) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// §3.8: a preferred lifetime that is not less than the valid one is cut to be so.
    ///
    /// @param transmits DupAddrDetectTransmits
    /// @param retries TEMP_IDGEN_RETRIES
    /// @param desync MAX_DESYNC_FACTOR in percent of TEMP_PREFERRED_LIFETIME
    public static TemporaryRule of(
            Duration valid, Duration preferred, int transmits, int retries, Duration retransTimer, int desync) {
        var advance = Duration.ofSeconds(2).plus(retransTimer.multipliedBy((long) transmits * retries));
        long cut = Math.min(preferred.toNanos(), valid.minus(SECOND).toNanos());
        return new TemporaryRule(valid.toNanos(), cut, advance.toNanos(), cut / 100 * desync);
    }

    /// How long an address may live that is made now; DESYNC_FACTOR is less than TEMP_PREFERRED_LIFETIME -
    /// REGEN_ADVANCE.
    ///
    /// @param random 0 to 1
    public Limits limits(long now, double random) {
        double most = Math.min(maxDesync, Math.max(0, preferred - regenAdvance - 1));
        return new Limits(now + preferred - (long) (most * random), now + valid);
    }

    /// §3.4 step 5: whether an address made now would be preferred for longer than it takes to make the next.
    public boolean worthwhile(AddressRow stable, Limits limits, long now) {
        return Math.min(stable.preferredUntil(), limits.preferred()) - now > regenAdvance;
    }

    /// §3.4 steps 1 and 2: what routers say, but not beyond the limits.
    public static AddressRow limited(AddressRow temporary, long preferredUntil, long validUntil) {
        var limits = temporary.limits();
        return temporary.withLifetimes(
                Math.min(preferredUntil, limits.preferred()), Math.min(validUntil, limits.valid()));
    }

    /// The address that follows all others of its prefix in being deprecated, of those that are not.
    public static @Nullable AddressRow latest(Collection<AddressRow> temporaries) {
        return temporaries.stream()
                .filter(row -> row.state() == State.PREFERRED || row.checked())
                .max(Comparator.comparingLong(AddressRow::preferredUntil))
                .orElse(null);
    }

    /// When the next address of a prefix is to be made, §3.5: REGEN_ADVANCE before the present one is deprecated.
    ///
    /// @return an instant, or [Row#FOREVER] when the prefix itself is deprecated by then, or there is no present
    /// one
    public long regeneration(Collection<AddressRow> temporaries, AddressRow stable, long now) {
        var present = latest(temporaries);
        if (present == null || present.preferredUntil() == Row.FOREVER) {
            return Row.FOREVER;
        }
        long at = present.preferredUntil() - regenAdvance;
        return stable.preferredUntil() - Math.max(at, now) > regenAdvance ? at : Row.FOREVER;
    }
}
