package inaba.wire.offload;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Cuts one TCP or UDP frame larger than the link carries into frames of at most `gsoSize` octets of payload, as the
/// Linux kernel does where a card cannot (TSO; USO, virtio `GSO_UDP_L4`).
///
/// Each frame repeats the headers, extension headers included. TCP: the sequence number counts on, FIN and PSH stay
/// with the last, CWR with the first (RFC 3168 §6.1.2). IPv4: the identification counts up by one. All
/// checksums come out complete, whatever the super frame held; a UDP checksum of 0 over IPv4 stays 0, none.
///
/// One object may serve frame after frame through [#start], so that a driver allocates nothing. Not thread-safe.
public final class Segmenter {
    private MemorySegment frame = MemorySegment.NULL;
    private long at;
    private int upperOffset;
    private int headerBytes;
    private int protocol;
    private int gsoSize;
    private long payloadEnd;
    private long nextPayload;
    private int index;
    private boolean started;
    private long addresses;

    /// A segmenter on this frame, or null if [#start] refuses it.
    public static @Nullable Segmenter of(MemorySegment frame, long at, long end, int gsoSize) {
        var segmenter = new Segmenter();
        return segmenter.start(frame, at, end, gsoSize) ? segmenter : null;
    }

    /// Begins with a frame, which stays borrowed until [#hasNext] is false.
    ///
    /// @param at the absolute offset of the Ethernet header
    /// @param end the absolute offset behind the frame
    /// @param gsoSize the payload of each frame but the last, in bytes, 1 or more
    /// @return false if this is not a whole TCP or UDP packet in Ethernet, or if AH covers it
    public boolean start(MemorySegment frame, long at, long end, int gsoSize) {
        this.started = false;
        long ipAt = at + EthernetHeader.BYTES;
        long found = UpperLayer.find(frame, ipAt, end);
        if (gsoSize < 1 || found == UpperLayer.NONE || !versionMatches(new EthernetHeader(frame, at))) {
            return false;
        }
        this.frame = frame;
        this.at = at;
        this.gsoSize = gsoSize;
        this.upperOffset = EthernetHeader.BYTES + UpperLayer.offset(found);
        this.protocol = UpperLayer.protocol(found);
        this.payloadEnd = UpperLayer.packetEnd(frame, ipAt);
        this.addresses = UpperLayer.addresses(frame, ipAt, found);
        return startPayload();
    }

    private static boolean versionMatches(EthernetHeader ethernet) {
        int version = new Ipv6Header(ethernet.bytes(), ethernet.at() + EthernetHeader.BYTES).version();
        return ethernet.etherType() == (version == 6 ? EthernetHeader.ETHERTYPE_IPV6 : EthernetHeader.ETHERTYPE_IPV4);
    }

    private boolean startPayload() {
        long upperAt = at + upperOffset;
        boolean tcp = protocol == IpProtocol.TCP;
        if (!(tcp ? TcpHeader.fits(frame, upperAt, payloadEnd) : UdpHeader.fits(frame, upperAt, payloadEnd))) {
            return false;
        }
        headerBytes = upperOffset + (tcp ? new TcpHeader(frame, upperAt).dataOffset() : UdpHeader.BYTES);
        nextPayload = at + headerBytes;
        index = 0;
        started = true;
        return true;
    }

    /// [IpProtocol#TCP] or [IpProtocol#UDP], of the frame last begun with.
    public int protocol() {
        return protocol;
    }

    /// True while a frame is left; a frame without payload comes out once.
    public boolean hasNext() {
        return started && (index == 0 || nextPayload < payloadEnd);
    }

    /// The length of the longest frame to come, in bytes: room enough for each [#next].
    public int longestFrame() {
        return headerBytes + (int) Math.min(gsoSize, payloadEnd - nextPayload);
    }

    /// Writes the next frame.
    ///
    /// @param to where to, with [#longestFrame] octets from `toAt` on; not the super frame's own octets
    /// @return the frame's length in bytes
    /// @throws IllegalStateException if none is left
    public int next(MemorySegment to, long toAt) {
        if (!hasNext()) {
            throw new IllegalStateException("no frame is left");
        }
        int payload = (int) Math.min(gsoSize, payloadEnd - nextPayload);
        MemorySegment.copy(frame, at, to, toAt, headerBytes);
        MemorySegment.copy(frame, nextPayload, to, toAt + headerBytes, payload);
        boolean last = nextPayload + payload == payloadEnd;
        finishIp(to, toAt + EthernetHeader.BYTES, headerBytes - EthernetHeader.BYTES + payload);
        finishUpper(to, toAt + upperOffset, headerBytes - upperOffset + payload, last);
        nextPayload += payload;
        index++;
        return headerBytes + payload;
    }

    private void finishIp(MemorySegment to, long ipAt, int packetBytes) {
        var ipv6 = new Ipv6Header(to, ipAt);
        if (ipv6.version() == 6) {
            ipv6.payloadLength(packetBytes - Ipv6Header.BYTES);
            return;
        }
        var ipv4 = new Ipv4Header(to, ipAt).totalLength(packetBytes);
        ipv4.identification(ipv4.identification() + index).checksum(Checksum.ipv4Header(to, ipAt));
    }

    // Views are made where they are used and never passed on: so they cost no object even where a call is not inlined.
    private void finishUpper(MemorySegment to, long upperAt, int upperBytes, boolean last) {
        if (protocol == IpProtocol.TCP) {
            finishTcp(to, upperAt, upperBytes, last);
        } else {
            finishUdp(to, upperAt, upperBytes);
        }
    }

    private void finishTcp(MemorySegment to, long upperAt, int upperBytes, boolean last) {
        int cleared = (index > 0 ? TcpHeader.CWR : 0) | (last ? 0 : TcpHeader.FIN | TcpHeader.PSH);
        var tcp = new TcpHeader(to, upperAt);
        tcp.sequence(tcp.sequence() + index * gsoSize)
                .flags(tcp.flags() & ~cleared)
                .checksum(0);
        tcp.checksum(checksum(to, upperAt, upperBytes));
    }

    private void finishUdp(MemorySegment to, long upperAt, int upperBytes) {
        var udp = new UdpHeader(to, upperAt).length(upperBytes);
        if (udp.checksum() == 0 && isIpv4()) {
            return; // none, RFC 768
        }
        udp.checksum(0);
        int checksum = checksum(to, upperAt, upperBytes);
        udp.checksum(checksum == 0 ? 0xffff : checksum); // RFC 8200 §8.1
    }

    private boolean isIpv4() {
        return new Ipv4Header(frame, at + EthernetHeader.BYTES).version() == 4;
    }

    private int checksum(MemorySegment to, long upperAt, int upperBytes) {
        return Checksum.finish(Checksum.sum(to, upperAt, upperBytes, addresses + upperBytes + protocol));
    }
}
