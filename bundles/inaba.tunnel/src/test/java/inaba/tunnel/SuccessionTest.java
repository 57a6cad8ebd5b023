package inaba.tunnel;

import static inaba.tunnel.TunnelLab.HOST_B4;
import static inaba.tunnel.TunnelLab.HOST_B6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bundle changes, the tunnels stay.
class SuccessionTest {
    @TempDir
    private Path state;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sit", "ip6ip6", "any", "gre", "ip6gre"})
    void aSuccessorTakesOverAtOnce(String mode) {
        var lab = new TunnelLab(state).join(mode, mode.contains("gre") ? "key 3 seq csum" : "");
        var running = lab.tunnelsOfA;
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
            var next = new TunnelProtocol();
            lab.a.swap(running, next);
            running = next;
        }
        assertEquals(Map.of(), lab.drops(lab.b)); // nobody began to count anew
        lab.addsUp();
    }

    @Test
    @Clause("RFC 2890 §2.2b")
    void aPacketThatWasSeenBeforeIsDropped() {
        var lab = new TunnelLab(state).join("gre", "seq");
        lab.ping(lab.hostA, HOST_B6, 100);
        lab.ping(lab.hostA, HOST_B6, 100);
        var before = lab.drops(lab.b);
        lab.wireB.carried().stream()
                .map(frame -> frame.bytes())
                .filter(bytes -> bytes.length > 100 && bytes[33] == 1 && bytes[23] == 47) // to 198.51.100.1
                .limit(1)
                .forEach(lab.wireB::inject);
        lab.lab.settle();
        assertEquals(Map.of(), before);
        assertEquals(Map.of("gre-sequence", 1L), lab.drops(lab.b));
    }

    @Test
    void whileNobodyServesTheLinkStaysAndItsPacketsAreDropped() {
        var lab = new TunnelLab(state).join("any", "");
        int index = index(lab);
        lab.a.stop(lab.tunnelsOfA);

        assertEquals(List.of(), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(1, lab.a.engine().board().totals().get("inaba.core.link-down"));

        lab.a.start(new TunnelProtocol());
        lab.lab.settle();
        assertEquals(index, index(lab));
        assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(List.of(HOST_B4 + " reply 100"), lab.ping(lab.hostA, HOST_B4, 100));
        lab.addsUp();
    }

    @Test
    void onlyWhatATunnelMayHaveSentIsBelievedToBeTooBig() {
        var lab = new TunnelLab(state).join("ip6gre", "key 3");
        lab.lab.settle();
        lab.ping(lab.hostA, HOST_B6, 1000);
        var sent = lab.wireA.carried().stream()
                .map(frame -> frame.bytes())
                .filter(bytes -> bytes.length > 1000)
                .findFirst()
                .orElseThrow();
        var quoted = MemorySegment.ofArray(sent).asSlice(14);
        assertEquals(true, lab.a.engine().sent(quoted));

        var otherKey = MemorySegment.ofArray(sent.clone()).asSlice(14);
        otherKey.set(ValueLayout.JAVA_BYTE, 40 + 8 + 7, (byte) 9);
        assertEquals(false, lab.a.engine().sent(otherKey));

        var otherEnd = MemorySegment.ofArray(sent.clone()).asSlice(14);
        otherEnd.set(ValueLayout.JAVA_BYTE, 39, (byte) 9);
        assertEquals(false, lab.a.engine().sent(otherEnd));
    }

    private static int index(TunnelLab lab) {
        return Objects.requireNonNull(lab.a.engine().link("t0")).index();
    }
}
