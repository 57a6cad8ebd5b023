package inaba.shell.start;

import inaba.api.link.AddressRow.State;
import inaba.api.protocol.Node;
import java.time.Duration;

/// Waits until the addresses can be used: each link that is up has one, and none is tentative any more.
final class Usable {
    /// Duplicate Address Detection takes a second and a bit (RFC 4862 §5.1); a link that stays silent is not waited
    /// for.
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(10);

    private Usable() {}

    static void await(Node node) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!reached(node) && System.nanoTime() - end < 0) {
            Thread.sleep(STEP);
        }
    }

    private static boolean reached(Node node) {
        var addresses = node.addresses().rows();
        return node.links().rows().stream()
                .filter(link -> link.up())
                .allMatch(link -> addresses.stream().anyMatch(row -> row.link() == link.index())
                        && addresses.stream()
                                .noneMatch(row -> row.link() == link.index() && row.state() == State.TENTATIVE));
    }
}
