package inaba.ip.multicast;

import inaba.wire.IpFamily;

/// What a listener begins with until queries say another, RFC 3810 §9, RFC 3376 §8.
///
/// @param owner whose the rows are, and the prefix of the counters
/// @param robustness Robustness Variable, 1 upwards
/// @param intervalSeconds Query Interval
/// @param responseMillis Query Response Interval
/// @param unsolicitedMillis Unsolicited Report Interval
/// @param olderUnsolicitedMillis the same while an older version is spoken
/// @param doneAlways tell the end of listening also where another listener reported last
public record ListenerVariables(
        IpFamily family,
        String owner,
        int robustness,
        int intervalSeconds,
        int responseMillis,
        int unsolicitedMillis,
        int olderUnsolicitedMillis,
        boolean doneAlways) {}
