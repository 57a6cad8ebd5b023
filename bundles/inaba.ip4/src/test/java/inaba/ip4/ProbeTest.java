package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.ip4.icmp.Ping4Command;
import inaba.ip4.icmp.Trace4Command;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ping4` and `trace4` between nodes, on simulated links.
class ProbeTest {
    private final Ip4Lab lab;

    ProbeTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @Test
    @Clause("RFC 1122 §3.2.2.6e")
    void aServerBehindARouterAnswers() throws Exception {
        var shown = run(new Ping4Command(lab.host.engine(), lab.hostIcmp), "-c 2 " + Ip4Lab.SERVER);
        assertEquals("PING 10.0.1.2 (10.0.1.2) 56(84) bytes of data.", shown.getFirst());
        assertTrue(shown.get(1).startsWith("64 bytes from 10.0.1.2: icmp_seq=1 ttl=63 time="), shown::toString);
        assertTrue(shown.getLast().contains("2 packets transmitted, 2 received, 0% packet loss"), shown::toString);
    }

    @Test
    @Clause({"RFC 1122 §3.2.2.4", "RFC 1122 §3.2.2e"})
    void aTraceSeesTheRouterThenTheServer() throws Exception {
        var shown = run(new Trace4Command(lab.host.engine(), lab.hostIcmp), "-n -q 1 " + Ip4Lab.SERVER);
        assertTrue(shown.get(1).startsWith(" 1  10.0.0.1  "), shown::toString);
        assertTrue(shown.get(2).startsWith(" 2  10.0.1.2  "), shown::toString);
        assertEquals(3, shown.size());
    }

    /// The command waits for the simulated time that passes here.
    private List<String> run(Command command, String words) throws Exception {
        var typed = new CompletableFuture<List<String>>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                typed.complete(TypedCall.type(command, words));
            } catch (CommandException | RuntimeException failed) {
                typed.completeExceptionally(failed);
            }
        });
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        lab.advance(20_000);
        return typed.get(20, TimeUnit.SECONDS);
    }
}
