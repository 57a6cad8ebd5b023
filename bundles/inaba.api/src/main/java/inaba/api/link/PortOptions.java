package inaba.api.link;

import inaba.wire.MacAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// How to open a device.
///
/// @param link the link's name, for messages
/// @param mac the MAC to use instead of the device's own, or null
/// @param state the appliance's state folder: what a driver needs to restore after a crash is kept below it
/// @param force take the device even if the default route or the person's session goes over it
/// @param beside another driver of this appliance holds the device and will let go of it soon
public record PortOptions(String link, @Nullable MacAddress mac, Path state, boolean force, boolean beside) {
    /// IEEE 802: the second bit of the first octet.
    private static final long LOCALLY_ADMINISTERED = 0x02L << 40;

    /// For devices without a MAC of their own: the one to use instead, or else a locally administered one that comes
    /// out the same each time this link opens this device.
    public MacAddress macOrDerived(String device) {
        if (mac != null) {
            return mac;
        }
        var hash = new CRC32C();
        hash.update((link + ' ' + device).getBytes(StandardCharsets.UTF_8));
        return new MacAddress(LOCALLY_ADMINISTERED | hash.getValue());
    }
}
