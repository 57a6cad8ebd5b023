package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 100 * SECOND;

    @Test
    void anAddressIsDeprecatedAtTheEndOfItsPreferredLifetime() {
        assertEquals(State.PREFERRED, Lifetimes.assigned(NOW + 1, NOW));
        assertEquals(State.DEPRECATED, Lifetimes.assigned(NOW, NOW));
        assertTrue(Lifetimes.expired(address(State.PREFERRED, NOW), NOW));
        assertFalse(Lifetimes.expired(address(State.PREFERRED, Row.FOREVER), NOW));
        assertFalse(Lifetimes.expired(address(State.TENTATIVE, NOW), NOW));
    }

    @Test
    void theTimerRunsWhenTheFirstAddressAsksForIt() {
        var rows = List.of(
                address(State.PREFERRED, NOW + 9 * SECOND),
                address(State.PREFERRED, NOW + 5 * SECOND),
                address(State.DEPRECATED, NOW + SECOND),
                address(State.TENTATIVE, NOW + SECOND));
        assertEquals(NOW + 5 * SECOND, Lifetimes.next(rows, Row.FOREVER, NOW));
        assertEquals(Row.FOREVER, Lifetimes.next(List.of(address(State.PREFERRED, Row.FOREVER)), Row.FOREVER, NOW));
        assertEquals(Row.FOREVER, Lifetimes.next(List.of(), Row.FOREVER, NOW));
    }

    @Test
    void addressesThatEndAtAlmostTheSameTimeAreHandledTogether() {
        var soon = List.of(address(State.PREFERRED, NOW + 1000));
        assertEquals(NOW + SECOND, Lifetimes.next(soon, Row.FOREVER, NOW + SECOND));
    }

    private static AddressRow address(State state, long preferredUntil) {
        var address = Ipv6Address.parse("2001:db8::1");
        return new AddressRow(
                1, address, 64, Origin.SLAAC, false, state, 1, preferredUntil, Row.FOREVER, "inaba.addrconf");
    }
}
