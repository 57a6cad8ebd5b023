package inaba.ip4.icmp.core;

/// The MTU of a path that an error tells of, RFC 1191 §5 and §7.
public final class Plateaus {
    /// What RFC 1191 §3 allows at the least is 68; below 552 only forged errors go (as Linux has it).
    public static final int LEAST = 552;

    private static final int[] COMMON = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, LEAST};

    private Plateaus() {}

    /// @param told the next hop's MTU, 0 where an old router does not tell it
    /// @param length of the packet that was too big
    public static int mtu(int told, int length) {
        if (told > 0) {
            return Math.max(told, LEAST);
        }
        for (int plateau : COMMON) {
            if (plateau < length) {
                return plateau;
            }
        }
        return LEAST;
    }
}
