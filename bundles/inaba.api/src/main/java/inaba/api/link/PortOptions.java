package inaba.api.link;

import inaba.wire.MacAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How to open a device.
///
/// @param link the link's name, for messages
/// @param mac the MAC to use instead of the device's own, or null
/// @param state the appliance's state folder: what a driver needs to restore after a crash is kept below it
/// @param force take the device even if the default route or the person's session goes over it
/// @param beside another driver of this appliance holds the device and will let go of it soon
public record PortOptions(String link, @Nullable MacAddress mac, Path state, boolean force, boolean beside) {}
