package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.core.packet.Pool;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Cuts packets of ours, RFC 8200 §4.5: only the source does.
final class Fragmenter {
    private static final int UNIT = 8;
    private final Pool.Cache cache;
    private final RandomGenerator random;

    /// @param random gives identifications that nobody can guess (RFC 7739 §5)
    Fragmenter(Pool.Cache cache, RandomGenerator random) {
        this.cache = cache;
        this.random = random;
    }

    /// @param packet without extension headers: those that we send come with small packets
    /// @return the fragments, or none when it cannot be cut; the packet stays the caller's
    List<Packet> cut(Packet packet, int mtu) {
        int data = packet.length() - Ipv6Header.BYTES;
        int room = (mtu - Ipv6Header.BYTES - FragmentHeader.BYTES) / UNIT * UNIT;
        var fragments = new ArrayList<Packet>();
        int id = random.nextInt();
        for (int offset = 0; offset < data; offset += room) {
            int length = Math.min(room, data - offset);
            var fragment = cache.take(Ipv6Header.BYTES + FragmentHeader.BYTES + length);
            if (fragment == null) {
                fragments.forEach(cache::give);
                return List.of();
            }
            fill(fragment.own(true), packet, offset, length, offset + length < data, id);
            fragments.add(fragment);
        }
        return fragments;
    }

    private static void fill(Packet fragment, Packet whole, int offset, int length, boolean more, int id) {
        var to = fragment.memory();
        long start = fragment.start();
        MemorySegment.copy(whole.memory(), whole.start(), to, start, Ipv6Header.BYTES);
        var header = new Ipv6Header(to, start);
        long at = start + Ipv6Header.BYTES;
        new FragmentHeader(to, at)
                .nextHeader(header.nextHeader())
                .offset(offset, more)
                .identification(id);
        header.nextHeader(IpProtocol.FRAGMENT).payloadLength(FragmentHeader.BYTES + length);
        long data = at + FragmentHeader.BYTES;
        MemorySegment.copy(whole.memory(), whole.start() + Ipv6Header.BYTES + offset, to, data, length);
        fragment.end(data + length).network(start).upper(at, IpProtocol.FRAGMENT);
    }
}
