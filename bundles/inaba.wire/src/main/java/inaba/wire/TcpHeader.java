package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The TCP header, RFC 9293 §3.1. Sequence numbers are 32 bits modulo 2^32 and compare by difference.
public record TcpHeader(MemorySegment bytes, long at) {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    /// RFC 3168 §6.1
    public static final int ECE = 0x40;
    /// RFC 3168 §6.1
    public static final int CWR = 0x80;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U16.withName("sourcePort"),
            U16.withName("destinationPort"),
            U32.withName("sequence"),
            U32.withName("acknowledgment"),
            U8.withName("dataOffset"),
            U8.withName("flags"),
            U16.withName("window"),
            U16.withName("checksum"),
            U16.withName("urgentPointer"));

    private static final long DESTINATION_PORT = offset(LAYOUT, "destinationPort");
    private static final long SEQUENCE = offset(LAYOUT, "sequence");
    private static final long ACKNOWLEDGMENT = offset(LAYOUT, "acknowledgment");
    private static final long DATA_OFFSET = offset(LAYOUT, "dataOffset");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long WINDOW = offset(LAYOUT, "window");
    /// Where the checksum lies in the header, in bytes.
    public static final long CHECKSUM = offset(LAYOUT, "checksum");
    private static final long URGENT_POINTER = offset(LAYOUT, "urgentPointer");

    /// 20: a header without options.
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// True if the header is there with all its options.
    public static boolean fits(MemorySegment s, long at, long end) {
        if (!Layouts.holds(s, at, end, BYTES)) {
            return false;
        }
        int length = new TcpHeader(s, at).dataOffset();
        return length >= BYTES && end - at >= length;
    }

    public int sourcePort() {
        return Layouts.u16(bytes, at);
    }

    public int destinationPort() {
        return Layouts.u16(bytes, at + DESTINATION_PORT);
    }

    public int sequence() {
        return bytes.get(U32, at + SEQUENCE);
    }

    public int acknowledgment() {
        return bytes.get(U32, at + ACKNOWLEDGMENT);
    }

    /// The header with its options, in bytes: 20..60.
    public int dataOffset() {
        return (Layouts.u8(bytes, at + DATA_OFFSET) >>> 4) * 4;
    }

    /// The eight control bits: [#FIN] ... [#CWR].
    public int flags() {
        return Layouts.u8(bytes, at + FLAGS);
    }

    /// True if any of `flags` is set.
    public boolean has(int flags) {
        return (flags() & flags) != 0;
    }

    public int window() {
        return Layouts.u16(bytes, at + WINDOW);
    }

    public int checksum() {
        return Layouts.u16(bytes, at + CHECKSUM);
    }

    public int urgentPointer() {
        return Layouts.u16(bytes, at + URGENT_POINTER);
    }

    public TcpHeader sourcePort(int port) {
        Layouts.u16(bytes, at, port);
        return this;
    }

    public TcpHeader destinationPort(int port) {
        Layouts.u16(bytes, at + DESTINATION_PORT, port);
        return this;
    }

    public TcpHeader sequence(int sequence) {
        bytes.set(U32, at + SEQUENCE, sequence);
        return this;
    }

    public TcpHeader acknowledgment(int acknowledgment) {
        bytes.set(U32, at + ACKNOWLEDGMENT, acknowledgment);
        return this;
    }

    /// Writes the header length in bytes, a multiple of 4 in 20..60, and clears the reserved bits.
    public TcpHeader dataOffset(int length) {
        Layouts.u8(bytes, at + DATA_OFFSET, length / 4 << 4);
        return this;
    }

    public TcpHeader flags(int flags) {
        Layouts.u8(bytes, at + FLAGS, flags);
        return this;
    }

    public TcpHeader window(int window) {
        Layouts.u16(bytes, at + WINDOW, window);
        return this;
    }

    public TcpHeader checksum(int checksum) {
        Layouts.u16(bytes, at + CHECKSUM, checksum);
        return this;
    }

    public TcpHeader urgentPointer(int pointer) {
        Layouts.u16(bytes, at + URGENT_POINTER, pointer);
        return this;
    }
}
