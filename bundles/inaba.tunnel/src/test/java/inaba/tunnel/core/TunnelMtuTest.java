package inaba.tunnel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelMtuTest {
    @ParameterizedTest(name = "configured {0}, path {1}, headers {2}: {3}, DF {4}")
    @CsvSource({
        "0, 1500, 20, 1480, true",
        "0, 1300, 20, 1280, true",
        "0, 1299, 20, 1280, false",
        "0, 576, 20, 1280, false",
        "0, 0, 20, 1280, false",
        "0, 9000, 24, 8976, true",
        "1400, 1500, 20, 1400, true",
        "1480, 1300, 20, 1480, true"
    })
    void aPathNarrowerThanIpv6AllowsNeedsFragments(int configured, int path, int overhead, int mtu, boolean whole) {
        assertEquals(mtu, TunnelMtu.of(configured, path, overhead)); // RFC 4213 §3.2.2
        assertEquals(whole, TunnelMtu.dontFragment(true, path, overhead));
        assertEquals(false, TunnelMtu.dontFragment(false, path, overhead)); // §3.2.1
    }
}
