package inaba.addrconf;

import inaba.addrconf.core.Lifetimes;
import inaba.addrconf.core.PrefixRule;
import inaba.addrconf.core.PrefixRule.Offer;
import inaba.addrconf.core.TemporaryPolicy;
import inaba.addrconf.core.TemporaryPolicy.Exemption;
import inaba.addrconf.core.TemporaryRule;
import inaba.api.counter.Counter;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A temporary address beside each stable one, replaced before it is deprecated: RFC 8981 §3.4 to §3.6.
final class TemporaryAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryAddresses.class);

    private final Node node;
    private final AddrconfConfig config;
    private final Identifiers identifiers;
    private final DuplicateDetection detection;
    private final TemporaryPolicy policy;
    private final Counter made;
    private final Map<Place, Integer> failures = new HashMap<>();

    TemporaryAddresses(Node node, AddrconfConfig config, Identifiers identifiers, DuplicateDetection detection) {
        this.node = node;
        this.config = config;
        this.identifiers = identifiers;
        this.detection = detection;
        this.policy = new TemporaryPolicy(config.temporary_addresses(), exemptions(config));
        this.made = node.counters().named("inaba.addrconf.temporary-addresses-made");
    }

    private static List<Exemption> exemptions(AddrconfConfig config) {
        var read = new ArrayList<Exemption>();
        for (var text : config.temporary_prefixes()) {
            try {
                read.add(Exemption.parse(text));
            } catch (IllegalArgumentException wrong) {
                LOG.error("temporary.prefixes of inaba.addrconf: \"{}\" is no prefix", text, wrong);
            }
        }
        return read;
    }

    /// True when any prefix has temporary addresses.
    boolean on() {
        return policy.otherwise() || policy.exemptions().stream().anyMatch(Exemption::on);
    }

    /// What a router says of the prefix of a stable address, §3.4 steps 1 to 3.
    void offered(LinkRow link, AddressRow stable, Offer offer, Beginning how) {
        long now = node.time().nanos();
        for (var row : of(stable)) {
            var rule = PrefixRule.of(offer, row, now);
            var limited = TemporaryRule.limited(row, rule.preferredUntil(), rule.validUntil());
            node.addresses().put(Lifetimes.prolonged(row, limited.preferredUntil(), limited.validUntil(), now));
        }
        ensure(link, stable, how);
    }

    /// Makes those that are missing, where a predecessor made none.
    void adopt() {
        for (var stable : stable()) {
            var link = node.link(stable.link());
            if (link != null && link.runs()) {
                ensure(link, stable, Beginning.NOW);
            }
        }
    }

    /// The next instant at which an address is to be made, or [Row#FOREVER].
    long next() {
        if (!on()) {
            return Row.FOREVER;
        }
        long now = node.time().nanos();
        return stable().stream()
                .filter(stable -> policy.on(stable.subnet()))
                .mapToLong(stable -> rule(stable.link()).regeneration(of(stable), stable, now))
                .min()
                .orElse(Row.FOREVER);
    }

    /// Makes what is due, §3.5.
    void regenerate() {
        if (!on()) {
            return;
        }
        long now = node.time().nanos();
        for (var stable : stable()) {
            var link = node.link(stable.link());
            boolean due = rule(stable.link()).regeneration(of(stable), stable, now) <= now;
            if (link != null && due && policy.on(stable.subnet())) {
                make(link, stable, Beginning.NOW);
            }
        }
    }

    /// A check ended: §3.4 step 7.
    void checked(AddressRow row) {
        var place = new Place(row.link(), row.subnet());
        if (row.state() != State.DUPLICATE) {
            failures.remove(place);
            return;
        }
        var link = node.link(row.link());
        int failed = failures.merge(place, 1, Integer::sum);
        if (link == null || failed > config.temporary_idgen_retries()) {
            LOG.error("no temporary address for {}: {} were in use elsewhere", row.subnet(), failed);
            return; // the row stays, and keeps others from being made
        }
        node.addresses().remove(row.key());
        stable().stream()
                .filter(stable -> stable.link() == row.link() && stable.subnet().equals(row.subnet()))
                .findFirst()
                .ifPresent(stable -> make(link, stable, Beginning.NOW));
    }

    /// Another MAC is another node to those who watch, §3.1 and §3.6.
    void forget(int link) {
        failures.keySet().removeIf(place -> place.link == link);
        for (var row : node.addresses().rows()) {
            if (row.link() == link && row.origin() == Origin.TEMPORARY) {
                node.addresses().remove(row.key());
            }
        }
        stable().stream().filter(stable -> stable.link() == link).forEach(stable -> {
            var row = node.link(link);
            if (row != null && row.runs()) {
                ensure(row, stable, Beginning.NOW);
            }
        });
    }

    private void ensure(LinkRow link, AddressRow stable, Beginning how) {
        var present = of(stable);
        boolean failed = present.stream().anyMatch(row -> row.state() == State.DUPLICATE);
        if (!failed && TemporaryRule.latest(present) == null) {
            make(link, stable, how);
        }
    }

    private void make(LinkRow link, AddressRow stable, Beginning how) {
        long now = node.time().nanos();
        var rule = rule(link.index());
        var limits = rule.limits(now, node.random().nextDouble());
        var address = identifiers.random(link, stable.subnet());
        if (address == null || !policy.on(stable.subnet()) || !rule.worthwhile(stable, limits, now)) {
            return;
        }
        var row = new AddressRow(
                link.index(),
                address,
                stable.prefixLength(),
                Origin.TEMPORARY,
                false,
                how.state(),
                0,
                stable.preferredUntil(),
                stable.validUntil(),
                limits,
                AddrconfSession.OWNER);
        var limited = TemporaryRule.limited(row, stable.preferredUntil(), stable.validUntil());
        if (node.addresses().put(limited)) {
            made.add(1);
            detection.begin(limited, how.delay());
        }
    }

    private TemporaryRule rule(int link) {
        return TemporaryRule.of(
                Duration.ofSeconds(config.temporary_valid_lifetime_s()),
                Duration.ofSeconds(config.temporary_preferred_lifetime_s()),
                config.dup_addr_detect_transmits(),
                config.temporary_idgen_retries(),
                detection.retrans(link),
                config.temporary_max_desync_percent());
    }

    private List<AddressRow> stable() {
        return node.addresses().rows().stream()
                .filter(row -> row.origin() == Origin.SLAAC)
                .toList();
    }

    private List<AddressRow> of(AddressRow stable) {
        return node.addresses().rows().stream()
                .filter(row -> row.origin() == Origin.TEMPORARY)
                .filter(row -> row.link() == stable.link() && row.subnet().equals(stable.subnet()))
                .toList();
    }

    /// A prefix on a link.
    private record Place(int link, Prefix prefix) {}
}
