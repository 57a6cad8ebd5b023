package inaba.guest;

import inaba.junit.NeedsGuest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each mode once, with Linux at the other end; [TunnelMatrixTest] asks everything of all options.
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
}
