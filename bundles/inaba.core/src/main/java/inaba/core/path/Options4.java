package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.Ipv4Drop;
import inaba.wire.Checksum;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The options of an IPv4 header on its way, RFC 1812 §4.2.2.1 and §5.3.13: lengths are checked, source routes refused
/// (RFC 7126 §4.3.5), routes and instants recorded where that is wanted.
///
/// One for each thread; it allocates nothing.
final class Options4 implements Ipv4Options.Own {
    private static final int COPIED = 0x80;
    /// Where an option says how far it is filled: what is wrong with it is there.
    private static final int POINTER = 2;

    private static final long MAPPED = 0xffffL << 32;

    private LocalAddresses local = new LocalAddresses.Builder().build(0);
    private int link;
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
        long end = end(memory, packet.network());
        long at = packet.network() + Ipv4Header.BYTES;
        while (at < end && Layouts.u8(memory, at) != Ipv4Options.END) {
            int type = Layouts.u8(memory, at);
            int length = Ipv4Options.length(memory, at, end);
            pointer = at;
            if (length < 0) {
                return Ipv4Drop.OPTION_LENGTH;
            }
            if (type == Ipv4Options.LOOSE_SOURCE_ROUTE || type == Ipv4Options.STRICT_SOURCE_ROUTE) {
                return Ipv4Drop.SOURCE_ROUTE;
            }
            at += length;
        }
        return Verdict.Go.DELIVER;
    }

    /// Fills in Record Route and Timestamp of a packet that is forwarded (RFC 1812 §5.3.13.5, §5.3.13.6). Its options
    /// were checked.
    ///
    /// @param address ours on the link that the packet leaves by, or 0
    /// @return DELIVER to go on, or why the packet is dropped
    Verdict fill(Packet packet, Plan plan, int address) {
        var memory = packet.memory();
        long start = packet.network();
        long end = end(memory, start);
        local = plan.local();
        link = packet.link();
        boolean changed = false;
        for (long at = start + Ipv4Header.BYTES; at < end && Layouts.u8(memory, at) != Ipv4Options.END; ) {
            var filled = fill(memory, at, address, plan);
            if (filled == Ipv4Options.Filled.BROKEN) {
                pointer = at + POINTER;
                return Ipv4Drop.OPTION_LENGTH;
            }
            changed |= filled == Ipv4Options.Filled.CHANGED;
            at += Ipv4Options.length(memory, at, end);
        }
        if (changed) {
            Layouts.u16(memory, start + Ipv4Header.CHECKSUM, 0);
            Layouts.u16(
                    memory, start + Ipv4Header.CHECKSUM, Checksum.finish(Checksum.sum(memory, start, end - start, 0)));
        }
        return Verdict.Go.DELIVER;
    }

    private Ipv4Options.Filled fill(MemorySegment memory, long at, int address, Plan plan) {
        if (address == 0) {
            return Ipv4Options.Filled.UNTOUCHED;
        }
        return switch (Layouts.u8(memory, at)) {
            case Ipv4Options.RECORD_ROUTE -> Ipv4Options.record(memory, at, address);
            case Ipv4Options.TIMESTAMP ->
                Ipv4Options.stamp(memory, at, address, plan.ipv4().time().dayMillis(), this);
            default -> Ipv4Options.Filled.UNTOUCHED;
        };
    }

    @Override
    public boolean test(int ipv4) {
        return local.kind(link, 0, MAPPED | Integer.toUnsignedLong(ipv4)) == LocalAddresses.UNICAST;
    }

    /// Writes the options that every fragment carries (RFC 791 §3.1: the copied flag), padded to words.
    ///
    /// @param from an IPv4 header whose options were checked
    /// @param to where the options of another header begin
    /// @return bytes written, 0 to 40
    static int copy(MemorySegment memory, long from, MemorySegment other, long to) {
        long end = end(memory, from);
        long at = from + Ipv4Header.BYTES;
        int written = 0;
        while (at < end && Layouts.u8(memory, at) != Ipv4Options.END) {
            int length = Ipv4Options.length(memory, at, end);
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
            Layouts.u8(other, to + written++, Ipv4Options.END);
        }
        return written;
    }

    private static long end(MemorySegment memory, long header) {
        return header + Ipv4Header.headerLength(memory, header);
    }
}
