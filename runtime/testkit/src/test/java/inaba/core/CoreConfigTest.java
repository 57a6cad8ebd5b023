package inaba.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.path.HeaderLimits;
import inaba.testkit.Components;
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

    private static HeaderLimits limits(Map<String, ?> settings) {
        return EngineComponent.limits(Components.configuration(CoreConfig.class, settings));
    }
}
