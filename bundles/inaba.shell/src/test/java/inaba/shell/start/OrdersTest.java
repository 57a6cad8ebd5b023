package inaba.shell.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
    @TempDir
    private Path state;

    @Test
    void withoutAnythingTheApplianceIsTheEmbeddedDefault() throws IOException {
        var orders = Orders.read("", "", "", state);
        assertTrue(orders.contains(Order.line("default.conf:2", "link add lan sim:lan")), orders.toString());
    }

    @Test
    void linksComeFirstAndReplaceThoseOfAFileWithTheirName() throws IOException {
        var file = Files.write(
                state.resolve("router.conf"),
                List.of("# a router", "link add lan sim:lan", "link add wan sim:wan", "ra6 set lan on"));
        assertEquals(
                List.of(
                        Order.words("--link lan=packet:eth1", "link", "add", "lan", "packet:eth1"),
                        Order.line("router.conf:1", "# a router"),
                        Order.line("router.conf:3", "link add wan sim:wan"),
                        Order.line("router.conf:4", "ra6 set lan on")),
                Orders.read("lan=packet:eth1", file.toString(), "", state));
    }

    @Test
    void whatWasSavedServesUnlessAFileIsNamed() throws IOException {
        var saved = Files.write(state.resolve(Orders.SAVED), List.of("link add a sim:a"));
        var file = Files.write(state.resolve("other"), List.of("link add b sim:b"));
        assertEquals(List.of(Order.line(saved + ":1", "link add a sim:a")), Orders.read("", "", "", state));
        assertEquals(List.of(Order.line("other:1", "link add b sim:b")), Orders.read("", file.toString(), "", state));
    }

    @Test
    void whatFeaturesSayComesLastAndIsPartOfWhatIsSaved() throws IOException {
        var file = Files.write(state.resolve("other"), List.of("link add b sim:b"));
        var ofFeature = Order.line("feature: ra6 set b on", "ra6 set b on");
        assertEquals(
                List.of(Order.line("other:1", "link add b sim:b"), ofFeature),
                Orders.read("", file.toString(), "ra6 set b on", state));
        var saved = Files.write(state.resolve(Orders.SAVED), List.of("link add b sim:b"));
        assertEquals(List.of(Order.line(saved + ":1", "link add b sim:b")), Orders.read("", "", "ra6 set b on", state));
    }

    @Test
    void aDeviceMayBeTakenByForce() throws IOException {
        assertEquals(
                List.of(Order.words("--link x=packet:eth1,force", "link", "add", "x", "packet:eth1", "force")),
                Orders.read("x=packet:eth1,force", "", "", state));
    }

    @Test
    void aDeviceMayContainAnEqualsSign() throws IOException {
        assertEquals(
                List.of(Order.words("--link x=sim:w,hosts=2", "link", "add", "x", "sim:w,hosts=2")),
                Orders.read("x=sim:w,hosts=2", "", "", state));
    }
}
