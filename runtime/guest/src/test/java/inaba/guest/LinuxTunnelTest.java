package inaba.guest;

import inaba.junit.NeedsGuest;
import inaba.junit.Slow;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The instruments: Linux at both ends of each tunnel, with all that is asked of the appliance.
@NeedsGuest
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LinuxTunnelTest {
    private Site site;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = Site.withLinux();
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "SIT, ''",
        "IPIP, ''",
        "GRE, key 7 seq csum",
        "IP6IP6, ''",
        "IPIP6, encaplimit none",
        "ANY, ''",
        "IP6GRE, key 7"
    })
    void linuxHoldsTheMatrix(Mode mode, String options) throws IOException, InterruptedException {
        var scenarios = new Scenarios(site, mode, options);
        scenarios.passes(56, 1_400, 9_000);
        scenarios.streams(site.blob(2_000_000));
        scenarios.tellsThePathMtu();
        scenarios.refusesAnotherPeer();
        scenarios.carriesAnotherTunnel(56, 1_400);
        scenarios.survivesFlaps();
        if (options.contains("key 7")) {
            scenarios.refusesAnotherKey(options.replace("key 7", "key 8"));
        }
    }
}
