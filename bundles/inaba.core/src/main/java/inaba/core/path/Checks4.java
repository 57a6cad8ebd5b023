package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.core.Ipv4Drop;
import inaba.wire.Checksum;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;

/// The first stage for IPv4: what any header must fulfil, RFC 1812 §5.2.2 and §5.3.7.
final class Checks4 {
    static final int LIMITED_BROADCAST = -1;
    private static final int LOOPBACK_NET = 127;
    private static final int CLASS_E = 0xf;
    /// No datagram ends behind it (RFC 791 §3.1): its field for the length has 16 bits.
    private static final int MOST = 0xffff;

    private Checks4() {}

    /// Checks lengths, version, checksum and addresses, and cuts off what the link has padded.
    static Verdict ipv4(Packet packet) {
        if (packet.length() < Ipv4Header.BYTES) {
            return CoreDrop.TOO_SHORT;
        }
        var memory = packet.memory();
        long at = packet.network();
        int start = Layouts.u8(memory, at);
        if (start >>> 4 != 4) {
            return Ipv4Drop.NOT_VERSION_4;
        }
        int headers = (start & 0xf) * 4;
        int total = Layouts.u16(memory, at + Ipv4Header.TOTAL_LENGTH);
        if (headers < Ipv4Header.BYTES || headers > packet.length() || total < headers) {
            return Ipv4Drop.HEADER_LENGTH;
        }
        if (at + total > packet.end()) {
            return CoreDrop.TRUNCATED;
        }
        if (Checksum.finish(Checksum.sum(memory, at, headers, 0)) != 0) {
            return Ipv4Drop.HEADER_CHECKSUM;
        }
        int offset = (Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET) & Ipv4Header.OFFSET_MASK) * 8;
        if (offset + total > MOST) {
            return CoreDrop.FRAGMENT_TOTAL;
        }
        packet.end(at + total);
        var source = source(memory.get(Layouts.U32, at + Ipv4Header.SOURCE));
        return source != Verdict.Go.DELIVER
                ? source
                : destination(memory.get(Layouts.U32, at + Ipv4Header.DESTINATION));
    }

    /// 0.0.0.0 is who has no address yet.
    private static Verdict source(int address) {
        if (Ipv6Address.isIpv4Multicast(address)) {
            return CoreDrop.SOURCE_MULTICAST;
        }
        if (address >>> 24 == LOOPBACK_NET) {
            return CoreDrop.SOURCE_LOOPBACK;
        }
        boolean martian = address >>> 28 == CLASS_E || address >>> 24 == 0 && address != 0;
        return martian ? Ipv4Drop.SOURCE_MARTIAN : Verdict.Go.DELIVER;
    }

    private static Verdict destination(int address) {
        if (address == 0) {
            return CoreDrop.DESTINATION_UNSPECIFIED;
        }
        if (address >>> 24 == LOOPBACK_NET) {
            return CoreDrop.DESTINATION_LOOPBACK;
        }
        boolean martian = address >>> 24 == 0 || address >>> 28 == CLASS_E && address != LIMITED_BROADCAST;
        return martian ? Ipv4Drop.DESTINATION_MARTIAN : Verdict.Go.DELIVER;
    }
}
