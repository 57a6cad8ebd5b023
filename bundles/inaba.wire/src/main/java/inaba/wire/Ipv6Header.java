package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The IPv6 header, RFC 8200 §3.
public record Ipv6Header(MemorySegment bytes, long at) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U32.withName("versionClassFlow"),
            U16.withName("payloadLength"),
            U8.withName("nextHeader"),
            U8.withName("hopLimit"),
            octets(16).withName("source"),
            octets(16).withName("destination"));

    /// Where the payload length lies: Parameter Problems point at it.
    public static final long PAYLOAD_LENGTH = offset(LAYOUT, "payloadLength");
    /// Where the next header field lies: a Parameter Problem may point at it.
    public static final long NEXT_HEADER = offset(LAYOUT, "nextHeader");
    /// Where the hop limit lies.
    public static final long HOP_LIMIT = offset(LAYOUT, "hopLimit");
    /// Where the source lies in the header, in bytes.
    public static final long SOURCE = offset(LAYOUT, "source");
    /// Where the destination lies in the header, in bytes.
    public static final long DESTINATION = offset(LAYOUT, "destination");

    /// 40
    public static final int BYTES = (int) LAYOUT.byteSize();
    /// The payload length field counts what follows these 40 octets and cannot say more than this.
    public static final int MAX_PAYLOAD = 0xffff;
    /// Every IPv6 link carries this many octets, RFC 8200 §5.
    public static final int MIN_MTU = 1280;

    /// True if the 40 octets are there; version and payload length are still to be checked.
    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    public int version() {
        return Layouts.u8(bytes, at) >>> 4;
    }

    /// 0..255, RFC 8200 §7
    public int trafficClass() {
        return bytes.get(U32, at) >>> 20 & 0xff;
    }

    /// 0..63, RFC 2474
    public int dscp() {
        return trafficClass() >>> 2;
    }

    /// 0..3, RFC 3168 §5
    public int ecn() {
        return trafficClass() & 3;
    }

    /// 20 bits, RFC 6437
    public int flowLabel() {
        return bytes.get(U32, at) & 0xf_ffff;
    }

    /// The octets behind this header, extension headers included.
    public int payloadLength() {
        return Layouts.u16(bytes, at + PAYLOAD_LENGTH);
    }

    public int nextHeader() {
        return Layouts.u8(bytes, at + NEXT_HEADER);
    }

    public int hopLimit() {
        return Layouts.u8(bytes, at + HOP_LIMIT);
    }

    public Ipv6Address source() {
        return Ipv6Address.read(bytes, at + SOURCE);
    }

    public long sourceHigh() {
        return Ipv6Address.high(bytes, at + SOURCE);
    }

    public long sourceLow() {
        return Ipv6Address.low(bytes, at + SOURCE);
    }

    public Ipv6Address destination() {
        return Ipv6Address.read(bytes, at + DESTINATION);
    }

    public long destinationHigh() {
        return Ipv6Address.high(bytes, at + DESTINATION);
    }

    public long destinationLow() {
        return Ipv6Address.low(bytes, at + DESTINATION);
    }

    /// Writes the whole first word: version 6, the class 0..255 and the 20-bit label.
    public Ipv6Header start(int trafficClass, int flowLabel) {
        bytes.set(U32, at, 6 << 28 | (trafficClass & 0xff) << 20 | flowLabel & 0xf_ffff);
        return this;
    }

    public Ipv6Header version(int version) {
        Layouts.u8(bytes, at, version << 4 | Layouts.u8(bytes, at) & 0xf);
        return this;
    }

    public Ipv6Header trafficClass(int trafficClass) {
        bytes.set(U32, at, bytes.get(U32, at) & ~(0xff << 20) | (trafficClass & 0xff) << 20);
        return this;
    }

    public Ipv6Header dscp(int dscp) {
        return trafficClass(dscp << 2 | ecn());
    }

    public Ipv6Header ecn(int ecn) {
        return trafficClass(trafficClass() & ~3 | ecn & 3);
    }

    public Ipv6Header flowLabel(int flowLabel) {
        bytes.set(U32, at, bytes.get(U32, at) & ~0xf_ffff | flowLabel & 0xf_ffff);
        return this;
    }

    public Ipv6Header payloadLength(int length) {
        Layouts.u16(bytes, at + PAYLOAD_LENGTH, length);
        return this;
    }

    public Ipv6Header nextHeader(int protocol) {
        Layouts.u8(bytes, at + NEXT_HEADER, protocol);
        return this;
    }

    public Ipv6Header hopLimit(int hopLimit) {
        Layouts.u8(bytes, at + HOP_LIMIT, hopLimit);
        return this;
    }

    public Ipv6Header source(Ipv6Address a) {
        a.write(bytes, at + SOURCE);
        return this;
    }

    public Ipv6Header destination(Ipv6Address a) {
        a.write(bytes, at + DESTINATION);
        return this;
    }
}
