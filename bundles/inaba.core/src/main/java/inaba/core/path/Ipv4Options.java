package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.Ipv4Drop;
import inaba.wire.Ipv4Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The options of an IPv4 header, RFC 791 §3.1. They are looked at, and none but the end of the list is acted on:
/// routes
/// and instants are not recorded, which RFC 7126 §4.6.5 and §4.7.5 let a router decide.
public final class Ipv4Options {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;
    private static final int COPIED = 0x80;
    private static final int SHORTEST = 2;

    private long pointer;

    /// Offset of what was wrong from the IPv4 header, for Parameter Problem.
    int pointer(Packet packet) {
        return (int) (pointer - packet.network());
    }

    /// Checks lengths, and refuses packets that would choose their own way.
    ///
    /// @return DELIVER to go on, or why the packet is dropped
    Verdict check(Packet packet) {
        var memory = packet.memory();
        long end = packet.network() + new Ipv4Header(memory, packet.network()).headerLength();
        long at = packet.network() + Ipv4Header.BYTES;
        while (at < end && Layouts.u8(memory, at) != END) {
            int type = Layouts.u8(memory, at);
            int length = length(memory, at, end);
            pointer = at;
            if (length < 0) {
                return Ipv4Drop.OPTION_LENGTH;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return Ipv4Drop.SOURCE_ROUTE;
            }
            at += length;
        }
        return Verdict.Go.DELIVER;
    }

    /// Writes the options that every fragment carries (RFC 791 §3.1: the copied flag), padded to words.
    ///
    /// @param from an IPv4 header whose options were checked
    /// @param to where the options of another header begin
    /// @return bytes written, 0 to 40
    static int copy(MemorySegment memory, long from, MemorySegment other, long to) {
        long end = from + new Ipv4Header(memory, from).headerLength();
        long at = from + Ipv4Header.BYTES;
        int written = 0;
        while (at < end && Layouts.u8(memory, at) != END) {
            int length = length(memory, at, end);
            if (length < 0) {
                break;
            }
            if ((Layouts.u8(memory, at) & COPIED) != 0) {
                MemorySegment.copy(memory, at, other, to + written, length);
                written += length;
            }
            at += length;
        }
        while (written % 4 != 0) {
            Layouts.u8(other, to + written++, END);
        }
        return written;
    }

    private static int length(MemorySegment memory, long at, long end) {
        if (Layouts.u8(memory, at) == NO_OPERATION) {
            return 1;
        }
        int length = at + 1 < end ? Layouts.u8(memory, at + 1) : 0;
        return length < SHORTEST || at + length > end ? -1 : length;
    }
}
