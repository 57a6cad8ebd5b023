package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.junit.Namespace;
import inaba.wire.MacAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class LinkWatchTest {
    @Test
    void aCableThatIsPulledAndPutBackIsSeen() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            var told = new AtomicInteger();
            try (var watch = new LinkWatch("dut0", told::incrementAndGet)) {
                Namespace.until("there is carrier", () -> watch.now().carrier());

                Namespace.run("ip -n " + far + " link set far0 down");
                Namespace.until(
                        "carrier is lost",
                        () -> !watch.now().carrier() && watch.now().up());
                Namespace.run("ip -n " + far + " link set far0 up");
                Namespace.until("carrier is back", () -> watch.now().carrier());

                Namespace.run("ip link set dut0 down");
                Namespace.until(
                        "the device is down",
                        () -> !watch.now().up() && !watch.now().carrier());
                Namespace.until("each change was told", () -> told.get() >= 3);
            }
        });
    }

    @Test
    void aNewMacAndMtuAreSeenAndTheEndToo() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            try (var watch = new LinkWatch("dut0", () -> {})) {
                Namespace.run("ip link set dut0 mtu 1400 address 02:00:00:00:00:77");
                Namespace.until(
                        "both are new",
                        () -> watch.now().mtu() == 1400
                                && watch.now().mac().equals(MacAddress.parse("02:00:00:00:00:77")));

                Namespace.run("ip link del dut0");
                Namespace.until("it is gone", () -> !watch.now().up());
                assertFalse(watch.now().carrier());
            }
        });
    }

    @Test
    void aDeviceThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        Namespace.fresh(here -> {
            var refusal = assertThrows(LinuxException.class, () -> new LinkWatch("eth9", () -> {}));
            assertEquals("no such network device: eth9; there are: lo", refusal.getMessage());
        });
    }
}
