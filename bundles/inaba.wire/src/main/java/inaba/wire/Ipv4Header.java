package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The IPv4 header, RFC 791 §3.1. Addresses are the 32 bits of the wire in an `int`: see [Ipv6Address#ofIpv4].
public record Ipv4Header(MemorySegment bytes, long at) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("versionIhl"),
            U8.withName("typeOfService"),
            U16.withName("totalLength"),
            U16.withName("identification"),
            U16.withName("flagsOffset"),
            U8.withName("timeToLive"),
            U8.withName("protocol"),
            U16.withName("checksum"),
            U32.withName("source"),
            U32.withName("destination"));

    private static final long TYPE_OF_SERVICE = offset(LAYOUT, "typeOfService");
    /// Where the total length lies in the header, in bytes.
    public static final long TOTAL_LENGTH = offset(LAYOUT, "totalLength");
    private static final long IDENTIFICATION = offset(LAYOUT, "identification");
    /// Where the flags and fragment offset lie in the header, in bytes.
    public static final long FLAGS_OFFSET = offset(LAYOUT, "flagsOffset");
    /// Where the time to live lies in the header, in bytes.
    public static final long TIME_TO_LIVE = offset(LAYOUT, "timeToLive");
    /// Where the protocol lies in the header, in bytes.
    public static final long PROTOCOL = offset(LAYOUT, "protocol");
    /// Where the checksum lies in the header, in bytes.
    public static final long CHECKSUM = offset(LAYOUT, "checksum");
    /// Where the source lies in the header, in bytes; the destination follows it.
    public static final long SOURCE = offset(LAYOUT, "source");
    /// Where the destination lies in the header, in bytes.
    public static final long DESTINATION = offset(LAYOUT, "destination");

    public static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    public static final int OFFSET_MASK = 0x1fff;

    /// 20: a header without options.
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// True if the header is there with all its options; version and total length are still to be checked.
    public static boolean fits(MemorySegment s, long at, long end) {
        if (!Layouts.holds(s, at, end, BYTES)) {
            return false;
        }
        int length = headerLength(s, at);
        return length >= BYTES && end - at >= length;
    }

    public int version() {
        return Layouts.u8(bytes, at) >>> 4;
    }

    /// The header with its options, in bytes: 20..60.
    public int headerLength() {
        return headerLength(bytes, at);
    }

    /// As [#headerLength()], without a view.
    public static int headerLength(MemorySegment s, long at) {
        return (Layouts.u8(s, at) & 0xf) * 4;
    }

    /// 0..255: DSCP and ECN together
    public int typeOfService() {
        return Layouts.u8(bytes, at + TYPE_OF_SERVICE);
    }

    /// 0..63, RFC 2474
    public int dscp() {
        return typeOfService() >>> 2;
    }

    /// 0..3, RFC 3168 §5
    public int ecn() {
        return typeOfService() & 3;
    }

    /// The whole packet, this header included, in bytes.
    public int totalLength() {
        return Layouts.u16(bytes, at + TOTAL_LENGTH);
    }

    public int identification() {
        return Layouts.u16(bytes, at + IDENTIFICATION);
    }

    public boolean dontFragment() {
        return (Layouts.u16(bytes, at + FLAGS_OFFSET) & DONT_FRAGMENT) != 0;
    }

    public boolean more() {
        return (Layouts.u16(bytes, at + FLAGS_OFFSET) & MORE_FRAGMENTS) != 0;
    }

    /// Where this fragment belongs in the payload, in bytes.
    public int fragmentOffset() {
        return (Layouts.u16(bytes, at + FLAGS_OFFSET) & OFFSET_MASK) * 8;
    }

    /// True if the packet is one of several fragments.
    public boolean isFragment() {
        return isFragment(bytes, at);
    }

    /// As [#isFragment()], without a view.
    public static boolean isFragment(MemorySegment s, long at) {
        return (Layouts.u16(s, at + FLAGS_OFFSET) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    public int timeToLive() {
        return Layouts.u8(bytes, at + TIME_TO_LIVE);
    }

    public int protocol() {
        return Layouts.u8(bytes, at + PROTOCOL);
    }

    public int checksum() {
        return Layouts.u16(bytes, at + CHECKSUM);
    }

    /// True if the header checksum is right, RFC 791 §3.1.
    public boolean checksumIsValid() {
        return Checksum.finish(Checksum.sum(bytes, at, headerLength(), 0)) == 0;
    }

    public int source() {
        return bytes.get(U32, at + SOURCE);
    }

    public int destination() {
        return bytes.get(U32, at + DESTINATION);
    }

    /// Writes version 4 and the header length in bytes, a multiple of 4 in 20..60, and clears DSCP and ECN.
    public Ipv4Header start(int headerLength) {
        Layouts.u8(bytes, at, 4 << 4 | headerLength / 4);
        return typeOfService(0);
    }

    public Ipv4Header typeOfService(int value) {
        Layouts.u8(bytes, at + TYPE_OF_SERVICE, value);
        return this;
    }

    public Ipv4Header totalLength(int length) {
        Layouts.u16(bytes, at + TOTAL_LENGTH, length);
        return this;
    }

    public Ipv4Header identification(int identification) {
        Layouts.u16(bytes, at + IDENTIFICATION, identification);
        return this;
    }

    /// Writes both flags and the fragment offset, in bytes and a multiple of 8.
    public Ipv4Header fragment(boolean dontFragment, boolean more, int offset) {
        int flags = (dontFragment ? DONT_FRAGMENT : 0) | (more ? MORE_FRAGMENTS : 0);
        Layouts.u16(bytes, at + FLAGS_OFFSET, flags | offset / 8);
        return this;
    }

    public Ipv4Header timeToLive(int hops) {
        Layouts.u8(bytes, at + TIME_TO_LIVE, hops);
        return this;
    }

    public Ipv4Header protocol(int protocol) {
        Layouts.u8(bytes, at + PROTOCOL, protocol);
        return this;
    }

    public Ipv4Header checksum(int checksum) {
        Layouts.u16(bytes, at + CHECKSUM, checksum);
        return this;
    }

    /// Computes the header checksum and stores it.
    public Ipv4Header updateChecksum() {
        return checksum(Checksum.ipv4Header(bytes, at));
    }

    public Ipv4Header source(int ipv4) {
        bytes.set(U32, at + SOURCE, ipv4);
        return this;
    }

    public Ipv4Header destination(int ipv4) {
        bytes.set(U32, at + DESTINATION, ipv4);
        return this;
    }
}
