package inaba.hosttap;

import inaba.api.link.HostTapRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Table;
import inaba.hosttap.core.Quote;
import inaba.wire.IpProtocol;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/// Daemons on the appliance's links. The rows of host taps are the whole state: which packets, and where to.
@Component(service = Protocol.class)
public final class HostTap implements Protocol {
    /// All that may be asked for: what is between hosts and what the engine itself answers is not among it. Of ICMP
    /// errors are passed on, whatever is asked for.
    private static final Set<Integer> PROTOCOLS = IntStream.range(1, 255)
            .filter(number -> number != IpProtocol.ICMP
                    && number != IpProtocol.IGMP
                    && number != IpProtocol.ICMPV6
                    && number != IpProtocol.NO_NEXT_HEADER)
            .boxed()
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<Integer> PROTOCOLS4 =
            Stream.concat(PROTOCOLS.stream(), Stream.of(IpProtocol.ICMP)).collect(Collectors.toUnmodifiableSet());

    private static final Set<Integer> ERRORS = Set.of(
            Icmpv6Type.DESTINATION_UNREACHABLE,
            Icmpv6Type.PACKET_TOO_BIG,
            Icmpv6Type.TIME_EXCEEDED,
            Icmpv6Type.PARAMETER_PROBLEM);

    private final Map<Integer, Cable> cables = new HashMap<>();
    private @Nullable Node node;
    private List<Table.Watch> watches = List.of();

    @Override
    public String slot() {
        return "hosttap";
    }

    @Override
    public void start(Node on) {
        node = on;
        watches = List.of(
                on.hostTaps().watch((before, after) -> changed(on, before, after)),
                on.links().watch((before, after) -> {
                    if (before != null
                            && after != null
                            && (!before.mac().equals(after.mac()) || before.mtu() != after.mtu())) {
                        again(on, after.index());
                    }
                }));
        Membership.adopt(on);
        on.hostTaps().rows().forEach(row -> changed(on, null, row));
    }

    @Override
    public void stop() {
        watches.forEach(Table.Watch::close);
        watches = List.of();
        cables.values().forEach(cable -> cable.close(false));
        cables.clear();
        node = null;
    }

    @Override
    public Set<Integer> nextHeaders() {
        return PROTOCOLS;
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return PROTOCOLS4;
    }

    @Override
    public Set<Integer> icmp6Types() {
        return ERRORS;
    }

    @Override
    public Verdict receive(Packet packet) {
        int protocol = packet.upperProtocol();
        if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            return error(packet);
        }
        var cable = cables.get(packet.link());
        if (cable == null || cable.isEcho(packet)) {
            return Verdict.Go.PASS;
        }
        boolean ports = (protocol == IpProtocol.UDP || protocol == IpProtocol.TCP)
                && UdpHeader.fits(packet.memory(), packet.upper(), packet.end());
        var header = new UdpHeader(packet.memory(), packet.upper()); // TCP's ports lie in the same place
        int source = ports ? header.sourcePort() : -1;
        int destination = ports ? header.destinationPort() : -1;
        return cable.row().wants(protocol, source, destination) ? cable.deliver(packet) : Verdict.Go.PASS;
    }

    /// An error goes to the daemon that has sent what it is about: by the tap of the link that it came by, or, as ways
    /// there and back may differ, by any. Who lowers a path's MTU must quote what was sent (RFC 8201 §4).
    private Verdict error(Packet packet) {
        if (cables.isEmpty()) {
            return Verdict.Go.PASS;
        }
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        var quote = Quote.of(message, packet.isIpv4());
        if (quote == null || quote.lowersMtu() && !Objects.requireNonNull(node).sent(quote.bytes())) {
            return Verdict.Go.PASS;
        }
        return Stream.concat(Stream.ofNullable(cables.get(packet.link())), cables.values().stream())
                .filter(cable -> cable.hasSent(quote))
                .findFirst()
                .map(cable -> cable.deliver(packet))
                .orElse(Verdict.Go.PASS);
    }

    private void changed(Node on, @Nullable HostTapRow before, @Nullable HostTapRow after) {
        var old = before == null ? null : cables.remove(before.link());
        if (old != null) {
            boolean moved = after == null
                    || !after.tap().equals(old.row().tap())
                    || !after.namespace().equals(old.row().namespace());
            old.close(moved);
        }
        var link = after == null ? null : on.link(after.link());
        if (after != null && link != null) {
            cables.put(after.link(), Cable.open(on, after, link));
        }
    }

    private void again(Node on, int link) {
        var row = on.hostTaps().get(link);
        if (row != null) {
            changed(on, row, row);
        }
    }
}
