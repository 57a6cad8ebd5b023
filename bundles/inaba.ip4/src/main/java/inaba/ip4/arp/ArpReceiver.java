package inaba.ip4.arp;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.ip4.Ip4;
import inaba.wire.ArpPacket;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/// What each ARP packet does: RFC 826 "Packet Reception", in the order that RFC 5227 §2.4 asks for.
final class ArpReceiver {
    private final Node node;
    private final Ip4 ip4;
    private final NeighborCache cache;
    private final ConflictDetection conflicts;
    private final ArpSender sender;

    ArpReceiver(Node node, NeighborCache cache, ConflictDetection conflicts, ArpSender sender) {
        this.node = node;
        this.ip4 = new Ip4(node);
        this.cache = cache;
        this.conflicts = conflicts;
        this.sender = sender;
    }

    Verdict receive(Packet packet) {
        if (!ArpPacket.fits(packet.memory(), packet.network(), packet.end())) {
            return ArpDrop.NOT_FOR_IPV4;
        }
        var arp = new ArpPacket(packet.memory(), packet.network());
        if (!arp.isIpv4OverEthernet()) {
            return ArpDrop.NOT_FOR_IPV4;
        }
        if (arp.operation() != ArpPacket.REQUEST && arp.operation() != ArpPacket.REPLY) {
            return ArpDrop.UNKNOWN_OPERATION;
        }
        var link = node.link(packet.link());
        if (link == null || !link.up()) {
            return ArpDrop.LINK_DOWN;
        }
        var mac = arp.senderHardware();
        if (mac.equals(link.mac())) {
            return ArpDrop.OWN_PACKET;
        }
        int source = arp.senderProtocol();
        boolean probe = source == 0;
        if (mac.isMulticast() || mac.equals(MacAddress.ZERO) || !probe && !ip4.isOneHost(link.index(), source)) {
            return ArpDrop.SENDER_NOT_UNICAST;
        }
        var target = ip4.find(link.index(), arp.targetProtocol());
        var claimed = probe ? target : ip4.find(link.index(), source);
        if (claimed != null && claimed.state() != AddressRow.State.DUPLICATE && conflicts(claimed, probe)) {
            conflicts.seen(claimed, mac);
            return ArpDrop.CONFLICT;
        }
        return arp.operation() == ArpPacket.REQUEST
                ? request(link, arp, mac, target)
                : reply(packet, link, source, mac, target);
    }

    /// Our address as sender is used by another; as target of a probe it is wanted by another, which matters while we
    /// probe for it ourselves (§2.1.1).
    private static boolean conflicts(AddressRow claimed, boolean probe) {
        return !probe || claimed.state() == AddressRow.State.TENTATIVE;
    }

    private Verdict request(LinkRow link, ArpPacket arp, MacAddress mac, @Nullable AddressRow target) {
        int source = arp.senderProtocol();
        if (target == null) {
            return heard(link, source, mac, false) ? Verdict.Go.DELIVER : ArpDrop.NOT_OURS;
        }
        if (!target.usable()) {
            return ArpDrop.TENTATIVE;
        }
        heard(link, source, mac, ip4.subnetOf(link.index(), source) != null);
        sender.reply(link, target.address().toIpv4(), mac, source);
        return Verdict.Go.DELIVER;
    }

    /// One who was asked by us answers us alone; a reply to all only tells of a new MAC.
    private Verdict reply(Packet packet, LinkRow link, int source, MacAddress mac, @Nullable AddressRow target) {
        if (target == null || packet.linkMulticast()) {
            return heard(link, source, mac, false) ? Verdict.Go.DELIVER : ArpDrop.NO_ENTRY;
        }
        var key = new NeighborKey(link.index(), Ipv6Address.ofIpv4(source));
        var row = cache.get(key);
        if (row == null || row.state() == NeighborRow.State.FAILED) {
            return ArpDrop.NO_ENTRY;
        }
        cache.apply(key, new NudEvent.Advert(mac, false, true, true));
        return Verdict.Go.DELIVER;
    }

    /// The sender's MAC, for an entry that there is, or for a new one where it may be made.
    private boolean heard(LinkRow link, int source, MacAddress mac, boolean create) {
        var key = new NeighborKey(link.index(), Ipv6Address.ofIpv4(source));
        var row = cache.get(key);
        boolean known = row != null && row.state() != NeighborRow.State.FAILED;
        return source != 0 && (known || create) && cache.heard(key, mac, false);
    }
}
