package inaba.tunnel.core;

/// Explicit Congestion Notification through tunnels, RFC 6040: the two bits of RFC 3168 §5.
public final class Ecn {
    public static final int NOT_ECT = 0;
    public static final int ECT_1 = 1;
    public static final int ECT_0 = 2;
    public static final int CE = 3;

    /// What [#out] answers where the packet is dropped.
    public static final int DROP = -1;

    private static final int MASK = 3;

    private Ecn() {}

    /// The traffic class of the outer header, RFC 6040 §4.1: the inner's ECN in normal mode, all else as configured.
    ///
    /// @param configured 0 to 255, or a negative number where it is inherited
    /// @param inner traffic class of the inner header
    public static int in(int configured, int inner) {
        return configured < 0 ? inner : configured & ~MASK | inner & MASK;
    }

    /// The inner header's ECN once the outer one is off, RFC 6040 §4.2, figure 4.
    ///
    /// @return [#DROP] where congestion was met by a packet whose sender does not understand it
    public static int out(int outer, int inner) {
        int met = outer & MASK;
        int own = inner & MASK;
        if (own == NOT_ECT) {
            return met == CE ? DROP : NOT_ECT;
        }
        if (met == CE) {
            return CE;
        }
        return own == ECT_0 && met == ECT_1 ? ECT_1 : own;
    }
}
