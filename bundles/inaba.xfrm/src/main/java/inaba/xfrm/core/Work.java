package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The arrays that a packet needs on its way through transforms, and what is known of it there. For one thread at a
/// time.
final class Work {
    /// The largest packet, its padding and ICV.
    static final int MOST = 65_536 + 512;

    private static final int MOST_HEADERS = 16;

    final byte[] in = new byte[MOST];
    final byte[] out = new byte[MOST];
    /// Additional data: SPI and sequence number.
    final byte[] ad = new byte[16];
    final byte[] iv = new byte[16];
    final byte[] icv = new byte[64];
    /// Where a transform's header is, or goes.
    long at;
    /// The octet that says what is at [#at].
    long announces;
    /// What a transform has found behind its header.
    int nextHeader;

    /// Finds where a transform's header goes into a packet that leaves: behind the headers that routers and each
    /// listed destination look at (RFC 4303 §3.1.1, RFC 4302 §3.1.1).
    ///
    /// @return false for a fragment, or headers that cannot be read
    boolean locate(Packet packet) {
        return packet.isIpv4() ? locateIpv4(packet) : locateIpv6(packet);
    }

    private boolean locateIpv4(Packet packet) {
        var header = new Ipv4Header(packet.memory(), packet.network());
        at = packet.network() + header.headerLength();
        announces = packet.network() + Ipv4Header.PROTOCOL;
        return !header.isFragment();
    }

    private boolean locateIpv6(Packet packet) {
        var memory = packet.memory();
        long field = packet.network() + Ipv6Header.NEXT_HEADER;
        long next = packet.network() + Ipv6Header.BYTES;
        announces = field;
        at = next;
        for (int i = 0; i < MOST_HEADERS; i++) {
            int protocol = Layouts.u8(memory, field);
            boolean forRouters = protocol == IpProtocol.HOP_BY_HOP || protocol == IpProtocol.ROUTING;
            if (!forRouters && protocol != IpProtocol.DESTINATION_OPTIONS) {
                return protocol != IpProtocol.FRAGMENT;
            }
            if (!ExtensionHeader.fits(protocol, memory, next, packet.end())) {
                return false;
            }
            field = next;
            next += new ExtensionHeader(memory, field).lengthBytes(protocol);
            if (forRouters) { // Destination Options before a Routing header are passed with it
                announces = field;
                at = next;
            }
        }
        return false;
    }

    /// Finds what announces the header at [Packet#upper] of a packet that came in, whose chain was walked.
    void locateUpper(Packet packet) {
        at = packet.upper();
        if (packet.isIpv4()) {
            announces = packet.network() + Ipv4Header.PROTOCOL;
            return;
        }
        announces = packet.network() + Ipv6Header.NEXT_HEADER;
        for (long next = packet.network() + Ipv6Header.BYTES; next < at; ) {
            int protocol = Layouts.u8(packet.memory(), announces);
            announces = next;
            next += new ExtensionHeader(packet.memory(), next).lengthBytes(protocol);
        }
    }

    /// Moves all before [#at] so many bytes down, so that a header fits between. There is room.
    void open(Packet packet, int bytes) {
        var memory = packet.memory();
        MemorySegment.copy(memory, packet.start(), memory, packet.start() - bytes, at - packet.start());
        packet.start(packet.start() - bytes).network(packet.network() - bytes);
        announces -= bytes;
        at -= bytes;
    }

    /// Closes the gap of so many bytes at [#at]: all before moves up.
    void close(Packet packet, int bytes) {
        var memory = packet.memory();
        MemorySegment.copy(memory, packet.start(), memory, packet.start() + bytes, at - packet.start());
        packet.start(packet.start() + bytes).network(packet.network() + bytes);
        announces += bytes;
        at += bytes;
    }

    /// Writes the packet's length into its IP header.
    static void length(Packet packet) {
        if (packet.isIpv4()) {
            var header = new Ipv4Header(packet.memory(), packet.network());
            header.totalLength((int) (packet.end() - packet.network())).updateChecksum();
        } else {
            int payload = (int) (packet.end() - packet.network()) - Ipv6Header.BYTES;
            Layouts.u16(packet.memory(), packet.network() + Ipv6Header.PAYLOAD_LENGTH, payload);
        }
    }
}
