package inaba.nd;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.Solicitor;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and sends the messages of RFC 4861 §4.3 to §4.5.
final class NdSender implements Solicitor {
    private static final Logger LOG = LoggerFactory.getLogger(NdSender.class);
    private static final int HOP_LIMIT = 255;

    private final Node node;
    private final Counter solicitations;
    private final Counter advertisements;
    private final Counter redirects;
    private final Counter unsent;

    NdSender(Node node) {
        this.node = node;
        this.solicitations = node.counters().named("inaba.nd.solicitations-sent");
        this.advertisements = node.counters().named("inaba.nd.advertisements-sent");
        this.redirects = node.counters().named("inaba.nd.redirects-sent");
        this.unsent = node.counters().named("inaba.nd.unsent");
    }

    /// A solicitation to the solicited-node group, RFC 4861 §7.2.2.
    ///
    /// @param wanted the source of the packet that waits, if it is ours
    @Override
    public void solicitByMulticast(LinkRow link, Ipv6Address target, Ipv6Address wanted) {
        if (isOptimistic(link, wanted)) {
            return; // RFC 4429 §3.2: the packet waits until the check is complete
        }
        var group = target.solicitedNode();
        solicit(link, target, wanted, group, MacAddress.ofMulticast(group));
    }

    /// A probe, RFC 4861 §7.3.3.
    @Override
    public void solicitByUnicast(LinkRow link, Ipv6Address target, MacAddress mac) {
        solicit(link, target, Ipv6Address.UNSPECIFIED, target, mac);
    }

    private void solicit(
            LinkRow link, Ipv6Address target, Ipv6Address wanted, Ipv6Address destination, MacAddress mac) {
        var source = source(link, wanted, target);
        if (source == null) {
            LOG.debug("no address on {} to solicit {} from", link.name(), target);
            unsent.add(1);
            return;
        }
        var packet = take(NeighborSolicitation.FIXED_BYTES + optionBytes(link), source, destination);
        if (packet != null) {
            var message = NdInvalid.message(packet);
            new NeighborSolicitation(message).start().targetAddress(target);
            if (!link.pointToPoint()) {
                new NdOptionsWriter(message, NeighborSolicitation.FIXED_BYTES).sourceLinkLayerAddress(link.mac());
            }
            node.output().sendTo(packet, link.index(), mac);
            solicitations.add(1);
        }
    }

    /// An advertisement of one of our addresses, with our MAC: RFC 4861 §7.2.4, §7.2.6. It does not override for
    /// anycast (§7.2.7) and optimistic addresses (RFC 4429 §3.3).
    ///
    /// @param to the destination's MAC, or null to find it as for any packet
    void advertise(
            LinkRow link,
            AddressRow of,
            Ipv6Address destination,
            @Nullable MacAddress to,
            boolean solicited,
            boolean replace) {
        var target = of.address();
        var source = of.anycast() ? source(link, Ipv6Address.UNSPECIFIED, destination) : target;
        if (source == null) {
            unsent.add(1);
            return;
        }
        boolean override = replace && !of.anycast() && of.state() != AddressRow.State.OPTIMISTIC;
        var packet = take(NeighborAdvertisement.FIXED_BYTES + optionBytes(link), source, destination);
        if (packet != null) {
            var message = NdInvalid.message(packet);
            new NeighborAdvertisement(message)
                    .start()
                    .flags(link.forwarding(), solicited, override)
                    .targetAddress(target);
            if (!link.pointToPoint()) {
                new NdOptionsWriter(message, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(link.mac());
            }
            send(packet, link, destination, to);
            advertisements.add(1);
        }
    }

    /// A Redirect, RFC 4861 §8.2, with as much of the packet as the minimum MTU allows.
    ///
    /// @param source our link-local address
    /// @param mac the target's, or null when it is not known
    void redirect(
            LinkRow link,
            Ipv6Address source,
            Ipv6Address destination,
            @Nullable MacAddress to,
            Redirected about,
            @Nullable MacAddress mac) {
        int room = Ipv6Header.MIN_MTU - Ipv6Header.BYTES;
        var packet = take(room, source, destination);
        if (packet == null) {
            return;
        }
        var message = NdInvalid.message(packet);
        new Redirect(message).start().target(about.target()).destination(about.destination());
        var options = new NdOptionsWriter(message, Redirect.FIXED_BYTES);
        if (mac != null) {
            options.targetLinkLayerAddress(mac);
        }
        options.redirectedHeader(about.packet(), options.room());
        packet.end(packet.upper() + options.end());
        send(packet, link, destination, to);
        redirects.add(1);
    }

    /// A link without addresses of its own has none to tell (RFC 4213 §3.8).
    private static int optionBytes(LinkRow link) {
        return link.pointToPoint() ? 0 : LinkLayerAddressOption.BYTES;
    }

    /// What a Redirect says.
    ///
    /// @param packet the one that caused it, from its IPv6 header on
    record Redirected(Ipv6Address target, Ipv6Address destination, MemorySegment packet) {}

    /// An address of the link to solicit from, RFC 4861 §7.2.2; never an optimistic one (RFC 4429 §3.2) nor anycast.
    private @Nullable Ipv6Address source(LinkRow link, Ipv6Address wanted, Ipv6Address target) {
        if (solicitsFrom(link, wanted)) {
            return wanted;
        }
        var chosen = node.output().source(target, link.index());
        if (chosen != null && solicitsFrom(link, chosen)) {
            return chosen;
        }
        return node.addressesOf(IpFamily.IPV6).stream()
                .filter(row -> row.link() == link.index())
                .map(AddressRow::address)
                .filter(address -> solicitsFrom(link, address))
                .findFirst()
                .orElse(null);
    }

    private boolean solicitsFrom(LinkRow link, Ipv6Address address) {
        var row = node.addresses().get(new AddressKey(link.index(), address));
        return row != null && row.usable() && row.state() != AddressRow.State.OPTIMISTIC && !row.anycast();
    }

    private boolean isOptimistic(LinkRow link, Ipv6Address address) {
        var row = node.addresses().get(new AddressKey(link.index(), address));
        return row != null && row.state() == AddressRow.State.OPTIMISTIC;
    }

    private void send(Packet packet, LinkRow link, Ipv6Address destination, @Nullable MacAddress to) {
        if (destination.isMulticast()) {
            node.output().sendTo(packet, link.index(), MacAddress.ofMulticast(destination));
        } else if (to != null) {
            node.output().sendTo(packet, link.index(), to);
        } else {
            node.output().send(packet, link.index());
        }
    }

    /// An ICMPv6 packet with `bytes` of message; null when the pool has none left.
    private @Nullable Packet take(int bytes, Ipv6Address source, Ipv6Address destination) {
        try {
            return node.output().takeIcmpv6(bytes, source, destination, HOP_LIMIT);
        } catch (IllegalStateException exhausted) {
            LOG.debug("not sent to {}: {}", destination, exhausted.getMessage());
            unsent.add(1);
            return null;
        }
    }
}
