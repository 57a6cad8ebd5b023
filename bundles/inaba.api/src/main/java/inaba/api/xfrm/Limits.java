package inaba.api.xfrm;

/// The life of a security association or policy, RFC 4301 §4.4.2.1: past a soft limit a successor is wanted, past a
/// hard one it is over. Each limit is [#NONE] or 1 upwards.
///
/// @param softSeconds since it was added
/// @param softUseSeconds since it was first used
public record Limits(
        long softBytes,
        long hardBytes,
        long softPackets,
        long hardPackets,
        long softSeconds,
        long hardSeconds,
        long softUseSeconds,
        long hardUseSeconds) {
    public static final long NONE = Long.MAX_VALUE;

    public static final Limits UNLIMITED = new Limits(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);

    /// What so many bytes and packets reach: [SaState#SOFT], [SaState#HARD], both or 0.
    public int reached(long bytes, long packets) {
        int reached = bytes >= softBytes || packets >= softPackets ? SaState.SOFT : 0;
        return bytes >= hardBytes || packets >= hardPackets ? reached | SaState.HARD : reached;
    }

    /// What so much time reaches.
    ///
    /// @param age seconds since it was added
    /// @param used seconds since it was first used, negative when it was not
    public int reachedBy(long age, long used) {
        int reached = age >= softSeconds || used >= softUseSeconds ? SaState.SOFT : 0;
        return age >= hardSeconds || used >= hardUseSeconds ? reached | SaState.HARD : reached;
    }

    public boolean hasTimes() {
        return Math.min(Math.min(softSeconds, hardSeconds), Math.min(softUseSeconds, hardUseSeconds)) != NONE;
    }
}
