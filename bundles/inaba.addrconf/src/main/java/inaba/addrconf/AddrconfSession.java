package inaba.addrconf;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Address autoconfiguration while it runs, with one configuration: follows links and addresses, whoever changes them.
final class AddrconfSession implements AutoCloseable {
    static final String OWNER = "inaba.addrconf";
    private static final Prefix LINK_LOCAL = Prefix.parse("fe80::/64"); // RFC 4291 §2.5.6

    private final Node node;
    private final Identifiers identifiers;
    private final DuplicateDetection detection;
    private final Conflicts conflicts;
    private final TemporaryAddresses temporaries;
    private final Autoconfiguration autoconfiguration;
    private final RouterSolicitor solicitor;
    private final AddressTimer timer;
    private final AddrconfReceiver receiver;
    private final List<Table.Watch> watches;

    AddrconfSession(Node node, AddrconfConfig config) {
        this.node = node;
        var sender = new AddrconfSender(node);
        this.identifiers = new Identifiers(node, config);
        this.detection = new DuplicateDetection(node, config, sender);
        this.conflicts = new Conflicts(node, config, identifiers);
        this.temporaries = new TemporaryAddresses(node, config, identifiers, detection);
        this.autoconfiguration = new Autoconfiguration(node, config, identifiers, detection, temporaries);
        this.solicitor = new RouterSolicitor(node, config, sender);
        this.timer = new AddressTimer(node, temporaries, Duration.ofMillis(config.lifetime_timer_min_ms()));
        this.receiver = new AddrconfReceiver(node, config, detection, autoconfiguration, solicitor);
        this.watches =
                List.of(node.links().watch(this::linkChanged), node.addresses().watch(this::addressChanged));
        adopt();
    }

    Verdict receive(Packet packet) {
        return receiver.receive(packet);
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        detection.close();
        conflicts.close();
        solicitor.close();
        timer.close();
    }

    private void adopt() {
        for (var row : node.addresses().adopt(OWNER)) {
            if (row.state() == State.DUPLICATE) {
                conflicts.found(row);
            }
        }
        for (var row : node.addressesOf(IpFamily.IPV6)) {
            var link = node.link(row.link());
            if (row.checked() && link != null && link.runs()) {
                detection.resume(row);
            }
        }
        node.links().rows().stream().filter(LinkRow::runs).forEach(this::adopt);
        temporaries.adopt();
        timer.arm();
    }

    private void adopt(LinkRow link) {
        boolean first = ensureLinkLocal(link, autoconfiguration.randomDelay());
        if (first) {
            solicitor.start(link);
        } else if (!routerKnown(link)) {
            solicitor.resume(link);
        }
    }

    /// A router answered a predecessor already: nothing is solicited again.
    private boolean routerKnown(LinkRow link) {
        return node.parameters().get(link.index()) != null
                || node.routes().rows().stream()
                        .filter(row -> row.protocol().equals("ra"))
                        .flatMap(row -> row.nextHops().stream())
                        .anyMatch(hop -> hop.link() == link.index());
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        boolean ran = before != null && before.runs();
        if (after == null) {
            if (before != null) {
                linkGone(before.index());
            }
        } else if (ran && !after.runs()) {
            detection.cancel(after.index());
            solicitor.stop(after.index());
        } else if (!ran && after.runs()) {
            linkUp(after);
        } else if (before != null && ran) {
            runningLinkChanged(before, after);
        } else if (before != null && !after.disabled().isEmpty() && mayRecover(before, after)) {
            node.links().put(after.withDisabled(""));
        }
    }

    /// A person took the disabled link down, or its MAC is another one.
    private static boolean mayRecover(LinkRow before, LinkRow after) {
        return before.up() && !after.up() || !before.mac().equals(after.mac());
    }

    private void linkGone(int link) {
        detection.cancel(link);
        solicitor.stop(link);
        for (var row : node.addressesOf(IpFamily.IPV6)) {
            if (row.link() == link) {
                node.addresses().remove(row.key());
            }
        }
    }

    /// Every address is checked again, since others may have joined the link meanwhile.
    private void linkUp(LinkRow link) {
        var delay = autoconfiguration.randomDelay();
        ensureLinkLocal(link, delay);
        for (var row : node.addressesOf(IpFamily.IPV6)) {
            if (row.link() == link.index() && row.dadTries() != AddressRow.NO_DAD) {
                var tentative = row.withState(State.TENTATIVE).withDadTries(0);
                node.addresses().put(tentative);
                detection.begin(tentative, delay);
            }
        }
        solicitor.start(link);
    }

    private void runningLinkChanged(LinkRow before, LinkRow after) {
        if (!before.mac().equals(after.mac())) {
            ensureLinkLocal(after, Duration.ZERO);
            temporaries.forget(after.index());
        }
        if (before.forwarding() && !after.forwarding()) {
            solicitor.start(after); // RFC 4861 §6.3.7
        } else if (!before.forwarding() && after.forwarding()) {
            solicitor.stop(after.index());
        }
    }

    /// The link-local address of the link, RFC 4862 §5.3, in place of one that was formed otherwise.
    ///
    /// @return false when it was there
    private boolean ensureLinkLocal(LinkRow link, Duration delay) {
        boolean there = false;
        for (var row : node.addressesOf(IpFamily.IPV6)) {
            if (row.link() == link.index() && row.origin() == Origin.LINK_LOCAL) {
                boolean ours = identifiers.counter(link, row) != Identifiers.NONE;
                there |= ours;
                if (!ours) {
                    node.addresses().remove(row.key());
                }
            }
        }
        var address = there ? null : identifiers.stable(link, LINK_LOCAL, 0);
        if (address == null) {
            return false;
        }
        var row = new AddressRow(
                link.index(),
                address,
                LINK_LOCAL.length(),
                Origin.LINK_LOCAL,
                false,
                State.TENTATIVE,
                0,
                Row.FOREVER,
                Row.FOREVER,
                OWNER);
        node.addresses().put(row);
        detection.begin(row, delay);
        return true;
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after == null) {
            if (before != null) {
                detection.cancel(before.key());
            }
            return;
        }
        if (after.family() != IpFamily.IPV6) {
            return;
        }
        timer.changed(after);
        if (after.checked()) {
            var link = node.link(after.link());
            if (link != null && link.runs() && !detection.checking(after.key())) {
                detection.begin(after, Duration.ZERO);
            }
            return;
        }
        detection.cancel(after.key());
        if (before == null || before.state() != after.state()) {
            settled(before, after);
        }
    }

    /// An address was assigned, or must not be, or is deprecated.
    private void settled(@Nullable AddressRow before, AddressRow after) {
        boolean checked = before != null && before.checked();
        if (after.origin() == Origin.TEMPORARY && checked) {
            temporaries.checked(after);
        } else if (after.state() == State.DUPLICATE) {
            conflicts.found(after);
        }
        if (after.usable() && (before == null || !before.usable() || before.state() == State.OPTIMISTIC)) {
            solicitor.usable(after);
        }
    }
}
