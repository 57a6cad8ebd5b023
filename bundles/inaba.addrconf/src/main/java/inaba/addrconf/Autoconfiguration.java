package inaba.addrconf;

import inaba.addrconf.core.Lifetimes;
import inaba.addrconf.core.PrefixRule;
import inaba.addrconf.core.PrefixRule.Offer;
import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.wire.Prefix;
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
    private final DuplicateDetection detection;
    private final Counter formed;
    private final Counter refused;

    Autoconfiguration(Node node, AddrconfConfig config, DuplicateDetection detection) {
        this.node = node;
        this.config = config;
        this.detection = detection;
        this.formed = node.counters().named("inaba.addrconf.addresses-formed");
        this.refused = node.counters().named("inaba.addrconf.prefixes-refused");
    }

    /// @param multicast the advertisement was sent to a group: others form addresses now as well (§5.4.2)
    void advertised(LinkRow link, NdOptions options, boolean multicast) {
        for (var option : options) {
            if (PrefixInformation.fits(option.bytes())) {
                var said = new PrefixInformation(option.bytes());
                offered(link, new Offer(said.prefix(), said.autonomous(), said.valid(), said.preferred()), multicast);
            }
        }
    }

    private void offered(LinkRow link, Offer offer, boolean multicast) {
        var existing = configured(link, offer.prefix());
        var rule = PrefixRule.of(offer, existing.orElse(null), node.time().nanos());
        switch (rule.kind()) {
            case ADD -> add(link, offer.prefix(), rule, multicast);
            case UPDATE -> existing.ifPresent(row -> update(row, rule));
            case NOT_AUTONOMOUS -> {}
            default -> {
                refused.add(1);
                LOG.debug("{} on {}: no address, {}", offer.prefix(), link.name(), rule.kind());
            }
        }
    }

    private Optional<AddressRow> configured(LinkRow link, Prefix prefix) {
        return node.addresses().rows().stream()
                .filter(row -> row.link() == link.index()
                        && row.origin() == Origin.SLAAC
                        && row.subnet().equals(prefix))
                .findFirst();
    }

    private void add(LinkRow link, Prefix prefix, PrefixRule rule, boolean multicast) {
        var address = prefix.address().withInterfaceId(link.mac().eui64());
        long here = node.addresses().rows().stream()
                .filter(row -> row.link() == link.index() && row.origin() == Origin.SLAAC)
                .count();
        if (node.addresses().get(new AddressKey(link.index(), address)) != null) {
            return; // d: somebody configured the same
        }
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
                State.TENTATIVE,
                0,
                rule.preferredUntil(),
                rule.validUntil(),
                AddrconfSession.OWNER);
        if (node.addresses().put(row)) {
            formed.add(1);
            detection.begin(row, multicast ? randomDelay() : Duration.ZERO);
        }
    }

    private void update(AddressRow row, PrefixRule rule) {
        var updated = row.withLifetimes(rule.preferredUntil(), rule.validUntil());
        boolean assigned = row.state() == State.PREFERRED || row.state() == State.DEPRECATED;
        var state =
                assigned ? Lifetimes.assigned(rule.preferredUntil(), node.time().nanos()) : row.state();
        node.addresses().put(updated.withState(state));
    }

    /// Up to MAX_RTR_SOLICITATION_DELAY, RFC 4862 §5.4.2.
    Duration randomDelay() {
        return Duration.ofMillis(node.random().nextInt(config.max_rtr_solicitation_delay_ms() + 1));
    }
}
