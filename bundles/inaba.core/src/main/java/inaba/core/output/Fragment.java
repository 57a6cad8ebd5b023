package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.wire.FragmentHeader;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A fragment of either family that waits for the others of its datagram.
///
/// @param offset of its data in the datagram
/// @param data where its data begin
/// @param headers bytes in front of them that the whole packet has too
/// @param nextHeaderField offset, from the IPv6 header, of the octet that announced the Fragment header
record Fragment(Packet packet, int offset, int length, boolean more, long data, int headers, int nextHeaderField) {
    /// @param nextHeaderField as an absolute offset
    static Fragment ipv6(Packet packet, long nextHeaderField) {
        var header = new FragmentHeader(packet.memory(), packet.fragment());
        long data = packet.fragment() + FragmentHeader.BYTES;
        return new Fragment(
                packet,
                header.offset(),
                (int) (packet.end() - data),
                header.more(),
                data,
                (int) (packet.fragment() - packet.network()),
                (int) (nextHeaderField - packet.network()));
    }

    static Fragment ipv4(Packet packet) {
        var header = new Ipv4Header(packet.memory(), packet.network());
        long data = packet.network() + header.headerLength();
        return new Fragment(
                packet,
                header.fragmentOffset(),
                (int) (packet.end() - data),
                header.more(),
                data,
                header.headerLength(),
                0);
    }

    int end() {
        return offset + length;
    }

    boolean same(Fragment other) {
        return offset == other.offset
                && length == other.length
                && more == other.more
                && MemorySegment.mismatch(
                                packet.memory(),
                                data,
                                packet.end(),
                                other.packet.memory(),
                                other.data,
                                other.packet.end())
                        < 0;
    }

    boolean overlaps(Fragment other) {
        return offset < other.end() && other.offset < end();
    }

    /// The codepoint of RFC 3168.
    int ecn() {
        return packet.isIpv4()
                ? new Ipv4Header(packet.memory(), packet.network()).ecn()
                : new Ipv6Header(packet.memory(), packet.network()).ecn();
    }

    /// Makes this one's headers, which were copied to the whole packet, those of a packet that was never cut.
    void finish(Packet whole, int ecn) {
        if (packet.isIpv4()) {
            var header = new Ipv4Header(whole.memory(), whole.network());
            header.typeOfService(header.typeOfService() & ~3 | ecn)
                    .totalLength(whole.length())
                    .fragment(false, false, 0)
                    .updateChecksum();
            return;
        }
        int next = new FragmentHeader(packet.memory(), packet.fragment()).nextHeader();
        whole.memory().set(ValueLayout.JAVA_BYTE, whole.network() + nextHeaderField, (byte) next);
        new Ipv6Header(whole.memory(), whole.network())
                .payloadLength(whole.length() - Ipv6Header.BYTES)
                .ecn(ecn);
    }
}
