package inaba.tunnel;

import static inaba.tunnel.TunnelLab.A4;
import static inaba.tunnel.TunnelLab.B4;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tunnels whose other end is part of the addresses inside: 6rd (RFC 5969) and 6to4 (RFC 3056).
class AutomaticTest {
    private static final String IN_A6RD = "2001:db8:c000:201::2"; // 192.0.2.1
    private static final String IN_B6RD = "2001:db8:c633:6401::2"; // 198.51.100.1
    private static final String IN_A6TO4 = "2002:c000:201::2";
    private static final String IN_B6TO4 = "2002:c633:6401::2";

    @TempDir
    private Path state;

    @Test
    void sitesOfADomainReachEachOtherBy6rd() {
        var lab = lab("6rd", "6rd-prefix 2001:db8::/32", "2001:db8::/32");
        lab.hostA.address("eth", IN_A6RD + "/64");
        lab.hostB.address("eth", IN_B6RD + "/64");
        lab.route(lab.a, "2001:db8:c000:201::/64", "lan", null);
        lab.route(lab.b, "2001:db8:c633:6401::/64", "lan", null);
        lab.lab.settle();

        assertEquals(List.of(IN_B6RD + " reply 100"), lab.ping(lab.hostA, IN_B6RD, 100));
        assertEquals(Map.of(), lab.drops(lab.b));
        lab.addsUp();
    }

    @Test
    void whatIsOutsideOfTheDomainGoesByTheRelay() {
        var lab = lab("6rd", "6rd-prefix 2001:db8::/32 relay " + B4, "2001:db8::/32");
        lab.type(lab.b, "change t0 relay 192.0.2.200"); // b itself is the relay
        var addresses = lab.hostA.engine().addresses();
        addresses.rows().stream()
                .filter(row -> row.address().toString().equals(TunnelLab.HOST_A6))
                .forEach(row -> addresses.remove(row.key()));
        lab.hostA.address("eth", IN_A6RD + "/64");
        lab.hostB.address("eth", "2001:db9::2/64");
        lab.b.address("lan", "2001:db9::1/64");
        lab.route(lab.a, "2001:db8:c000:201::/64", "lan", null);
        lab.route(lab.a, "::/0", "t0", null);
        lab.lab.settle();

        assertEquals(List.of("2001:db9::2 reply 100"), lab.ping(lab.hostA, "2001:db9::2", 100));
        lab.addsUp();
    }

    @Test
    void aSourceOfAnotherSiteIsSpoofed() { // RFC 5969 §12
        var lab = lab("6rd", "6rd-prefix 2001:db8::/32", "2001:db8::/32");
        lab.hostA.address("eth", "2001:db8:c000:299::2/64"); // 192.0.2.153
        lab.hostB.address("eth", IN_B6RD + "/64");
        lab.route(lab.b, "2001:db8:c633:6401::/64", "lan", null);
        lab.route(lab.a, "2001:db8:c000:299::/64", "lan", null);
        lab.lab.settle();

        assertEquals(List.of(), lab.ping(lab.hostA, IN_B6RD, 100));
        assertEquals(Map.of("spoofed-source", 1L), lab.drops(lab.b));
        lab.addsUp();
    }

    @Test
    void sitesReachEachOtherBy6to4WhoAskForIt() {
        var lab = lab("6to4", "", "2002::/16");
        lab.hostA.address("eth", IN_A6TO4 + "/64");
        lab.hostB.address("eth", IN_B6TO4 + "/64");
        lab.route(lab.a, "2002:c000:201::/64", "lan", null);
        lab.route(lab.b, "2002:c633:6401::/64", "lan", null);
        lab.lab.settle();

        assertEquals(List.of(IN_B6TO4 + " reply 100"), lab.ping(lab.hostA, IN_B6TO4, 100));
        lab.addsUp();
    }

    @Test
    void anAddressThatIsNobodysHasNoOtherEnd() { // RFC 3056 §2
        var lab = lab("6to4", "", "2002::/16");
        lab.hostA.address("eth", IN_A6TO4 + "/64");
        lab.route(lab.a, "2002:c000:201::/64", "lan", null);
        lab.lab.settle();

        assertEquals(List.of("2001:db8:1::1 address unreachable"), lab.ping(lab.hostA, "2002:a00:1::2", 100));
        assertEquals(Map.of("no-end", 1L), lab.drops(lab.a));
        lab.addsUp();
    }

    private TunnelLab lab(String mode, String options, String domain) {
        var lab = new TunnelLab(state);
        lab.type(lab.a, "add t0 mode " + mode + " local " + A4 + " " + options);
        lab.type(lab.b, "add t0 mode " + mode + " local " + B4 + " " + options);
        lab.route(lab.a, domain, "t0", null);
        lab.route(lab.b, domain, "t0", null);
        lab.lab.settle();
        return lab;
    }
}
