package inaba.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.neighbor.WaitingLimits;
import inaba.core.output.ReassemblyLimits;
import inaba.core.path.HeaderLimits;
import inaba.core.route.SelectionLimits;
import inaba.testkit.Components;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoreConfigTest {
    @Test
    void theDefaultLimitsAreThoseOfTheRfc() { // RFC 8504 §5.3
        assertEquals(HeaderLimits.RECOMMENDED, limits(Map.of()));
    }

    @Test
    void eachLimitHasASettingOfItsOwn() {
        var settings = Map.of(
                "headers_most", 1,
                "options_header_bytes", 16,
                "options_most", 3,
                "options_pad1", 4,
                "options_padn", 5,
                "options_unknown", false,
                "limits_report", false);
        assertEquals(new HeaderLimits(1, 16, 3, 4, 5, false, false), limits(settings));
    }

    @Test
    void theDefaultsOfWhatWaitsAreTheEnginesOwn() {
        var defaults = Components.configuration(CoreConfig.class, Map.of());
        assertEquals(ReassemblyLimits.STANDARD, EngineComponent.reassembly(defaults));
        assertEquals(WaitingLimits.STANDARD, EngineComponent.waiting(defaults));
        assertEquals(SelectionLimits.STANDARD, EngineComponent.selection(defaults));
    }

    @Test
    void eachLimitOfWhatWaitsHasASettingOfItsOwn() {
        var settings = Components.configuration(
                CoreConfig.class,
                Map.of(
                        "reassembly_timeout_s", 10,
                        "reassembly_fragments", 20,
                        "reassembly_per_datagram", 30,
                        "reassembly_datagrams", 40,
                        "queue_packets", 5,
                        "queue_total", 6,
                        "destinations_most", 7,
                        "router_probe_interval_s", 80));
        assertEquals(new ReassemblyLimits(Duration.ofSeconds(10), 20, 30, 40), EngineComponent.reassembly(settings));
        assertEquals(new WaitingLimits(5, 6), EngineComponent.waiting(settings));
        assertEquals(new SelectionLimits(7, Duration.ofSeconds(80)), EngineComponent.selection(settings));
    }

    private static HeaderLimits limits(Map<String, ?> settings) {
        return EngineComponent.limits(Components.configuration(CoreConfig.class, settings));
    }
}
