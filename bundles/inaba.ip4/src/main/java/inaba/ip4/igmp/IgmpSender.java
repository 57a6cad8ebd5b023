package inaba.ip4.igmp;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.ip.multicast.ListenerRecord;
import inaba.ip.multicast.ReportPacker;
import inaba.ip.multicast.ReportSender;
import inaba.wire.EthernetHeader;
import inaba.wire.IgmpMessage;
import inaba.wire.IgmpReport;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and sends IGMP messages: TTL 1, internetwork control, Router Alert (RFC 3376 §4).
final class IgmpSender implements ReportSender {
    private static final Logger LOG = LoggerFactory.getLogger(IgmpSender.class);
    private static final int ALL_ROUTERS = 0xe000_0002;
    private static final int ALL_V3_ROUTERS = 0xe000_0016;
    private static final int PRECEDENCE = 6 << 5;
    private static final int HEADERS = Ipv4Header.BYTES + Ipv4Options.ROUTER_ALERT_BYTES;

    private final Node node;
    private final Counter reports;
    private final Counter olderReports;
    private final Counter leaves;
    private final Counter unsent;

    IgmpSender(Node node) {
        this.node = node;
        this.reports = node.counters().named(IgmpSession.OWNER + ".reports-sent");
        this.olderReports = node.counters().named(IgmpSession.OWNER + ".older-reports-sent");
        this.leaves = node.counters().named(IgmpSession.OWNER + ".leaves-sent");
        this.unsent = node.counters().named(IgmpSession.OWNER + ".unsent");
    }

    @Override
    public void report(LinkRow link, List<ListenerRecord> records) {
        for (var some : ReportPacker.pack(records, link.mtu() - HEADERS)) {
            var packet = take(link, ReportPacker.bytes(some), ALL_V3_ROUTERS);
            if (packet != null) {
                var report = new IgmpReport(packet.memory().asSlice(packet.upper(), packet.end() - packet.upper()))
                        .start(some.size());
                long at = report.first();
                for (var one : some) {
                    at = report.write(at, one.type().number(), one.group(), one.sources());
                }
                report.finish();
                send(packet, link, ALL_V3_ROUTERS, reports);
            }
        }
    }

    @Override
    public void olderReport(LinkRow link, Ipv6Address group) {
        int type = oldest(link) ? IgmpMessage.V1_REPORT : IgmpMessage.V2_REPORT;
        older(link, type, group.toIpv4(), group.toIpv4(), olderReports);
    }

    /// IGMPv1 has no word for it.
    @Override
    public void done(LinkRow link, Ipv6Address group) {
        if (!oldest(link)) {
            older(link, IgmpMessage.LEAVE, group.toIpv4(), ALL_ROUTERS, leaves);
        }
    }

    private boolean oldest(LinkRow link) {
        var row = node.queriers().get(new QuerierRow.Key(link.index(), IpFamily.IPV4));
        return row != null && row.oldest();
    }

    private void older(LinkRow link, int type, int group, int destination, Counter sent) {
        var packet = take(link, IgmpMessage.BYTES, destination);
        if (packet != null) {
            new IgmpMessage(packet.memory(), packet.upper()).write(type, group);
            send(packet, link, destination, sent);
        }
    }

    private @Nullable Packet take(LinkRow link, int bytes, int destination) {
        Packet packet;
        try {
            packet = node.output().take(HEADERS + bytes).etherType(EthernetHeader.ETHERTYPE_IPV4);
        } catch (IllegalStateException exhausted) {
            LOG.debug("IGMP message not sent on {}: {}", link.name(), exhausted.getMessage());
            unsent.add(1);
            return null;
        }
        long at = packet.start();
        new Ipv4Header(packet.memory(), at)
                .start(HEADERS)
                .typeOfService(PRECEDENCE)
                .identification(0)
                .fragment(true, false, 0)
                .timeToLive(1)
                .protocol(IpProtocol.IGMP)
                .source(source(link.index()))
                .destination(destination);
        Ipv4Options.writeRouterAlert(packet.memory(), at + Ipv4Header.BYTES);
        return packet.upper(at + HEADERS, IpProtocol.IGMP).end(at + HEADERS + bytes);
    }

    /// 0 while the link has no address (RFC 3376 §4.2.13).
    private int source(int link) {
        return node.addressesOf(IpFamily.IPV4).stream()
                .filter(address -> address.link() == link && address.usable())
                .findFirst()
                .map(address -> address.address().toIpv4())
                .orElse(0);
    }

    private void send(Packet packet, LinkRow link, int destination, Counter sent) {
        node.output().sendTo(packet, link.index(), new MacAddress(MacAddress.ipv4MulticastValue(destination)));
        sent.add(1);
    }
}
