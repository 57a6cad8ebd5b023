package inaba.xfrm;

import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.api.xfrm.SaRow;
import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.UdpHeader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/// Keeps the mappings of NATs alive while associations in UDP send nothing, RFC 3948 §4. On the control loop.
final class Keepalives {
    private static final int CONTENT = 0xff;
    private static final int LENGTH = UdpHeader.BYTES + 1;
    private static final int HOP_LIMIT = 64;

    private final Node node;
    private final IntSupplier seconds;
    private Map<Flow, Quiet> flows = new HashMap<>();

    /// What a NAT sees as one.
    private record Flow(Ipv6Address source, Ipv6Address destination, SaRow.UdpEncapsulation ports) {}

    /// How many packets were sent by then, and when the last one was or was seen to have been.
    private record Quiet(long packets, long since) {}

    /// @param seconds without a packet, 0 for never
    Keepalives(Node node, IntSupplier seconds) {
        this.node = node;
        this.seconds = seconds;
    }

    /// To be called once a second.
    void look(Collection<SaRow.Key> encapsulated) {
        int limit = seconds.getAsInt();
        if (limit == 0) {
            flows.clear();
            return;
        }
        long now = node.time().nanos();
        Map<Flow, Quiet> looked = new HashMap<>();
        sent(encapsulated).forEach((flow, packets) -> {
            var before = flows.get(flow);
            if (before == null || before.packets != packets) {
                looked.put(flow, new Quiet(packets, now));
            } else if (now - before.since < Duration.ofSeconds(limit).toNanos()) {
                looked.put(flow, before);
            } else {
                send(flow);
                looked.put(flow, new Quiet(packets, now));
            }
        });
        flows = looked;
    }

    private Map<Flow, Long> sent(Collection<SaRow.Key> encapsulated) {
        Map<Flow, Long> sums = new HashMap<>();
        for (var key : encapsulated) {
            var row = node.associations().get(key);
            if (row == null || row.encapsulation() == null || !isOurs(row.source())) {
                continue;
            }
            sums.merge(
                    new Flow(row.source(), key.destination(), row.encapsulation()),
                    row.state().sent(),
                    Long::sum);
        }
        return sums;
    }

    private boolean isOurs(Ipv6Address address) {
        return node.addresses().rows().stream()
                .anyMatch(row -> row.key().address().equals(address));
    }

    private void send(Flow flow) {
        boolean ipv4 = flow.destination.isMapped();
        var packet = ipv4
                ? node.output()
                        .takeIpv4(LENGTH, IpProtocol.UDP, flow.source.toIpv4(), flow.destination.toIpv4(), HOP_LIMIT)
                : ipv6(flow);
        var udp = new UdpHeader(packet.memory(), packet.upper())
                .sourcePort(flow.ports.source())
                .destinationPort(flow.ports.destination())
                .length(LENGTH)
                .checksum(0);
        Layouts.u8(packet.memory(), packet.upper() + UdpHeader.BYTES, CONTENT);
        if (!ipv4) {
            udp.checksum(
                    Checksum.upperLayer(packet.memory(), packet.network(), packet.upper(), LENGTH, IpProtocol.UDP));
        }
        node.output().send(packet, 0);
    }

    private Packet ipv6(Flow flow) {
        var packet = node.output().take(Ipv6Header.BYTES + LENGTH);
        packet.end(packet.start() + Ipv6Header.BYTES + LENGTH).upper(packet.start() + Ipv6Header.BYTES, IpProtocol.UDP);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .payloadLength(LENGTH)
                .nextHeader(IpProtocol.UDP)
                .hopLimit(HOP_LIMIT)
                .source(flow.source)
                .destination(flow.destination);
        return packet;
    }
}
