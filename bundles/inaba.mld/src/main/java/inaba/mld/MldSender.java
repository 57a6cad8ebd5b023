package inaba.mld;

import inaba.api.counter.Counter;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.ip.multicast.ListenerRecord;
import inaba.ip.multicast.ReportPacker;
import inaba.ip.multicast.ReportSender;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.OptionsHeader;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.mld.ListenerMessage;
import inaba.wire.mld.ListenerReport;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and sends reports and Done messages: hop limit 1, Router Alert, a link-local source or none (RFC 3810 §5, RFC
/// 3590 §4).
final class MldSender implements ReportSender {
    private static final Logger LOG = LoggerFactory.getLogger(MldSender.class);
    /// A Hop-by-Hop Options header with Router Alert, RFC 2711 §2.1, and padding.
    private static final int ALERT_BYTES = 8;

    private static final int ALERT_DATA = 2;

    private final Node node;
    private final Counter reports;
    private final Counter olderReports;
    private final Counter dones;
    private final Counter unsent;

    MldSender(Node node) {
        this.node = node;
        this.reports = node.counters().named("inaba.mld.reports-sent");
        this.olderReports = node.counters().named("inaba.mld.older-reports-sent");
        this.dones = node.counters().named("inaba.mld.dones-sent");
        this.unsent = node.counters().named("inaba.mld.unsent");
    }

    /// Reports of MLDv2, as many as the records need.
    @Override
    public void report(LinkRow link, List<ListenerRecord> records) {
        for (var some : ReportPacker.pack(records, room(link))) {
            var packet = take(link, ReportPacker.bytes(some), Ipv6Address.ALL_MLDV2_ROUTERS);
            if (packet != null) {
                var report = new ListenerReport(message(packet)).start(some.size());
                long at = report.first();
                for (var one : some) {
                    at = report.write(at, one.type().number(), one.group(), one.sources());
                }
                send(packet, link, reports);
            }
        }
    }

    /// A Report of MLDv1, RFC 2710 §4: to the group itself.
    @Override
    public void olderReport(LinkRow link, Ipv6Address group) {
        older(link, Icmpv6Type.MLD_REPORT, group, group, olderReports);
    }

    /// Done, RFC 2710 §4.
    @Override
    public void done(LinkRow link, Ipv6Address group) {
        older(link, Icmpv6Type.MLD_DONE, group, Ipv6Address.ALL_ROUTERS, dones);
    }

    /// The link-local address that reports come from, or the unspecified one while none is usable.
    Ipv6Address source(int link) {
        return node.addresses().rows().stream()
                .filter(row -> row.link() == link && row.address().isLinkLocal() && row.usable() && !row.anycast())
                .min(Comparator.comparing(row -> row.state() != State.PREFERRED))
                .map(AddressRow::address)
                .orElse(Ipv6Address.UNSPECIFIED);
    }

    private void older(LinkRow link, int type, Ipv6Address group, Ipv6Address destination, Counter sent) {
        var packet = take(link, ListenerMessage.BYTES, destination);
        if (packet != null) {
            new ListenerMessage(message(packet)).start(type, group);
            send(packet, link, sent);
        }
    }

    /// Octets of a message that the link carries in one packet.
    private int room(LinkRow link) {
        var learned = node.parameters().get(link.index());
        int mtu = learned == null || learned.mtu() == 0 ? link.mtu() : Math.min(link.mtu(), learned.mtu());
        return Math.max(mtu, Ipv6Header.MIN_MTU) - Ipv6Header.BYTES - ALERT_BYTES;
    }

    private @Nullable Packet take(LinkRow link, int bytes, Ipv6Address destination) {
        Packet packet;
        try {
            packet = node.output().take(Ipv6Header.BYTES + ALERT_BYTES + bytes);
        } catch (IllegalStateException exhausted) {
            LOG.debug("not sent to {}: {}", destination, exhausted.getMessage());
            unsent.add(1);
            return null;
        }
        long at = packet.start() + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(IpProtocol.HOP_BY_HOP)
                .hopLimit(1)
                .source(source(link.index()))
                .destination(destination);
        alert(packet.memory(), at);
        return packet.upper(at + ALERT_BYTES, IpProtocol.ICMPV6).end(at + ALERT_BYTES + bytes);
    }

    private static void alert(MemorySegment memory, long at) {
        memory.asSlice(at, ALERT_BYTES).fill((byte) 0); // value 0: the datagram contains MLD
        new ExtensionHeader(memory, at).nextHeader(IpProtocol.ICMPV6);
        var options = new OptionsHeader(memory, at);
        long option = options.first();
        Layouts.u8(memory, option, OptionsHeader.ROUTER_ALERT);
        Layouts.u8(memory, option + 1, ALERT_DATA);
        OptionsHeader.pad(memory, options.next(option), (int) (options.end() - options.next(option)));
    }

    private static MemorySegment message(Packet packet) {
        return packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
    }

    private void send(Packet packet, LinkRow link, Counter sent) {
        var destination = new Ipv6Header(packet.memory(), packet.start()).destination();
        node.output().sendTo(packet, link.index(), MacAddress.ofMulticast(destination));
        sent.add(1);
    }
}
