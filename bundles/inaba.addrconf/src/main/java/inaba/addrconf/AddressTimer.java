package inaba.addrconf;

import inaba.addrconf.core.Lifetimes;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The one timer that makes addresses deprecated when their preferred lifetime is over, and temporary ones before that.
final class AddressTimer implements AutoCloseable {
    private final Node node;
    private final TemporaryAddresses temporaries;
    private final long pause;
    private Time.@Nullable Timer timer;
    private long armedFor = Row.FOREVER;
    private long last;

    /// @param pause the least time between two runs
    AddressTimer(Node node, TemporaryAddresses temporaries, Duration pause) {
        this.node = node;
        this.pause = pause.toNanos();
        this.temporaries = temporaries;
        this.last = node.time().nanos() - Duration.ofDays(1).toNanos();
    }

    /// An address was added or changed.
    void changed(AddressRow row) {
        boolean sooner = row.state() == State.PREFERRED && row.preferredUntil() < armedFor;
        if (sooner || temporaries.on() && (row.origin() == Origin.SLAAC || row.origin() == Origin.TEMPORARY)) {
            arm();
        }
    }

    void arm() {
        close();
        long next = Lifetimes.next(node.addresses().rows(), temporaries.next(), last + pause);
        if (next != Row.FOREVER) {
            armedFor = next;
            timer = node.time().after(Duration.ofNanos(next - node.time().nanos()), this::run);
        }
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        armedFor = Row.FOREVER;
    }

    private void run() {
        last = node.time().nanos();
        temporaries.regenerate();
        for (var row : node.addresses().rows()) {
            if (Lifetimes.expired(row, last)) {
                node.addresses().put(row.withState(State.DEPRECATED));
            }
        }
        arm();
    }
}
