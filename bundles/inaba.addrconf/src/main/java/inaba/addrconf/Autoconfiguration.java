package inaba.addrconf;

import inaba.addrconf.core.Lifetimes;
import inaba.addrconf.core.PrefixRule;
import inaba.addrconf.core.PrefixRule.Offer;
import inaba.api.counter.Counter;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.wire.Prefix;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.PrefixInformation;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forms addresses of the prefixes that routers advertise, RFC 4862 §5.5.3.
final class Autoconfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Autoconfiguration.class);

    private final Node node;
    private final AddrconfConfig config;
    private final Identifiers identifiers;
    private final DuplicateDetection detection;
    private final TemporaryAddresses temporaries;
    private final Counter formed;
    private final Counter refused;

    Autoconfiguration(
            Node node,
            AddrconfConfig config,
            Identifiers identifiers,
            DuplicateDetection detection,
            TemporaryAddresses temporaries) {
        this.node = node;
        this.config = config;
        this.identifiers = identifiers;
        this.detection = detection;
        this.temporaries = temporaries;
        this.formed = node.counters().named("inaba.addrconf.addresses-formed");
        this.refused = node.counters().named("inaba.addrconf.prefixes-refused");
    }

    /// @param multicast the advertisement was sent to a group: others form addresses now as well (§5.4.2)
    void advertised(LinkRow link, NdOptions options, boolean multicast) {
        for (var option : options) {
            if (PrefixInformation.fits(option.bytes())) {
                var said = new PrefixInformation(option.bytes());
                var offer = new Offer(said.prefix(), said.autonomous(), said.valid(), said.preferred());
                offered(link, offer, beginning(options, multicast));
            }
        }
    }

    /// RFC 4429 §3.3: optimistic only where the router's MAC is known.
    private Beginning beginning(NdOptions options, boolean multicast) {
        boolean routerKnown = options.find(LinkLayerAddressOption.SOURCE).isPresent();
        if (config.optimistic() && routerKnown && config.dup_addr_detect_transmits() > 0) {
            return Beginning.OPTIMISTIC;
        }
        return multicast ? Beginning.after(randomDelay()) : Beginning.NOW;
    }

    private void offered(LinkRow link, Offer offer, Beginning how) {
        var existing = configured(link, offer.prefix());
        long now = node.time().nanos();
        var rule = PrefixRule.of(offer, existing.orElse(null), now);
        switch (rule.kind()) {
            case ADD -> add(link, offer.prefix(), rule, how);
            case UPDATE ->
                existing.ifPresent(row ->
                        node.addresses().put(Lifetimes.prolonged(row, rule.preferredUntil(), rule.validUntil(), now)));
            case NOT_AUTONOMOUS -> {}
            default -> {
                refused.add(1);
                LOG.debug("{} on {}: no address, {}", offer.prefix(), link.name(), rule.kind());
            }
        }
        boolean taken = rule.kind() == PrefixRule.Kind.ADD || rule.kind() == PrefixRule.Kind.UPDATE;
        if (taken && temporaries.on()) {
            configured(link, offer.prefix()).ifPresent(stable -> temporaries.offered(link, stable, offer, how));
        }
    }

    private Optional<AddressRow> configured(LinkRow link, Prefix prefix) {
        return node.addresses().rows().stream()
                .filter(row -> row.link() == link.index()
                        && row.origin() == Origin.SLAAC
                        && row.subnet().equals(prefix))
                .findFirst();
    }

    private void add(LinkRow link, Prefix prefix, PrefixRule rule, Beginning how) {
        var address = identifiers.stable(link, prefix, 0);
        if (address == null) {
            return; // d: somebody configured the same
        }
        long here = node.addresses().rows().stream()
                .filter(row -> row.link() == link.index() && row.origin() == Origin.SLAAC)
                .count();
        if (here >= config.max_addresses()) {
            refused.add(1);
            LOG.warn("{} on {}: no address, there are {} already", prefix, link.name(), here);
            return;
        }
        var row = new AddressRow(
                link.index(),
                address,
                prefix.length(),
                Origin.SLAAC,
                false,
                how.state(),
                0,
                rule.preferredUntil(),
                rule.validUntil(),
                AddrconfSession.OWNER);
        if (node.addresses().put(row)) {
            formed.add(1);
            detection.begin(row, how.delay());
        }
    }

    /// Up to MAX_RTR_SOLICITATION_DELAY, RFC 4862 §5.4.2.
    Duration randomDelay() {
        return Duration.ofMillis(node.random().nextInt(config.max_rtr_solicitation_delay_ms() + 1));
    }
}
