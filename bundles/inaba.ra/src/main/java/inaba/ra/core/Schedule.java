package inaba.ra.core;

import inaba.api.link.AdvertisingState;
import inaba.api.link.AdvertisingState.Former;
import inaba.api.link.AdvertisingState.Phase;
import inaba.api.link.AdvertisingState.Withdrawn;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When multicast advertisements are sent, RFC 4861 §6.2.4 to §6.2.6, by the router constants of §10. All instants and
/// times are nanoseconds.
///
/// @param maxInitialInterval MAX_INITIAL_RTR_ADVERT_INTERVAL
/// @param maxInitial MAX_INITIAL_RTR_ADVERTISEMENTS
/// @param maxFinal MAX_FINAL_RTR_ADVERTISEMENTS
/// @param minDelay MIN_DELAY_BETWEEN_RAS
/// @param maxAnswerDelay MAX_RA_DELAY_TIME
public record Schedule(long maxInitialInterval, int maxInitial, int maxFinal, long minDelay, long maxAnswerDelay) {
    private static final String OWNER = "inaba.ra";

    /// The link becomes an advertising interface (§6.2.2): the first initial advertisement goes out at once.
    ///
    /// @param before what was scheduled, such as final advertisements, or null
    public AdvertisingState begin(int link, @Nullable AdvertisingState before, long now) {
        long last = before == null ? AdvertisingState.NEVER : before.lastMulticast();
        return new AdvertisingState(
                link,
                Phase.ADVERTISING,
                maxInitial,
                last,
                notBefore(last, now),
                before == null ? List.of() : before.withdrawn(),
                before == null ? null : before.former(),
                OWNER);
    }

    /// The link advertised before, and lost its row with its carrier: the one that comes next keeps its distance
    /// (§6.2.6).
    ///
    /// @param last the instant of the last one to all, or NEVER
    public AdvertisingState after(AdvertisingState state, long last) {
        return last == AdvertisingState.NEVER
                ? state
                : with(state, state.left(), last, Math.max(state.next(), last + minDelay));
    }

    /// What is advertised has changed: as many as initially are sent again (§6.2.4).
    public AdvertisingState changed(AdvertisingState state, long now) {
        long next = Math.min(state.next(), notBefore(state.lastMulticast(), now));
        return with(state, maxInitial, state.lastMulticast(), next);
    }

    /// The same, with other prefixes that are no longer advertised.
    public static AdvertisingState withdrawing(AdvertisingState state, List<Withdrawn> withdrawn) {
        return new AdvertisingState(
                state.link(),
                state.phase(),
                state.left(),
                state.lastMulticast(),
                state.next(),
                withdrawn,
                state.former(),
                OWNER);
    }

    /// The same, from another source than before: hosts are told (§6.2.8).
    public AdvertisingState leaving(AdvertisingState state, Ipv6Address source) {
        return withFormer(state, new Former(source, maxFinal));
    }

    /// How long it takes until another one may be sent to all, in nanoseconds.
    public long pause(AdvertisingState state, long now) {
        return notBefore(state.lastMulticast(), now) - now;
    }

    /// Another one was sent to all just now, from the address that is no longer ours (§6.2.8).
    public AdvertisingState sentFormer(AdvertisingState state, long now) {
        var former = state.former();
        var sent = with(state, state.left(), now, Math.max(state.next(), now + minDelay));
        return former == null || former.left() == 1
                ? withFormer(sent, null)
                : withFormer(sent, new Former(former.source(), former.left() - 1));
    }

    /// A solicitation is to be answered by multicast (§6.2.6).
    ///
    /// @param delay random, 0 to maxAnswerDelay_
    public AdvertisingState solicited(AdvertisingState state, long delay, long now) {
        boolean limited = state.lastMulticast() != AdvertisingState.NEVER && now - state.lastMulticast() < minDelay;
        long answer = limited ? state.lastMulticast() + minDelay + delay : now + delay;
        return with(state, state.left(), state.lastMulticast(), Math.min(state.next(), answer));
    }

    /// The link ceases to be an advertising interface (§6.2.5).
    ///
    /// @return null when nothing was advertised that had to be taken back
    public @Nullable AdvertisingState cease(AdvertisingState state, long now) {
        long last = state.lastMulticast();
        return last == AdvertisingState.NEVER
                ? null
                : new AdvertisingState(
                        state.link(),
                        Phase.CEASING,
                        maxFinal,
                        last,
                        notBefore(last, now),
                        state.withdrawn(),
                        state.former(),
                        OWNER);
    }

    /// The instant `next` has come.
    ///
    /// @param interval random, MinRtrAdvInterval to MaxRtrAdvInterval
    public Step due(AdvertisingState state, long interval, long now) {
        return state.phase() == Phase.CEASING ? ceasing(state, now) : advertising(state, interval, now);
    }

    /// §6.2.4: between the initial ones the interval is cut. One that answered a solicitation counts among them.
    private Step advertising(AdvertisingState state, long interval, long now) {
        int left = Math.max(0, state.left() - 1);
        long until = left > 0 ? Math.min(interval, maxInitialInterval) : interval;
        return new Step(with(state, left, now, now + until), true);
    }

    /// After the last one the state stays as long as another advertisement would come too soon.
    private Step ceasing(AdvertisingState state, long now) {
        return state.left() == 0
                ? new Step(null, false)
                : new Step(with(state, state.left() - 1, now, now + minDelay), true);
    }

    private long notBefore(long last, long now) {
        return last == AdvertisingState.NEVER ? now : Math.max(now, last + minDelay);
    }

    private static AdvertisingState with(AdvertisingState state, int left, long last, long next) {
        return new AdvertisingState(
                state.link(), state.phase(), left, last, next, state.withdrawn(), state.former(), OWNER);
    }

    private static AdvertisingState withFormer(AdvertisingState state, @Nullable Former former) {
        return new AdvertisingState(
                state.link(),
                state.phase(),
                state.left(),
                state.lastMulticast(),
                state.next(),
                state.withdrawn(),
                former,
                OWNER);
    }

    /// @param state what comes next, or null when nothing does
    /// @param send an advertisement is to be sent now
    public record Step(@Nullable AdvertisingState state, boolean send) {}
}
