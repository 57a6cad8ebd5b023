package inaba.xfrm.core;

/// Spreads 64 bits over 64 bits (the finisher of MurmurHash3).
final class Hash {
    private Hash() {}

    static long mix(long value) {
        long v = (value ^ value >>> 33) * 0xff51_afd7_ed55_8ccdL;
        v = (v ^ v >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return v ^ v >>> 33;
    }
}
