package inaba.addrconf;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts another address in the place of an opaque one that is in use elsewhere, RFC 7217 §6.
final class Conflicts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conflicts.class);

    private final Node node;
    private final AddrconfConfig config;
    private final Identifiers identifiers;
    private final Counter resolved;
    private final Map<AddressKey, Time.Timer> waiting = new HashMap<>();

    Conflicts(Node node, AddrconfConfig config, Identifiers identifiers) {
        this.node = node;
        this.config = config;
        this.identifiers = identifiers;
        this.resolved = node.counters().named("inaba.addrconf.other-identifiers-tried");
    }

    /// An address became DUPLICATE, or was so when we came.
    void found(AddressRow row) {
        var link = node.link(row.link());
        boolean formed = row.origin() == Origin.LINK_LOCAL || row.origin() == Origin.SLAAC;
        if (!formed || link == null || waiting.containsKey(row.key())) {
            return;
        }
        int counter = identifiers.counter(link, row);
        if (counter == Identifiers.NONE || identifiers.stable(link, row.subnet(), counter + 1) == null) {
            LOG.error("{} on {}: no other address is tried", row.address(), link.name());
            return;
        }
        var delay = Duration.ofMillis(node.random().nextInt(config.idgen_delay_ms() + 1));
        waiting.put(row.key(), node.time().after(delay, () -> replace(row.key(), counter + 1)));
    }

    private void replace(AddressKey key, int counter) {
        waiting.remove(key);
        var row = node.addresses().get(key);
        var link = node.link(key.link());
        if (row == null || row.state() != State.DUPLICATE || link == null || !link.runs()) {
            return; // checked anew meanwhile, or when the link comes up
        }
        var address = identifiers.stable(link, row.subnet(), counter);
        if (address != null) {
            node.addresses().remove(key);
            node.addresses()
                    .put(new AddressRow(
                            row.link(),
                            address,
                            row.prefixLength(),
                            row.origin(),
                            false,
                            State.TENTATIVE,
                            0,
                            row.preferredUntil(),
                            row.validUntil(),
                            row.owner()));
            resolved.add(1);
        }
    }

    @Override
    public void close() {
        waiting.values().forEach(Time.Timer::cancel);
        waiting.clear();
    }
}
