package inaba.ip4.arp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Address Conflict Detection, RFC 5227 §2.1.1 and §2.3, as a function: how far an address has come, and what is next.
///
/// @param probes sent so far
/// @param announcements sent so far
record Acd(int probes, int announcements) {
    /// RFC 5227 §1.1
    static final int PROBE_NUM = 3;

    static final int ANNOUNCE_NUM = 2;
    static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);
    private static final int PROBE_WAIT_MS = 1_000;
    private static final int PROBE_MIN_MS = 1_000;
    private static final int PROBE_MAX_MS = 2_000;
    private static final Duration ANNOUNCE_WAIT = Duration.ofSeconds(2);
    private static final Duration ANNOUNCE_INTERVAL = Duration.ofSeconds(2);

    /// What is sent when the time has come.
    enum Action {
        PROBE,
        /// The address is ours from now on.
        ASSIGN_AND_ANNOUNCE,
        ANNOUNCE,
        DONE
    }

    static Acd begin() {
        return new Acd(0, 0);
    }

    /// What a predecessor had sent.
    ///
    /// @param assigned the address is ours already
    static Acd resume(int probes, boolean assigned) {
        return assigned ? new Acd(PROBE_NUM, 0) : new Acd(Math.clamp(probes, 0, PROBE_NUM), 0);
    }

    /// How long until [#action], from the action before.
    Duration pause(RandomGenerator random) {
        if (probes == 0) {
            return Duration.ofMillis(random.nextInt(PROBE_WAIT_MS + 1));
        }
        if (probes < PROBE_NUM) {
            return Duration.ofMillis(random.nextInt(PROBE_MIN_MS, PROBE_MAX_MS + 1));
        }
        return announcements == 0 ? ANNOUNCE_WAIT : ANNOUNCE_INTERVAL;
    }

    Action action() {
        if (probes < PROBE_NUM) {
            return Action.PROBE;
        }
        return switch (announcements) {
            case 0 -> Action.ASSIGN_AND_ANNOUNCE;
            case ANNOUNCE_NUM -> Action.DONE;
            default -> Action.ANNOUNCE;
        };
    }

    /// After the action.
    Acd next() {
        return probes < PROBE_NUM ? new Acd(probes + 1, 0) : new Acd(probes, announcements + 1);
    }
}
