package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;

/// The hash of a packet's flow: addresses, flow label, and the ports where they are at hand.
final class Flow {
    private Flow() {}

    /// Never 0. A non-zero flow label stands for the ports (RFC 6438 §3); fragments have none to look at.
    static int hash(Packet packet) {
        var header = new Ipv6Header(packet.memory(), packet.network());
        long h = header.sourceHigh() * 0x9e37_79b9_7f4a_7c15L ^ header.sourceLow();
        h = (h ^ h >>> 32) * 0xc2b2_ae3d_27d4_eb4fL ^ header.destinationHigh();
        h = (h ^ h >>> 29) * 0x9e37_79b9_7f4a_7c15L ^ header.destinationLow();
        int label = header.flowLabel();
        int protocol = header.nextHeader();
        long upper = packet.network() + Ipv6Header.BYTES;
        if (label != 0) {
            h ^= label;
        } else if ((protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && upper + 4 <= packet.end()) {
            h ^= (int) packet.memory().get(Layouts.U32, upper);
        }
        h = (h ^ h >>> 31) * 0xc2b2_ae3d_27d4_eb4fL ^ protocol;
        int hash = (int) (h ^ h >>> 32);
        return hash == 0 ? 1 : hash;
    }
}
