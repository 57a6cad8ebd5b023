package inaba.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/// A test that attacks; each battle is looked over when the test ends.
@ExtendWith(Siege.Count.class)
abstract class Siege {
    private static final AtomicInteger CASES = new AtomicInteger();

    @TempDir
    Path state;

    private final List<Battle> battles = new ArrayList<>();

    Battle router() {
        return begin(Target.router(state.resolve("router")));
    }

    Battle gateway() {
        return begin(Target.gateway(state.resolve("gateway")));
    }

    Battle host() {
        return begin(Target.host(state.resolve("host")));
    }

    @AfterEach
    void aftermath() {
        for (var battle : battles) {
            CASES.addAndGet(battle.cases());
            battle.close();
        }
    }

    private Battle begin(Target target) {
        var battle = new Battle(target);
        battles.add(battle);
        return battle;
    }

    /// A packet of the attacker to the node, in its frame.
    static byte[] toNode(byte[] packet) {
        return Frames.ethernet(
                Target.NODE_MAC, Target.ATTACKER_MAC, (packet[0] & 0xf0) == 0x40 ? Frames.IPV4 : Frames.IPV6, packet);
    }

    /// An IPv6 packet of the attacker to a group, in its frame.
    static byte[] toGroup(String group, byte[] packet) {
        return Frames.ethernet(Frames.groupMac(group), Target.ATTACKER_MAC, Frames.IPV6, packet);
    }

    /// An echo request of `data` octets from the attacker to the node.
    static byte[] echo(int data) {
        return Frames.icmp6(
                Target.ATTACKER,
                Target.NODE,
                Frames.ECHO_REQUEST,
                0,
                new Octets().u32(1).zeros(data).array());
    }

    /// Says once, at the end, how many attacks there were.
    static final class Count implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Count.class))
                    .getOrComputeIfAbsent("said at the end", _ ->
                            (AutoCloseable) () -> System.out.println("hostile input: " + CASES + " attacks withstood"));
        }
    }
}
