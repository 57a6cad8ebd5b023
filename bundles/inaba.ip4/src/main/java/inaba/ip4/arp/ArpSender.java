package inaba.ip4.arp;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.Solicitor;
import inaba.ip4.Ip4;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and sends ARP packets. On the control loop.
final class ArpSender implements Solicitor {
    private static final Logger LOG = LoggerFactory.getLogger(ArpSender.class);

    private final Node node;
    private final Ip4 ip4;
    private final Counter requests;
    private final Counter replies;
    private final Counter unsent;

    ArpSender(Node node) {
        this.node = node;
        this.ip4 = new Ip4(node);
        this.requests = node.counters().named("inaba.ip4.arp.requests-sent");
        this.replies = node.counters().named("inaba.ip4.arp.replies-sent");
        this.unsent = node.counters().named("inaba.ip4.arp.unsent");
    }

    @Override
    public void solicitByMulticast(LinkRow link, Ipv6Address target, Ipv6Address wanted) {
        ask(link, target.toIpv4(), wanted, MacAddress.BROADCAST);
    }

    /// The unicast poll of RFC 1122 §2.3.2.1 (2).
    @Override
    public void solicitByUnicast(LinkRow link, Ipv6Address target, MacAddress mac) {
        ask(link, target.toIpv4(), Ipv6Address.UNSPECIFIED, mac);
    }

    private void ask(LinkRow link, int target, Ipv6Address wanted, MacAddress to) {
        int source = source(link, target, wanted);
        if (source == 0) {
            LOG.debug("no address on {} to ask for {} from", link.name(), Ipv6Address.ofIpv4(target));
            unsent.add(1);
            return;
        }
        request(link, source, target, Ipv6Address.isIpv4LinkLocal(source) ? MacAddress.BROADCAST : to);
    }

    /// An address of the link, of the target's subnet if there is one: who is asked may not know the others.
    private int source(LinkRow link, int target, Ipv6Address wanted) {
        var given = ip4.find(link.index(), wanted.toIpv4());
        if (given != null && !given.usable()) {
            given = null;
        }
        if (given != null && wanted.isLinkLocal()) {
            return wanted.toIpv4(); // RFC 3927 §2.6.2: all destinations are its neighbours
        }
        var subnet = ip4.subnetOf(link.index(), target);
        if (subnet != null) {
            boolean fits = given != null && given.subnet().equals(subnet.subnet());
            return fits ? wanted.toIpv4() : subnet.address().toIpv4();
        }
        var chosen = node.output().source(Ipv6Address.ofIpv4(target), link.index());
        return chosen != null && ip4.find(link.index(), chosen.toIpv4()) != null ? chosen.toIpv4() : 0;
    }

    /// Is the address in use? RFC 5227 §2.1.1.
    void probe(LinkRow link, int address) {
        request(link, 0, address, MacAddress.BROADCAST);
    }

    /// The address is in use, by us: RFC 5227 §2.3.
    void announce(LinkRow link, int address) {
        request(link, address, address, MacAddress.BROADCAST);
    }

    private void request(LinkRow link, int source, int target, MacAddress to) {
        send(link, ArpPacket.REQUEST, source, MacAddress.ZERO, target, to);
        requests.add(1);
    }

    /// An answer; about a link-local address it goes to all (RFC 3927 §2.5).
    void reply(LinkRow link, int address, MacAddress asker, int askerAddress) {
        var to = Ipv6Address.isIpv4LinkLocal(address) ? MacAddress.BROADCAST : asker;
        send(link, ArpPacket.REPLY, address, asker, askerAddress, to);
        replies.add(1);
    }

    private void send(LinkRow link, int operation, int source, MacAddress targetMac, int target, MacAddress to) {
        try {
            var packet = node.output().take(ArpPacket.BYTES).etherType(EthernetHeader.ETHERTYPE_ARP);
            new ArpPacket(packet.memory(), packet.start())
                    .start(operation)
                    .sender(link.mac(), source)
                    .target(targetMac, target);
            node.output().sendTo(packet.end(packet.start() + ArpPacket.BYTES), link.index(), to);
        } catch (IllegalStateException exhausted) {
            LOG.debug("ARP packet not sent on {}: {}", link.name(), exhausted.getMessage());
            unsent.add(1);
        }
    }
}
