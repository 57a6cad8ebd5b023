package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.core.packet.Pool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Packets in the hands of code of bundles. On the control loop.
///
/// A thread that is stuck there is fenced off, and never takes them back; what they are counted as must end, but their
/// memory may still be written. So the pool gets other packets in their place.
public final class Lent {
    private final Pool pool;
    private final Deque<Loan> loans = new ArrayDeque<>();

    public Lent(Pool pool) {
        this.pool = pool;
    }

    /// @param held whether the packet still counts as held
    void lend(Packet packet, boolean held) {
        loans.push(new Loan(packet, held));
    }

    /// The code came back with what was lent to it last.
    void takeBack() {
        loans.pop();
    }

    /// Called when none of that code runs: what is lent now stays so.
    ///
    /// @param lost told of each packet that still counts as held
    void recover(Consumer<Packet> lost) {
        for (var loan = loans.poll(); loan != null; loan = loans.poll()) {
            if (loan.held) {
                lost.accept(loan.packet);
            }
            pool.replace(loan.packet);
        }
    }

    private record Loan(Packet packet, boolean held) {}
}
