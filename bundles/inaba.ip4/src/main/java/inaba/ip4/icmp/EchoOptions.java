package inaba.ip4.icmp;

import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The options that an echo reply brings back: Record Route and Timestamp, with this host in them (RFC 1122 §3.2.2.6,
/// RFC 1812 §4.3.3.6). Those of the request were checked on the way in.
final class EchoOptions {
    private static final int WORD = 4;

    private EchoOptions() {}

    /// Octets of the options in the reply, 0 to 40.
    static int bytes(Ipv4Header request) {
        int bytes = 0;
        for (int type : new int[] {Ipv4Options.RECORD_ROUTE, Ipv4Options.TIMESTAMP}) {
            bytes += length(request, Ipv4Options.find(request, type));
        }
        return (bytes + WORD - 1) / WORD * WORD;
    }

    /// Writes them.
    ///
    /// @param to where the options of the reply begin, with room for [#bytes]
    /// @param address that was asked
    /// @param millis since midnight
    static void write(Ipv4Header request, MemorySegment reply, long to, int address, long millis, Ipv4Options.Own own) {
        reply.asSlice(to, bytes(request)).fill((byte) Ipv4Options.END);
        long route = Ipv4Options.find(request, Ipv4Options.RECORD_ROUTE);
        long at = to + copy(request, route, reply, to);
        if (route >= 0) {
            Ipv4Options.record(reply, to, address);
        }
        long stamp = Ipv4Options.find(request, Ipv4Options.TIMESTAMP);
        copy(request, stamp, reply, at);
        if (stamp >= 0) {
            Ipv4Options.stamp(reply, at, address, millis, own);
        }
    }

    private static int copy(Ipv4Header request, long option, MemorySegment to, long at) {
        int length = length(request, option);
        MemorySegment.copy(request.bytes(), Math.max(option, 0), to, at, length);
        return length;
    }

    private static int length(Ipv4Header request, long option) {
        return option < 0 ? 0 : Layouts.u8(request.bytes(), option + 1);
    }
}
