package inaba.core.packet;

import inaba.api.packet.Packet;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;

/// The addresses of a packet of either family, which begins at [Packet#network].
public final class Addresses {
    private Addresses() {}

    public static Ipv6Address source(Packet packet) {
        return packet.isIpv4()
                ? Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).source())
                : new Ipv6Header(packet.memory(), packet.network()).source();
    }

    public static Ipv6Address destination(Packet packet) {
        return packet.isIpv4()
                ? Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).destination())
                : new Ipv6Header(packet.memory(), packet.network()).destination();
    }

    /// Writes the source; checksums are still to be made.
    public static void source(Packet packet, Ipv6Address source) {
        if (packet.isIpv4()) {
            new Ipv4Header(packet.memory(), packet.network()).source(source.toIpv4());
        } else {
            new Ipv6Header(packet.memory(), packet.network()).source(source);
        }
    }
}
