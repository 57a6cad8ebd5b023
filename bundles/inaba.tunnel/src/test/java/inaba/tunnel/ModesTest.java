package inaba.tunnel;

import static inaba.tunnel.TunnelLab.HOST_B4;
import static inaba.tunnel.TunnelLab.HOST_B6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each mode between two routers: packets of hosts behind them go through, of each family that the mode carries.
class ModesTest {
    @TempDir
    private Path state;

    @ParameterizedTest(name = "{0} {1}: MTU {2}")
    @CsvSource(delimiter = '|', textBlock = """
        sit    |                          | 1480 | false | true
        ipip   |                          | 1480 | true  | false
        gre    |                          | 1476 | true  | true
        gre    | key 7                    | 1472 | true  | true
        gre    | key 10.0.0.1 seq csum    | 1464 | true  | true
        ip6ip6 |                          | 1452 | false | true
        ip6ip6 | encaplimit none          | 1460 | false | true
        ipip6  |                          | 1452 | true  | false
        any    |                          | 1452 | true  | true
        ip6gre | encaplimit none          | 1456 | true  | true
        ip6gre | key 0xdeadbeef seq csum  | 1436 | true  | true
        """)
    @Clause({
        "RFC 2473 §3.1a",
        "RFC 2473 §3.1b",
        "RFC 2473 §3.3a",
        "RFC 2473 §4.1.1d",
        "RFC 2473 §4.1.1e",
        "RFC 2473 §6.7a",
        "RFC 2473 §7.1a",
        "RFC 2473 §7.2a",
        "RFC 4213 §3.2a",
        "RFC 4213 §3.2.2c",
        "RFC 2784 §2.3b",
        "RFC 2784 §2.5a",
        "RFC 2784 §3a",
        "RFC 2784 §3b",
        "RFC 2890 §2.2a"
    })
    void hostsReachEachOtherThroughTheTunnel(String mode, String options, int mtu, boolean ipv4, boolean ipv6) {
        var lab = new TunnelLab(state).join(mode, options == null ? "" : options);

        assertEquals(mtu, lab.mtu(lab.a, "t0"));
        if (ipv4) {
            assertEquals(List.of(HOST_B4 + " reply 84"), lab.ping(lab.hostA, HOST_B4, 84));
            assertEquals(List.of(HOST_B4 + " reply " + mtu), lab.ping(lab.hostA, HOST_B4, mtu));
            assertEquals(List.of("10.1.0.1 too big " + mtu), lab.ping(lab.hostA, HOST_B4, mtu + 1));
            assertEquals(List.of(HOST_B4 + " reply 1500"), lab.ping(lab.hostA, HOST_B4, 1500, false));
        }
        if (ipv6) {
            assertEquals(List.of(HOST_B6 + " reply 104"), lab.ping(lab.hostA, HOST_B6, 104));
            assertEquals(List.of(HOST_B6 + " reply " + mtu), lab.ping(lab.hostA, HOST_B6, mtu));
            assertEquals(List.of("2001:db8:1::1 too big " + mtu), lab.ping(lab.hostA, HOST_B6, mtu + 1));
            assertEquals(List.of(), lab.ping(lab.hostA, HOST_B6, mtu + 1)); // now hostB hears that its reply is too big
            assertEquals(List.of(HOST_B6 + " reply " + (mtu + 1)), lab.ping(lab.hostA, HOST_B6, mtu + 1));
        }
        assertEquals(Map.of(), lab.drops(lab.a));
        assertEquals(Map.of(), lab.drops(lab.b));
        lab.addsUp();
    }
}
