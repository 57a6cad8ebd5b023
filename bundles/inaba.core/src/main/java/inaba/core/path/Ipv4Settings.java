package inaba.core.path;

import inaba.api.time.Time;

/// What RFC 1812 lets a person choose for packets that are forwarded.
///
/// @param recordsOptions Record Route and Timestamp are filled in (§5.3.13.5, §5.3.13.6), else passed on untouched
/// @param directedBroadcast packets to all of a subnet of ours are forwarded there (§5.3.5.2, RFC 2644)
/// @param time for timestamps
public record Ipv4Settings(boolean recordsOptions, boolean directedBroadcast, Time time) {}
