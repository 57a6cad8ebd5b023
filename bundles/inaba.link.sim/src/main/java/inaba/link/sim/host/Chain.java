package inaba.link.sim.host;

import inaba.api.packet.Packet;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.OptionsHeader;
import inaba.wire.RoutingHeader;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;

/// Walks the header chain of a packet to its upper layer, RFC 8200 §4.
final class Chain {
    private final Errors errors;
    private long named;

    Chain(Errors errors) {
        this.errors = errors;
    }

    /// Where a walk ended.
    enum End {
        UPPER,
        /// At the Fragment header of a packet that is not whole: [Packet#fragment].
        FRAGMENT,
        DROPPED
    }

    /// Absolute offset of the field that names the header at which the last walk ended.
    long named() {
        return named;
    }

    End walk(Packet packet) {
        var memory = packet.memory();
        named = packet.network() + Ipv6Header.NEXT_HEADER;
        int protocol = new Ipv6Header(memory, packet.network()).nextHeader();
        long at = packet.network() + Ipv6Header.BYTES;
        boolean first = true;
        while (understands(protocol)) {
            if (!ExtensionHeader.fits(protocol, memory, at, packet.end())) {
                return End.DROPPED;
            }
            if (protocol == IpProtocol.HOP_BY_HOP && !first) {
                return problem(packet, Icmpv6Code.UNRECOGNIZED_NEXT_HEADER, named); // §4.1
            }
            if (protocol == IpProtocol.FRAGMENT) {
                packet.fragment(at);
                if (!new FragmentHeader(memory, at).isAtomic()) {
                    return End.FRAGMENT;
                }
            }
            if (!accepts(packet, protocol, at)) {
                return End.DROPPED;
            }
            var header = new ExtensionHeader(memory, at);
            named = at;
            at += header.lengthBytes(protocol);
            protocol = header.nextHeader();
            first = false;
        }
        packet.upper(at, protocol);
        return End.UPPER;
    }

    /// The headers that every node has to know, §4; others end the walk as an upper layer does.
    private static boolean understands(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    private boolean accepts(Packet packet, int protocol, long at) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.DESTINATION_OPTIONS -> options(packet, at);
            case IpProtocol.ROUTING -> {
                boolean done = new RoutingHeader(packet.memory(), at).segmentsLeft() == 0;
                if (!done) {
                    problem(packet, Icmpv6Code.ERRONEOUS_HEADER, at + RoutingHeader.TYPE); // §4.4
                }
                yield done;
            }
            default -> true;
        };
    }

    /// Unknown options do what their two high bits say, §4.2.
    private boolean options(Packet packet, long at) {
        var header = new OptionsHeader(packet.memory(), at);
        if (!header.valid()) {
            return false;
        }
        for (long option = header.first(); option < header.end(); option = header.next(option)) {
            int action = header.action(option);
            boolean report = action == OptionsHeader.DISCARD_AND_REPORT
                    || (action == OptionsHeader.DISCARD_AND_REPORT_UNICAST
                            && !new Ipv6Header(packet.memory(), packet.network())
                                    .destination()
                                    .isMulticast());
            if (report) {
                problem(packet, Icmpv6Code.UNRECOGNIZED_OPTION, option);
            }
            if (action != OptionsHeader.SKIP) {
                return false;
            }
        }
        return true;
    }

    /// @param at absolute offset of the octet in error
    End problem(Packet packet, int code, long at) {
        errors.send(packet, Icmpv6Type.PARAMETER_PROBLEM, code, at - packet.network());
        return End.DROPPED;
    }
}
