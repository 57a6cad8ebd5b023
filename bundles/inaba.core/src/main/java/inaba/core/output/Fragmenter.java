package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.core.packet.Pool;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    /// @param packet finished: [Packet#upper] is its upper-layer header, which the first fragment must have too
    /// @return the fragments, or none when it cannot be cut; the packet stays the caller's
    List<Packet> cut(Packet packet, int mtu) {
        var repeated = Repeated.of(packet);
        int data = packet.length() - repeated.bytes;
        int room = (mtu - repeated.bytes - FragmentHeader.BYTES) / UNIT * UNIT;
        long chain = packet.upper() - packet.network() - repeated.bytes;
        if (room < Math.min(data, chain + HeaderChain.shortest(packet.upperProtocol())) || room < UNIT) {
            return List.of();
        }
        var fragments = new ArrayList<Packet>();
        int id = random.nextInt();
        for (int offset = 0; offset < data; offset += room) {
            int length = Math.min(room, data - offset);
            var fragment = cache.take(repeated.bytes + FragmentHeader.BYTES + length);
            if (fragment == null) {
                fragments.forEach(cache::give);
                return List.of();
            }
            fill(fragment.own(true), packet, repeated, offset, length, id);
            fragments.add(fragment);
        }
        return fragments;
    }

    private static void fill(Packet fragment, Packet whole, Repeated repeated, int offset, int length, int id) {
        var to = fragment.memory();
        long start = fragment.start();
        MemorySegment.copy(whole.memory(), whole.start(), to, start, repeated.bytes);
        long at = start + repeated.bytes;
        long announces = start + repeated.announces;
        boolean more = whole.start() + repeated.bytes + offset + length < whole.end();
        new FragmentHeader(to, at)
                .nextHeader(to.get(ValueLayout.JAVA_BYTE, announces))
                .offset(offset, more)
                .identification(id);
        to.set(ValueLayout.JAVA_BYTE, announces, (byte) IpProtocol.FRAGMENT);
        long data = at + FragmentHeader.BYTES;
        MemorySegment.copy(whole.memory(), whole.start() + repeated.bytes + offset, to, data, length);
        fragment.end(data + length).network(start).upper(at, IpProtocol.FRAGMENT);
        new Ipv6Header(to, start).payloadLength(fragment.length() - Ipv6Header.BYTES);
    }

    /// The headers that each fragment has: all up to a Routing header, else Hop-by-Hop Options, else the IPv6 header.
    ///
    /// @param announces the octet that says what follows them
    private record Repeated(int bytes, long announces) {
        static Repeated of(Packet packet) {
            var memory = packet.memory();
            var repeated = new Repeated(Ipv6Header.BYTES, Ipv6Header.NEXT_HEADER);
            int protocol = new Ipv6Header(memory, packet.network()).nextHeader();
            for (long at = packet.network() + Ipv6Header.BYTES; at < packet.upper(); ) {
                var header = new ExtensionHeader(memory, at);
                long next = at + header.lengthBytes();
                if (protocol == IpProtocol.HOP_BY_HOP || protocol == IpProtocol.ROUTING) {
                    repeated = new Repeated((int) (next - packet.network()), at - packet.network());
                }
                protocol = header.nextHeader();
                at = next;
            }
            return repeated;
        }
    }
}
