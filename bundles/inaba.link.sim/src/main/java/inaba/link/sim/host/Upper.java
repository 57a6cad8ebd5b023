package inaba.link.sim.host;

import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;

/// What a host does with a packet for it: answers echo requests, and says that nobody listens to anything else.
final class Upper {
    private final Addresses addresses;
    private final Output output;
    private final Discovery discovery;
    private final Errors errors;

    Upper(Addresses addresses, Output output, Discovery discovery, Errors errors) {
        this.addresses = addresses;
        this.output = output;
        this.discovery = discovery;
        this.errors = errors;
    }

    /// @param packet walked to its upper layer
    /// @param named absolute offset of the field that names the upper layer's protocol
    void receive(Packet packet, long named) {
        switch (packet.upperProtocol()) {
            case IpProtocol.ICMPV6 -> icmp(packet);
            case IpProtocol.UDP -> udp(packet);
            case IpProtocol.NO_NEXT_HEADER -> {} // RFC 8200 §4.7
            default ->
                errors.send(
                        packet,
                        Icmpv6Type.PARAMETER_PROBLEM,
                        Icmpv6Code.UNRECOGNIZED_NEXT_HEADER,
                        named - packet.network()); // RFC 8200 §4
        }
    }

    private void icmp(Packet packet) {
        if (!Icmpv6Header.fits(packet.memory(), packet.upper(), packet.end()) || !checksumValid(packet)) {
            return;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        switch (type) {
            case Icmpv6Type.ECHO_REQUEST -> echo(packet);
            case Icmpv6Type.PACKET_TOO_BIG -> tooBig(packet);
            case Icmpv6Type.NEIGHBOR_SOLICITATION,
                    Icmpv6Type.NEIGHBOR_ADVERTISEMENT,
                    Icmpv6Type.ROUTER_ADVERTISEMENT,
                    Icmpv6Type.REDIRECT -> {
                if (NdInvalid.of(packet) == null) {
                    discovery.receive(packet, type);
                }
            }
            default -> {} // RFC 4443 §2.4 (b): unknown informational ones and errors that concern nothing of ours
        }
    }

    private void echo(Packet packet) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var source = ip.source();
        if (!source.isUnspecified()) {
            var from = ip.destination().isMulticast() ? addresses.source(source) : ip.destination();
            output.send(from, source, Messages.echoReply(NdInvalid.message(packet)));
        }
    }

    /// RFC 8201 §4; the quoted packet must be one that we sent.
    private void tooBig(Packet packet) {
        var message = new ErrorMessage(NdInvalid.message(packet));
        var quoted = message.quoted();
        if (Ipv6Header.fits(quoted, 0, quoted.byteSize())) {
            var ours = new Ipv6Header(quoted, 0);
            if (addresses.holds(ours.source())) {
                output.tooBig(ours.destination(), message.param32());
            }
        }
    }

    private void udp(Packet packet) {
        if (!UdpHeader.fits(packet.memory(), packet.upper(), packet.end())) {
            return;
        }
        var udp = new UdpHeader(packet.memory(), packet.upper());
        boolean whole = udp.length() == packet.end() - packet.upper();
        if (whole && udp.checksum() != 0 && checksumValid(packet)) { // RFC 8200 §8.1
            errors.send(packet, Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Code.PORT_UNREACHABLE, 0);
        }
    }

    private static boolean checksumValid(Packet packet) {
        return Checksum.valid(
                packet.memory(),
                packet.network(),
                packet.upper(),
                packet.end() - packet.upper(),
                packet.upperProtocol());
    }
}
