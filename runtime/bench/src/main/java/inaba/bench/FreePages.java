package inaba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps the host of a virtual machine from taking memory that is free.
///
/// With free page reporting (Virtual I/O Device 1.2 §5.5.3) the host takes what was free for two seconds, and brings it
/// again page by page when a process touches it: on the machine of `docs/performance.md` 7 ms for 2 MB instead of 0.3.
/// What is measured of a process that starts or fills a table is then the host.
final class FreePages {
    private static final Path DEVICES = Path.of("/sys/bus/virtio/drivers/virtio_balloon");
    private static final int REPORTING = 5;
    private static final Path ORDER = Path.of("/sys/module/page_reporting/parameters/page_reporting_order");

    /// More than the largest block of free memory has, in powers of 2 of pages: none is reported.
    private static final String NONE = "11";

    private FreePages() {}

    /// Until this JVM ends.
    ///
    /// @return what a reader of the figures has to know of it, or nothing
    static String keep() {
        try {
            if (!areReported()) {
                return "";
            }
            String before = Files.readString(ORDER).strip();
            Files.writeString(ORDER, NONE);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> restore(before), "free-pages"));
            return "free page reporting is off until the end";
        } catch (IOException refused) {
            return "free page reporting is on: starting and loading wait for the host";
        }
    }

    private static boolean areReported() throws IOException {
        if (!Files.isDirectory(DEVICES)) {
            return false;
        }
        try (var devices = Files.newDirectoryStream(DEVICES, "virtio*")) {
            for (var device : devices) {
                if (Files.readString(device.resolve("features")).charAt(REPORTING) == '1') {
                    return true;
                }
            }
        }
        return false;
    }

    private static void restore(String order) {
        try {
            Files.writeString(ORDER, order);
        } catch (IOException refused) {
            System.err.println("bench: write " + order + " to " + ORDER + ", as it was: " + refused.getMessage());
        }
    }
}
