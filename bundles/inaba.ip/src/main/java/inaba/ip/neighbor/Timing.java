package inaba.ip.neighbor;

import inaba.api.table.Row;

/// The variables and constants that govern a link's entries; all times in nanoseconds.
///
/// @param retrans RetransTimer, RFC 4861 §6.3.2
/// @param reachable ReachableTime, already randomised
/// @param delayFirstProbe DELAY_FIRST_PROBE_TIME, §10
/// @param maxMulticast MAX_MULTICAST_SOLICIT, §10
/// @param maxUnicast MAX_UNICAST_SOLICIT, §10
/// @param maxUnreachable multicast solicitations in the state UNREACHABLE before the entry is FAILED
/// @param backoff BACKOFF_MULTIPLE, RFC 7048 §4
/// @param maxRetrans MAX_RETRANS_TIMER, RFC 7048 §4
/// @param stale an unused STALE or UNREACHABLE entry is kept as long
/// @param failed a FAILED entry is kept as long
public record Timing(
        long retrans,
        long reachable,
        long delayFirstProbe,
        int maxMulticast,
        int maxUnicast,
        int maxUnreachable,
        int backoff,
        long maxRetrans,
        long stale,
        long failed) {

    /// When the next solicitation may follow the `sent`-th in the state UNREACHABLE, counted from its beginning:
    /// each pause is `backoff` times the one before, up to the maximum (RFC 7048 §3).
    long unreachablePause(int sent) {
        long total = 0;
        long pause = retrans;
        for (int i = 0; i < sent; i++) {
            pause = Math.min(pause * backoff, Math.max(maxRetrans, retrans));
            total += pause;
        }
        return total;
    }

    static long later(long instant, long delay) {
        long at = instant + delay;
        return at < instant ? Row.FOREVER : at;
    }
}
