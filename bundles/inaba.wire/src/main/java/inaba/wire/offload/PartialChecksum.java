package inaba.wire.offload;

import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Layouts;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;

/// Completes checksums that a sender left to its network card: the field holds only the pseudo-header's folded sum.
public final class PartialChecksum {
    private PartialChecksum() {}

    /// Completes what virtio calls `NEEDS_CSUM` (virtio 1.2 §5.1.6.2) and the packet socket `CSUMNOTREADY`.
    ///
    /// @param csumStart the absolute offset where the sum begins: the upper-layer header
    /// @param csumOffset where the field lies behind `csumStart`, in bytes
    /// @param end the absolute offset behind the packet
    /// @return false, with nothing changed, if the field does not lie within `end`
    public static boolean complete(MemorySegment s, long csumStart, long csumOffset, long end) {
        if (csumOffset < 0 || !Layouts.holds(s, csumStart, end, 2) || csumOffset > end - csumStart - 2) {
            return false;
        }
        int checksum = Checksum.finish(Checksum.sum(s, csumStart, end - csumStart, 0));
        Layouts.u16(s, csumStart + csumOffset, checksum == 0 ? 0xffff : checksum); // 0 would mean none to UDP
        return true;
    }

    /// Completes the checksum of a TCP or UDP packet, IPv6 or IPv4, if its field equals the folded pseudo-header sum:
    /// for sources that do not say which checksums are partial, as AF_XDP.
    ///
    /// A complete checksum that happens to equal that sum comes out as it was, since it is what completing
    /// yields. A damaged packet passes as a good one if its field happens to equal it: one in 2^16.
    ///
    /// @param ipAt the absolute offset of the IP header
    /// @param end the absolute offset behind the frame; padding behind the packet is left out
    /// @return true if the checksum was completed
    public static boolean completeIfPseudo(MemorySegment s, long ipAt, long end) {
        long found = UpperLayer.find(s, ipAt, end);
        if (found == UpperLayer.NONE) {
            return false;
        }
        int protocol = UpperLayer.protocol(found);
        long upperAt = ipAt + UpperLayer.offset(found);
        long packetEnd = UpperLayer.packetEnd(s, ipAt);
        long field = protocol == IpProtocol.TCP ? TcpHeader.CHECKSUM : UdpHeader.CHECKSUM;
        if (packetEnd - upperAt < field + 2) {
            return false;
        }
        long pseudo = UpperLayer.addresses(s, ipAt, found) + packetEnd - upperAt + protocol;
        return Layouts.u16(s, upperAt + field) == Checksum.fold(pseudo) && complete(s, upperAt, field, packetEnd);
    }
}
