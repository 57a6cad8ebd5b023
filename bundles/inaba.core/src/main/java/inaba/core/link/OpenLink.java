package inaba.core.link;

import inaba.api.link.LinkDriver;
import inaba.api.link.Port;
import inaba.core.path.Worker;
import inaba.wire.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands behind a row of the link table.
///
/// @param port null while the driver is away
/// @param wantedMac as typed, or null
/// @param wantedMtu as typed, or 0
/// @param forced as typed: whoever makes the link again needs the word again
record OpenLink(
        int index,
        String driverName,
        String device,
        @Nullable MacAddress wantedMac,
        int wantedMtu,
        boolean forced,
        @Nullable LinkDriver driver,
        @Nullable Port port,
        List<Worker> workers) {
    OpenLink with(
            String name, String nowDevice, @Nullable LinkDriver now, @Nullable Port nowPort, List<Worker> nowWorkers) {
        return new OpenLink(index, name, nowDevice, wantedMac, wantedMtu, forced, now, nowPort, nowWorkers);
    }

    OpenLink withMtu(int mtu) {
        return new OpenLink(index, driverName, device, wantedMac, mtu, forced, driver, port, workers);
    }

    OpenLink withForced(boolean now) {
        return new OpenLink(index, driverName, device, wantedMac, wantedMtu, now, driver, port, workers);
    }
}
