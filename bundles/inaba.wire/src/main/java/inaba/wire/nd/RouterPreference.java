package inaba.wire.nd;

/// How much a router or a route is preferred, RFC 4191 §2.1; the natural order goes from least to most.
public enum RouterPreference {
    LOW(0b11),
    MEDIUM(0b00),
    HIGH(0b01);

    /// 10: reserved. A router of it counts as medium (§2.2); a route of it is ignored (§2.3).
    static final int RESERVED = 0b10;

    private final int bits;

    RouterPreference(int bits) {
        this.bits = bits;
    }

    /// The two bits of the wire.
    public int bits() {
        return bits;
    }

    /// The preference that two bits of the wire mean; the reserved value is [#MEDIUM].
    public static RouterPreference of(int bits) {
        return switch (bits) {
            case 0b01 -> HIGH;
            case 0b11 -> LOW;
            default -> MEDIUM;
        };
    }
}
