package inaba.link.sim.host;

import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;

/// What makes a host one of its own: fixed, so that manuals can name it.
///
/// @param interfaceId the last 64 bits of all its addresses
public record Identity(MacAddress mac, long interfaceId) {
    private static final long FIRST_MAC = 0x02_00_00_00_01_00L;
    private static final long FIRST_INTERFACE_ID = 0x100;

    /// @param number 0 upwards: `02:00:00:00:01:00` with `::100`, `02:00:00:00:01:01` with `::101`, ...
    public static Identity number(int number) {
        return new Identity(new MacAddress(FIRST_MAC + number), FIRST_INTERFACE_ID + number);
    }

    Ipv6Address linkLocal() {
        return Ipv6Address.linkLocal(interfaceId);
    }
}
