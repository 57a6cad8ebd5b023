package inaba.ip4.arp;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import inaba.wire.MacAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes for tentative addresses by [Acd], assigns them, and defends those that are ours (RFC 5227 §2.4). What a
/// successor needs is in the rows.
final class ConflictDetection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConflictDetection.class);

    private final Node node;
    private final ArpSender sender;
    private final Counter conflicts;
    private final Map<AddressKey, Attempt> attempts = new HashMap<>();
    private final Map<AddressKey, Long> defended = new HashMap<>();
    private final List<Table.Watch> watches;

    ConflictDetection(Node node, ArpSender sender) {
        this.node = node;
        this.sender = sender;
        this.conflicts = node.counters().named("inaba.ip4.arp.conflicts");
        for (var row : node.addressesOf(IpFamily.IPV4)) {
            if (row.state() == State.TENTATIVE) {
                begin(row, Acd.resume(row.dadTries(), false));
            }
        }
        this.watches = List.of(
                node.addresses().watch(this::addressChanged), node.links().watch(this::linkChanged));
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        attempts.values().forEach(Attempt::cancel);
        attempts.clear();
    }

    /// Another node uses the address, or wants it as we do.
    void seen(AddressRow row, MacAddress other) {
        conflicts.add(1);
        var link = node.link(row.link());
        if (link == null) {
            return;
        }
        var text = IpFamily.text(row.address());
        if (row.state() == State.TENTATIVE) {
            LOG.warn("{} on {} is in use by {}: not assigned (RFC 5227 §2.1.1)", text, link.name(), other);
            node.addresses().put(row.withState(State.DUPLICATE));
            return;
        }
        long now = node.time().nanos();
        Long last = defended.get(row.key());
        if (last == null || now - last >= Acd.DEFEND_INTERVAL.toNanos()) {
            LOG.warn("{} on {} is used by {} too: defended (RFC 5227 §2.4)", text, link.name(), other);
            defended.put(row.key(), now);
            sender.announce(link, row.address().toIpv4());
        } else if (!isKept(link, row)) {
            LOG.warn("{} on {} is used by {} too, who insists: given up (RFC 5227 §2.4 (b))", text, link.name(), other);
            node.addresses().put(row.withState(State.DUPLICATE));
        }
    }

    /// RFC 5227 §2.4 (c): routers are known by their addresses. A link-local one is never worth a fight (RFC 3927
    /// §2.5).
    private static boolean isKept(LinkRow link, AddressRow row) {
        return link.forwarding() && !row.address().isLinkLocal();
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        var any = after == null ? before : after;
        if (any == null || any.family() != IpFamily.IPV4) {
            return;
        }
        if (after == null || after.state() == State.DUPLICATE) {
            cancel(any.key());
            defended.remove(any.key());
        } else if (after.state() == State.TENTATIVE) {
            if (!attempts.containsKey(after.key())) {
                begin(after, Acd.begin());
            }
        } else if (before == null) {
            begin(after, Acd.resume(0, true)); // a person wants it unchecked; others still hear of it
        }
    }

    /// RFC 5227 §2.1: whoever joined the link meanwhile is asked too.
    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (after == null || before == null || before.up() == after.up()) {
            return;
        }
        for (var row : node.addressesOf(IpFamily.IPV4)) {
            if (row.link() != after.index()) {
                continue;
            }
            if (!after.up()) {
                cancel(row.key());
            } else if (row.dadTries() == AddressRow.NO_DAD) {
                begin(row, Acd.resume(0, true));
            } else {
                cancel(row.key());
                var anew = row.withState(State.TENTATIVE).withDadTries(0);
                node.addresses().put(anew);
                if (!attempts.containsKey(anew.key())) { // an equal row is no news to its watchers
                    begin(anew, Acd.begin());
                }
            }
        }
    }

    private void begin(AddressRow row, Acd acd) {
        var link = node.link(row.link());
        if (link == null || !link.up()) {
            return; // when it comes up
        }
        cancel(row.key());
        boolean assigned = row.state() != State.TENTATIVE;
        var attempt = new Attempt(row.key(), acd);
        attempts.put(row.key(), attempt);
        if (assigned) {
            attempt.due();
        } else {
            attempt.arm();
        }
    }

    private void cancel(AddressKey key) {
        var attempt = attempts.remove(key);
        if (attempt != null) {
            attempt.cancel();
        }
    }

    /// One address that is on its way.
    private final class Attempt {
        private final AddressKey key;
        private Acd acd;
        private Time.@Nullable Timer timer;

        Attempt(AddressKey key, Acd acd) {
            this.key = key;
            this.acd = acd;
        }

        void arm() {
            timer = node.time().after(acd.pause(node.random()), this::due);
        }

        void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }

        private void due() {
            var row = node.addresses().get(key);
            var link = node.link(key.link());
            if (row == null || link == null || !link.up()) {
                attempts.remove(key);
                return;
            }
            var action = acd.action();
            acd = acd.next();
            perform(action, row, link);
            if (acd.action() == Acd.Action.DONE) {
                attempts.remove(key);
            } else {
                arm();
            }
        }

        private void perform(Acd.Action action, AddressRow row, LinkRow link) {
            int address = row.address().toIpv4();
            switch (action) {
                case PROBE -> {
                    node.addresses().put(row.withDadTries(acd.probes()));
                    sender.probe(link, address);
                }
                case ASSIGN_AND_ANNOUNCE -> {
                    if (row.state() == State.TENTATIVE) {
                        node.addresses().put(row.withState(State.PREFERRED));
                    }
                    sender.announce(link, address);
                }
                case ANNOUNCE -> sender.announce(link, address);
                case DONE -> {}
            }
        }
    }
}
