package inaba.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.hook.Tap;
import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.api.time.ManualTime;
import inaba.wire.MacAddress;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@Timeout(30)
class CaptureCommandTest {
    private static final LinkRow LAN = new LinkRow(
            2, "lan", "sim", "lan", MacAddress.parse("02:00:00:00:00:01"), 1500, true, true, true, "main", "");

    private final ManualTime time = new ManualTime();
    private final List<Tap> taps = new ArrayList<>();
    private final List<Line> printed = new ArrayList<>();
    private final List<Runnable> onCancel = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void itCapturesUntilTheCountAndLeavesNoTap() throws Exception {
        run("lan", "a.pcapng", "count", "2", "filter", "icmp6", "or", "tcp");
        assertEquals("2 frames captured, 0 lost", printed.getFirst().asText());
        assertEquals(List.of(), taps);
        assertTrue(Files.size(folder.resolve("a.pcapng")) > 100);
    }

    @Test
    void itCapturesUntilTheCallIsCancelled() throws Exception {
        var running = Thread.ofPlatform().start(() -> run("lan", "a.pcapng"));
        while (cancellers().isEmpty() && running.isAlive()) {
            Thread.onSpinWait();
        }
        cancellers().forEach(Runnable::run);
        running.join();
        assertEquals("3 frames captured, 0 lost", printed.getFirst().asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        lan                         | 2 | capture: expected FILE after "lan"
        dmz a.pcapng                | 1 | capture: no link named "dmz"; there is lan
        lan a.pcapng count 0        | 2 | capture: expected a number of frames from 1 to 9223372036854775807 after "count", not "0": out of range
        lan a.pcapng filter         | 2 | capture: expected EXPR after "filter"
        lan a.pcapng filter host x  | 2 | capture: filter: expected an address, not "x", at position 6: 'x' is not an IPv4 address: it needs four octets
        lan a.pcapng forever        | 2 | capture: expected nothing more after "a.pcapng", not "forever"
        """)
    void aWrongCallIsRefused(String words, int code, String message) {
        var refused = assertThrows(CommandException.class, () -> command().run(call(words.split(" "))));
        assertEquals(message, refused.getMessage());
        assertEquals(code, refused.exitCode());
    }

    @Test
    void aFileThatCannotBeWrittenIsAFailure() {
        var failed = assertThrows(CommandException.class, () -> command().run(call("lan", "no/a.pcapng")));
        assertEquals(
                "capture: cannot write " + folder.resolve("no/a.pcapng") + " (No such file or directory)",
                failed.getMessage());
        assertEquals(1, failed.exitCode());
    }

    private void run(String... words) {
        try {
            command().run(call(words));
        } catch (CommandException failed) {
            throw new AssertionError(failed);
        }
    }

    private CaptureCommand command() {
        ServiceRegistration<?> registration =
                stub(ServiceRegistration.class, Map.of("unregister", _ -> taps.removeLast()));
        BundleContext context = stub(BundleContext.class, Map.of("registerService", arguments -> {
            var tap = (Tap) arguments[1];
            taps.add(tap);
            for (var frame : List.of(Frames.echo(), Frames.arp("192.0.2.1", "192.0.2.2"), Frames.echo())) {
                tap.frame(LAN.index(), false, frame, 0, (int) frame.byteSize());
            }
            return registration;
        }));
        Table<?, ?> links = stub(Table.class, Map.of("rows", _ -> List.of(LAN)));
        Node node = stub(Node.class, Map.of("links", _ -> links, "time", _ -> time));
        return new CaptureCommand(context, node);
    }

    private List<Runnable> cancellers() {
        synchronized (onCancel) {
            return List.copyOf(onCancel);
        }
    }

    private Call call(String... words) {
        var args = new Args("capture", List.of(words));
        return stub(
                Call.class,
                Map.of(
                        "args", _ -> args,
                        "file", arguments -> folder.resolve((String) arguments[0]),
                        "print", arguments -> printed.add((Line) arguments[0]),
                        "progress", _ -> null,
                        "onCancel",
                                arguments -> {
                                    synchronized (onCancel) {
                                        return onCancel.add((Runnable) arguments[0]);
                                    }
                                }));
    }

    /// An object that answers only these methods.
    private static <T> T stub(Class<T> type, Map<String, Function<Object[], @Nullable Object>> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    var answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    var result = answer.apply(arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
