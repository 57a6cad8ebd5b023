package inaba.ip4.icmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.neighbor.RedirectRoutes;
import inaba.ip4.Ip4;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp6.ErrorMessage;

/// Redirects as a host follows them, RFC 1122 §3.2.2.2 and §3.3.1.2: those for a net are taken as for the host.
record RedirectFollower(Node node, Ip4 ip4, RedirectRoutes routes) {
    /// @param quoted the packet that was redirected, from an address of ours
    Verdict follow(Packet packet, ErrorMessage message, Ipv4Header quoted) {
        var link = node.link(packet.link());
        if (link == null || link.forwarding()) {
            return Icmp4Drop.NOT_A_HOST;
        }
        if (message.code() > Icmpv4Code.REDIRECT_SERVICE_HOST) {
            return Icmp4Drop.UNKNOWN_CODE;
        }
        int gateway = (int) message.param32();
        if (ip4.isOurs(gateway)
                || !ip4.isOneHost(link.index(), gateway)
                || ip4.subnetOf(link.index(), gateway) == null) {
            return Icmp4Drop.GATEWAY_NOT_HERE;
        }
        var from = Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).source());
        var destination = Ipv6Address.ofIpv4(quoted.destination());
        if (!ip4.isOneHost(link.index(), quoted.destination())
                || !routes.isFirstHop(link, from, destination, Ipv6Address.ofIpv4(quoted.source()))) {
            return Icmp4Drop.NOT_THE_FIRST_HOP;
        }
        var via = Ipv6Address.ofIpv4(gateway);
        routes.follow(link, destination, Prefix.ALL, via.equals(destination) ? null : via);
        return Verdict.Go.DELIVER;
    }
}
