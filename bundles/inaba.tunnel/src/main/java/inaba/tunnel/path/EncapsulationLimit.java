package inaba.tunnel.path;

import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.OptionsHeader;
import java.lang.foreign.MemorySegment;

/// The Tunnel Encapsulation Limit option, RFC 2473 §4.1.1, found and written without views.
final class EncapsulationLimit {
    private static final int UNIT = 8;
    private static final int OFFSET_BITS = 0xfff8;
    private static final int FIRST_OPTION = 2;
    private static final int LIMIT = 2; // in the option

    private EncapsulationLimit() {}

    /// Walks the headers as §4.1.1 (a) asks: until the option, another packet, or what is no extension header.
    ///
    /// @param at IPv6 header
    /// @return the octet of the limit, or -1
    static long find(MemorySegment memory, long at, long end) {
        int protocol = Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER);
        for (long header = at + Ipv6Header.BYTES; isWalked(protocol) && header + UNIT <= end; ) {
            boolean fragment = protocol == IpProtocol.FRAGMENT;
            long next = header + (fragment ? UNIT : (Layouts.u8(memory, header + 1) + 1L) * UNIT);
            if (next > end || fragment && (Layouts.u16(memory, header + 2) & OFFSET_BITS) != 0) {
                return -1;
            }
            long found = protocol == IpProtocol.DESTINATION_OPTIONS ? option(memory, header + FIRST_OPTION, next) : -1;
            if (found >= 0) {
                return found;
            }
            protocol = Layouts.u8(memory, header);
            header = next;
        }
        return -1;
    }

    private static long option(MemorySegment memory, long from, long end) {
        for (long at = from; at + LIMIT <= end; ) {
            int type = Layouts.u8(memory, at);
            if (type == OptionsHeader.PAD1) {
                at++;
                continue;
            }
            int length = Layouts.u8(memory, at + 1);
            if (type == OptionsHeader.TUNNEL_ENCAPSULATION_LIMIT) {
                return length == 1 && at + LIMIT < end ? at + LIMIT : -1;
            }
            at += 2 + length;
        }
        return -1;
    }

    /// Writes a Destination Options header of eight octets: the option, and PadN (§5.1).
    static void write(MemorySegment memory, long at, int protocol, int limit) {
        Layouts.u16(memory, at, protocol << 8);
        Layouts.u8(memory, at + 2, OptionsHeader.TUNNEL_ENCAPSULATION_LIMIT);
        Layouts.u16(memory, at + 3, 1 << 8 | limit);
        Layouts.u16(memory, at + 5, OptionsHeader.PADN << 8 | 1);
        Layouts.u8(memory, at + 7, 0);
    }

    private static boolean isWalked(int protocol) {
        return protocol == IpProtocol.HOP_BY_HOP
                || protocol == IpProtocol.ROUTING
                || protocol == IpProtocol.FRAGMENT
                || protocol == IpProtocol.DESTINATION_OPTIONS;
    }
}
