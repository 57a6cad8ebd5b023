package inaba.core.path;

/// How much of extension headers a host processes, RFC 8504 §5.3. Zero means: no limit.
///
/// @param headers extension headers of a packet
/// @param headerBytes of one header with options
/// @param options in one header, without padding
/// @param consecutivePad1 one behind the other
/// @param padNBytes of data in one PadN
/// @param unknownOptions false = a packet with an option that is not known is dropped in silence
/// @param report whether the source is told that a limit was exceeded (RFC 8883 §2, §6)
public record HeaderLimits(
        int headers,
        int headerBytes,
        int options,
        int consecutivePad1,
        int padNBytes,
        boolean unknownOptions,
        boolean report) {
    /// What RFC 8504 §5.3 recommends.
    public static final HeaderLimits RECOMMENDED = new HeaderLimits(16, 0, 8, 0, 0, true, true);

    /// For a router, which forwards whatever a packet carries (RFC 7045 §2.1).
    public static final HeaderLimits NONE = new HeaderLimits(0, 0, 0, 0, 0, true, false);

    /// True when a limit is set and exceeded.
    public static boolean exceeds(int n, int limit) {
        return limit > 0 && n > limit;
    }
}
