package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The UDP header, RFC 768.
public record UdpHeader(MemorySegment bytes, long at) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U16.withName("sourcePort"), U16.withName("destinationPort"),
            U16.withName("length"), U16.withName("checksum"));

    private static final long DESTINATION_PORT = offset(LAYOUT, "destinationPort");
    private static final long LENGTH = offset(LAYOUT, "length");
    /// Where the checksum lies in the header, in bytes.
    public static final long CHECKSUM = offset(LAYOUT, "checksum");

    /// 8
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// True if the eight octets are there; the length field is still to be checked.
    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    public int sourcePort() {
        return Layouts.u16(bytes, at);
    }

    public int destinationPort() {
        return Layouts.u16(bytes, at + DESTINATION_PORT);
    }

    /// This header and the data, in bytes; 0 only in a jumbogram (RFC 2675 §4).
    public int length() {
        return Layouts.u16(bytes, at + LENGTH);
    }

    /// 0 means none, which IPv6 allows only to tunnels (RFC 8200 §8.1, RFC 6935).
    public int checksum() {
        return Layouts.u16(bytes, at + CHECKSUM);
    }

    public UdpHeader sourcePort(int port) {
        Layouts.u16(bytes, at, port);
        return this;
    }

    public UdpHeader destinationPort(int port) {
        Layouts.u16(bytes, at + DESTINATION_PORT, port);
        return this;
    }

    public UdpHeader length(int length) {
        Layouts.u16(bytes, at + LENGTH, length);
        return this;
    }

    public UdpHeader checksum(int checksum) {
        Layouts.u16(bytes, at + CHECKSUM, checksum);
        return this;
    }
}
