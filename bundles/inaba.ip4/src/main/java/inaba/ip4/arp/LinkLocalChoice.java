package inaba.ip4.arp;

import inaba.wire.MacAddress;
import java.time.Duration;

/// Which link-local addresses a link tries, one after the other, RFC 3927 §2.1: the same ones each time, evenly spread
/// over the prefix, and others than those of other MACs. So the address itself says how many conflicts there were.
final class LinkLocalChoice {
    /// §9
    static final int MAX_CONFLICTS = 10;

    static final Duration RATE_LIMIT_INTERVAL = Duration.ofSeconds(60);
    /// 169.254.1.0: the first and last 256 are reserved.
    private static final int FIRST = 0xa9fe_0100;

    private static final int ADDRESSES = 254 << 8;
    private static final int MOST_ATTEMPTS = 1024;

    private LinkLocalChoice() {}

    /// @param attempt 0 upwards
    static int address(MacAddress mac, int attempt) {
        long seed = mix(mac.value() * 0x9e37_79b9_7f4a_7c15L + attempt);
        return FIRST + (int) Long.remainderUnsigned(seed, ADDRESSES);
    }

    /// The attempt that follows an address; 0 after one that is none of the MAC's.
    static int after(MacAddress mac, int address) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (address(mac, attempt) == address) {
                return attempt + 1;
            }
        }
        return 0;
    }

    /// How long after a conflict the attempt is made, §2.2.1.
    static Duration pause(int attempt) {
        return attempt >= MAX_CONFLICTS ? RATE_LIMIT_INTERVAL : Duration.ZERO;
    }

    private static long mix(long value) {
        long h = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        h = (h ^ h >>> 27) * 0x94d0_49bb_1331_11ebL;
        return h ^ h >>> 31;
    }
}
