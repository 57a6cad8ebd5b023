package inaba.ip.neighbor;

import static inaba.api.neighbor.NeighborRow.State.DELAY;
import static inaba.api.neighbor.NeighborRow.State.FAILED;
import static inaba.api.neighbor.NeighborRow.State.INCOMPLETE;
import static inaba.api.neighbor.NeighborRow.State.PERMANENT;
import static inaba.api.neighbor.NeighborRow.State.PROBE;
import static inaba.api.neighbor.NeighborRow.State.REACHABLE;
import static inaba.api.neighbor.NeighborRow.State.STALE;
import static inaba.api.neighbor.NeighborRow.State.UNREACHABLE;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.NeighborRow.State;
import inaba.api.table.Row;
import inaba.ip.neighbor.NudEvent.Advert;
import inaba.ip.neighbor.NudEvent.Confirmed;
import inaba.ip.neighbor.NudEvent.Heard;
import inaba.ip.neighbor.NudEvent.PacketToSend;
import inaba.ip.neighbor.NudEvent.Probe;
import inaba.ip.neighbor.NudEvent.RouterFlag;
import inaba.ip.neighbor.NudEvent.Timeout;
import inaba.ip.neighbor.NudEvent.Used;
import inaba.ip.neighbor.Step.Action;
import inaba.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/// Neighbor Unreachability Detection: RFC 4861 §7.2, §7.3 and Appendix C, with the state UNREACHABLE of RFC 7048.
///
/// An entry's whole state is its row, so that a successor goes on where we stopped. For IPv4 an ARP reply is a
/// solicited advertisement that overrides.
///
/// @param owner who keeps the entries: the symbolic name of the bundle
public record Nud(String owner) {
    private static final long CONFIRMED_LATELY = 1_000_000_000L; // a second

    /// @param row the entry, or null when there is none
    /// @param now nanoseconds
    public Step step(NeighborKey key, @Nullable NeighborRow row, NudEvent event, long now, Timing timing) {
        if (row == null) {
            return created(key, event, now, timing);
        }
        return switch (event) {
            case Probe() -> probed(row, now, timing);
            case PacketToSend() -> row.state() == FAILED ? resolving(row, now) : Step.to(row);
            case Used() -> row.state() == STALE ? Step.to(to(row, DELAY, 0, now)) : Step.to(row);
            case Confirmed() -> confirmed(row, now);
            case Timeout(var used) -> timeout(row, used, now, timing);
            case Advert advert -> row.state().resolved() ? known(row, advert, now) : resolved(row, advert, now);
            case Heard(var mac, var router) -> heard(row, mac, router, now);
            case RouterFlag(var router) -> Step.to(router(row, router));
        };
    }

    /// The same step, the entry of which is a router's.
    Step asRouter(Step step) {
        var row = step.row();
        return row == null ? step : new Step(router(row, true), step.action());
    }

    /// When the entry's [Timeout] is due, or [Row#FOREVER].
    ///
    /// @param used as in [Timeout]
    public static long deadline(NeighborRow row, boolean used, Timing timing) {
        return switch (row.state()) {
            case INCOMPLETE, PROBE -> Timing.later(row.since(), row.probes() * timing.retrans());
            case REACHABLE -> Timing.later(row.confirmed(), timing.reachable());
            case STALE -> Timing.later(row.since(), timing.stale());
            case DELAY -> Timing.later(row.since(), timing.delayFirstProbe());
            case UNREACHABLE ->
                Timing.later(row.since(), timing.unreachablePause(row.probes()) + (used ? 0 : kept(row, timing)));
            case FAILED -> Timing.later(row.since(), timing.failed());
            case PERMANENT -> Row.FOREVER;
        };
    }

    /// How long an UNREACHABLE entry that is not used is kept. One that never answered is nobody's loss, and may be one
    /// of countless made-up solicitors (RFC 6583 §7.1).
    private static long kept(NeighborRow row, Timing timing) {
        return row.confirmed() == NeighborRow.NEVER ? 0 : timing.stale();
    }

    private Step created(NeighborKey key, NudEvent event, long now, Timing timing) {
        return switch (event) {
            case PacketToSend() -> resolving(entry(key, MacAddress.ZERO, INCOMPLETE, false, now), now);
            case Probe() -> probed(entry(key, MacAddress.ZERO, FAILED, true, now), now, timing);
            case Heard(var mac, var router) -> Step.to(entry(key, mac, STALE, Boolean.TRUE.equals(router), now));
            default -> Step.to(null);
        };
    }

    private NeighborRow entry(NeighborKey key, MacAddress mac, State state, boolean router, long now) {
        return new NeighborRow(key.link(), key.address(), mac, state, router, 0, now, NeighborRow.NEVER, owner);
    }

    /// §7.2.2; an entry that FAILED keeps what is known of its being a router.
    private static Step resolving(NeighborRow row, long now) {
        return new Step(
                with(row, MacAddress.ZERO, INCOMPLETE, row.router(), 1, now, NeighborRow.NEVER),
                Action.SOLICIT_MULTICAST);
    }

    /// RFC 4191 §3.5: a single solicitation. The entry waits for the answer as long as resolution would.
    private static Step probed(NeighborRow row, long now, Timing timing) {
        return switch (row.state()) {
            case FAILED ->
                new Step(
                        with(
                                row,
                                MacAddress.ZERO,
                                INCOMPLETE,
                                row.router(),
                                timing.maxMulticast(),
                                now,
                                row.confirmed()),
                        Action.SOLICIT_MULTICAST);
            case UNREACHABLE -> new Step(to(row, UNREACHABLE, row.probes(), now), Action.SOLICIT_UNICAST);
            default -> Step.to(row);
        };
    }

    private static Step timeout(NeighborRow row, boolean used, long now, Timing timing) {
        return switch (row.state()) {
            case INCOMPLETE ->
                row.probes() < timing.maxMulticast()
                        ? again(row, row.probes() * timing.retrans(), now, Action.SOLICIT_MULTICAST)
                        : Step.to(with(row, MacAddress.ZERO, FAILED, row.router(), 0, now, row.confirmed()));
            case REACHABLE -> Step.to(to(row, STALE, 0, now));
            case DELAY -> new Step(to(row, PROBE, 1, now), Action.SOLICIT_UNICAST);
            case PROBE ->
                row.probes() < timing.maxUnicast()
                        ? again(row, row.probes() * timing.retrans(), now, Action.SOLICIT_UNICAST)
                        : new Step(to(row, UNREACHABLE, 1, now), Action.SOLICIT_MULTICAST);
            case UNREACHABLE -> unreachable(row, used, now, timing);
            case STALE, FAILED -> Step.to(null);
            case PERMANENT -> Step.to(row);
        };
    }

    /// RFC 7048 §3: solicited by multicast, ever more slowly, while packets are sent. Without an answer to the last
    /// solicitation the entry FAILED, so that senders are told (§4: what corresponds to "discard entry").
    private static Step unreachable(NeighborRow row, boolean used, long now, Timing timing) {
        if (!used) {
            return Step.to(null);
        }
        return row.probes() < timing.maxUnreachable()
                ? again(row, timing.unreachablePause(row.probes()), now, Action.SOLICIT_MULTICAST)
                : Step.to(with(row, MacAddress.ZERO, FAILED, row.router(), 0, now, row.confirmed()));
    }

    /// §7.3.1; hints that follow each other closely are one.
    private static Step confirmed(NeighborRow row, long now) {
        if (!row.state().resolved() || row.state() == PERMANENT) {
            return Step.to(row);
        }
        boolean reachable = row.state() == REACHABLE;
        if (reachable && now - row.confirmed() < CONFIRMED_LATELY) {
            return Step.to(row);
        }
        long since = reachable ? row.since() : now;
        return Step.to(with(row, row.mac(), REACHABLE, row.router(), 0, since, now));
    }

    /// One solicitation more. The state counts as begun so long ago as the solicitations before it take, so that the
    /// next is due a whole interval from now, even when this one was late or the interval is a new one (§7.2.2,
    /// §7.3.3).
    private static Step again(NeighborRow row, long took, long now, Action action) {
        return new Step(to(row, row.state(), row.probes() + 1, now - took), action);
    }

    /// §7.2.5 for an entry without a MAC. One that FAILED counts as none.
    private static Step resolved(NeighborRow row, Advert advert, long now) {
        if (row.state() == FAILED) {
            return Step.to(row);
        }
        if (advert.mac() == null) {
            return Step.to(router(row, advert.router())); // Appendix C
        }
        return Step.to(
                advert.solicited()
                        ? with(row, advert.mac(), REACHABLE, advert.router(), 0, now, now)
                        : with(row, advert.mac(), STALE, advert.router(), 0, now, row.confirmed()));
    }

    /// §7.2.5 for an entry with a MAC; where Appendix C differs, the section holds.
    private static Step known(NeighborRow row, Advert advert, long now) {
        if (row.state() == PERMANENT) {
            return Step.to(router(row, advert.router()));
        }
        boolean differs = advert.mac() != null && !advert.mac().equals(row.mac());
        if (differs && !advert.override()) {
            return Step.to(row.state() == REACHABLE ? to(row, STALE, 0, now) : row); // I. a, b
        }
        var mac = advert.mac() == null ? row.mac() : advert.mac();
        if (advert.solicited()) {
            long since = row.state() == REACHABLE && !differs ? row.since() : now;
            return Step.to(with(row, mac, REACHABLE, advert.router(), 0, since, now));
        }
        return Step.to(
                differs
                        ? with(row, mac, STALE, advert.router(), 0, now, row.confirmed())
                        : router(row, advert.router()));
    }

    /// §7.2.3, §6.2.6, §6.3.4, §8.3: a MAC that is new or different makes the entry STALE.
    private static Step heard(NeighborRow row, MacAddress mac, @Nullable Boolean says, long now) {
        boolean router = says == null ? row.router() : says;
        boolean same = row.state() == PERMANENT || row.state().resolved() && mac.equals(row.mac());
        return Step.to(same ? router(row, router) : with(row, mac, STALE, router, 0, now, row.confirmed()));
    }

    private static NeighborRow to(NeighborRow row, State state, int probes, long since) {
        return with(row, row.mac(), state, row.router(), probes, since, row.confirmed());
    }

    private static NeighborRow router(NeighborRow row, boolean router) {
        return with(row, row.mac(), row.state(), router, row.probes(), row.since(), row.confirmed());
    }

    private static NeighborRow with(
            NeighborRow row, MacAddress mac, State state, boolean router, int probes, long since, long confirmed) {
        return new NeighborRow(row.link(), row.address(), mac, state, router, probes, since, confirmed, row.owner());
    }
}
