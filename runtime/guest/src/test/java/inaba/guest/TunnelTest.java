package inaba.guest;

import inaba.junit.NeedsGuest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Each mode once, with Linux at the other end, and what finds its other end by itself (RFC 5969, RFC 3056);
/// [TunnelMatrixTest] asks everything of all options.
@NeedsGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TunnelTest {
    private Site site;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = Site.withAppliance();
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void datagramsOfAllSizesPassBothWays(Mode mode) throws IOException, InterruptedException {
        new Scenarios(site, mode, "").passes(56, 1_400, 9_000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "6rd,  fd00:6d::/32, fd00:6d:c000:201::, fd00:6d:c633:6402::, 6rd-prefix fd00:6d::/32",
        "6to4, 2002::/16,    2002:c000:201::,    2002:c633:6402::,    ''"
    })
    void addressesTellTheOtherEnd(String mode, String prefix, String ours, String theirs, String options)
            throws IOException, InterruptedException {
        var appliance = ((ApplianceRouter) site.router()).appliance();
        appliance.shell(
                "tunnel add auto mode %s local 192.0.2.1 %s; route6 add %s dev auto; addr6 add %s1/64 dev lan nodad"
                        .formatted(mode, options, prefix, ours));
        site.guest().run("""
                set -e
                ip -n peer tunnel add auto mode sit local 198.51.100.2 ttl 64
                ip -n peer tunnel 6rd dev auto 6rd-prefix %s
                ip -n peer link set auto up
                ip -n peer addr add %s1/%s dev auto
                ip -n host addr add %s2/64 dev eth1 nodad
                """.formatted(prefix, theirs, prefix.split("/")[1], ours));
        try {
            for (int bytes : new int[] {56, 1_400, 9_000}) {
                Crossing.ping(site, Site.HOST, theirs + 1, bytes);
                Crossing.ping(site, Site.PEER, ours + 2, bytes);
            }
        } finally {
            site.guest().run("ip -n peer tunnel del auto");
            appliance.shell("tunnel del auto");
        }
    }
}
