package inaba.wire;

/// What the registries of special-purpose addresses (RFC 6890 §2.2, as later RFCs extended them) say an address is for.
///
/// Groups, link-local, loopback and unspecified addresses are [#NONE]: they have rules of their own (RFC 4291, RFC
/// 4007).
public enum SpecialPurpose {
    /// Nothing special: it may come from anywhere.
    NONE("RFC 6890 §2.2: no special purpose"),
    PRIVATE("RFC 1918, RFC 6598, RFC 4193, RFC 8215: of somebody's own network"),
    DOCUMENTATION("RFC 5737, RFC 3849, RFC 9637: for examples"),
    BENCHMARKING("RFC 2544, RFC 5180: for measurements"),
    DISCARD("RFC 6666: what is to be thrown away"),
    TRANSITION("RFC 3056, RFC 4380, RFC 7526, RFC 4291 §2.5.5.1: 6to4, Teredo, their anycast, IPv4-compatible"),
    PROTOCOL("RFC 6890 §2.2, RFC 4843, RFC 9602: assigned to protocols, not to nodes"),
    RESERVED("RFC 4291 §2.4, RFC 3879, RFC 1112 §4: assigned to nobody");

    private static final long MAPPED = 0xffffL;

    private final String because;

    SpecialPurpose(String because) {
        this.because = because;
    }

    /// The documents that set the addresses aside.
    public String because() {
        return because;
    }

    /// Of an address of either family, IPv4 as `::ffff:a.b.c.d`. Without objects, for workers.
    public static SpecialPurpose of(long high, long low) {
        return high == 0 && low >>> 32 == MAPPED ? ofIpv4((int) low) : ofIpv6(high, low);
    }

    private static SpecialPurpose ofIpv6(long high, long low) {
        int first = (int) (high >>> 48);
        if (first >>> 13 == 1) { // 2000::/3
            return global(high, low, first, (int) (high >>> 32) & 0xffff);
        }
        if (first >>> 8 == 0xff || first >>> 6 == 0xfe80 >>> 6) {
            return NONE;
        }
        if (first >>> 9 == 0xfc00 >>> 9) {
            return PRIVATE;
        }
        if (first == 0) {
            return zero(high, low);
        }
        if (first == 0x64 && high >>> 32 == 0x64_ff9bL) { // RFC 6052 §2.1 is global, RFC 8215 is not
            return high == 0x64_ff9bL << 32 && low >>> 32 == 0
                    ? NONE
                    : (high >>> 16 & 0xffff) == 1 ? PRIVATE : RESERVED;
        }
        if (high == 0x100L << 48) {
            return DISCARD;
        }
        return first == 0x5f00 ? PROTOCOL : RESERVED;
    }

    private static SpecialPurpose zero(long high, long low) {
        if (high != 0) {
            return RESERVED;
        }
        if (low == 0 || low == 1) {
            return NONE;
        }
        return low >>> 32 == 0 ? TRANSITION : RESERVED;
    }

    /// Within 2000::/3.
    private static SpecialPurpose global(long high, long low, int first, int second) {
        if (first == 0x2002) {
            return TRANSITION;
        }
        if (first == 0x3fff && second < 0x1000) {
            return DOCUMENTATION;
        }
        if (first != 0x2001) {
            return NONE;
        }
        if (second == 0xdb8) {
            return DOCUMENTATION;
        }
        return second < 0x200 ? ofProtocols(high, low, second) : NONE;
    }

    /// 2001::/23: nobody's, but for what is assigned in it.
    private static SpecialPurpose ofProtocols(long high, long low, int second) {
        int third = (int) (high >>> 16) & 0xffff;
        return switch (second) {
            case 0 -> TRANSITION; // Teredo
            case 1 -> high << 32 == 0 && low >= 1 && low <= 3 ? NONE : PROTOCOL; // RFC 7723, RFC 8155, RFC 9665
            case 2 -> third == 0 ? BENCHMARKING : PROTOCOL;
            case 3 -> NONE; // RFC 7450
            case 4 -> third == 0x112 ? NONE : PROTOCOL; // RFC 7535
            default -> second >>> 4 == 2 || second >>> 4 == 3 ? NONE : PROTOCOL; // RFC 7343, RFC 9374
        };
    }

    private static SpecialPurpose ofIpv4(int address) {
        int first = address >>> 24;
        int second = address >>> 16 & 0xff;
        int third = address >>> 8 & 0xff;
        return switch (first) {
            case 0 -> address == 0 ? NONE : RESERVED;
            case 10 -> PRIVATE;
            case 100 -> second >>> 6 == 1 ? PRIVATE : NONE;
            case 172 -> second >>> 4 == 1 ? PRIVATE : NONE;
            case 192 -> of192(address, second, third);
            case 198 -> second == 18 || second == 19 ? BENCHMARKING : documentation(second == 51 && third == 100);
            case 203 -> documentation(second == 0 && third == 113);
            default -> first >= 240 && address != -1 ? RESERVED : NONE;
        };
    }

    private static SpecialPurpose of192(int address, int second, int third) {
        if (second == 168) {
            return PRIVATE;
        }
        if (second == 88) {
            return third == 99 ? TRANSITION : NONE;
        }
        if (second != 0) {
            return NONE;
        }
        boolean anycast = address == 0xc000_0009 || address == 0xc000_000a; // RFC 7723, RFC 8155
        return third == 0 && !anycast ? PROTOCOL : documentation(third == 2);
    }

    private static SpecialPurpose documentation(boolean is) {
        return is ? DOCUMENTATION : NONE;
    }
}
