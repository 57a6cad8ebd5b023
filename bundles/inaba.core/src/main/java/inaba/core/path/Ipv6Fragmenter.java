package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.core.packet.Pool;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/// Cuts IPv6 packets of ours, RFC 8200 §4.5: only the source does. One for each thread; it allocates nothing.
public final class Ipv6Fragmenter {
    private static final int UNIT = 8;
    /// What the largest packet gives at the smallest MTU, each fragment having 1,224 octets of it.
    private static final int MOST = 65_536 / 1024;

    private final Pool.Cache cache;
    private final RandomGenerator random;
    private final Packet[] rest = new Packet[MOST];
    private int repeated;
    private int announces;

    /// @param random gives identifications that nobody can guess (RFC 7739 §5)
    public Ipv6Fragmenter(Pool.Cache cache, RandomGenerator random) {
        this.cache = cache;
        this.random = random;
    }

    /// Cuts a packet that is longer than the MTU: it becomes the first fragment itself, its headers moved forward to
    /// make room for one more.
    ///
    /// @param packet finished: [Packet#upper] is its upper-layer header, which the first fragment must have too
    /// @param mtu 1280 upwards
    /// @return how many fragments follow, each [#fragment] the caller's; 0 when it cannot be cut, and is as it was
    public int cut(Packet packet, int mtu) {
        findRepeated(packet);
        int data = packet.length() - repeated;
        int room = (mtu - repeated - FragmentHeader.BYTES) / UNIT * UNIT;
        long chain = packet.upper() - packet.network() - repeated;
        if (room < Math.min(data, chain + HeaderChain.shortest(packet.upperProtocol()))
                || room < UNIT
                || data > (long) room * (MOST + 1)
                || packet.headroom() < FragmentHeader.BYTES) {
            return 0;
        }
        int id = random.nextInt();
        int count = 0;
        for (int offset = room; offset < data; offset += room) {
            int length = Math.min(room, data - offset);
            var fragment = cache.take(repeated + FragmentHeader.BYTES + length);
            if (fragment == null) {
                giveBack(count);
                return 0;
            }
            fill(fragment, packet, offset, length, id);
            rest[count++] = fragment;
        }
        becomeFirst(packet, room, id);
        return count;
    }

    /// The fragments behind the first, in order.
    public Packet fragment(int index) {
        return rest[index];
    }

    private void giveBack(int count) {
        for (int i = 0; i < count; i++) {
            cache.give(rest[i]);
        }
    }

    /// The headers that each fragment has: all up to a Routing header, else Hop-by-Hop Options, else the IPv6 header;
    /// and the octet that says what follows them.
    private void findRepeated(Packet packet) {
        var memory = packet.memory();
        repeated = Ipv6Header.BYTES;
        announces = (int) Ipv6Header.NEXT_HEADER;
        int protocol = Layouts.u8(memory, packet.network() + Ipv6Header.NEXT_HEADER);
        for (long at = packet.network() + Ipv6Header.BYTES; at < packet.upper(); ) {
            var header = new ExtensionHeader(memory, at);
            long next = at + header.lengthBytes();
            if (protocol == IpProtocol.HOP_BY_HOP || protocol == IpProtocol.ROUTING) {
                repeated = (int) (next - packet.network());
                announces = (int) (at - packet.network());
            }
            protocol = header.nextHeader();
            at = next;
        }
    }

    private void fill(Packet fragment, Packet whole, int offset, int length, int id) {
        var to = fragment.memory();
        long start = fragment.start();
        MemorySegment.copy(whole.memory(), whole.start(), to, start, repeated);
        boolean more = whole.start() + repeated + offset + length < whole.end();
        header(to, start, offset, more, id);
        long at = start + repeated;
        long data = at + FragmentHeader.BYTES;
        MemorySegment.copy(whole.memory(), whole.start() + repeated + offset, to, data, length);
        fragment.end(data + length)
                .network(start)
                .upper(at, IpProtocol.FRAGMENT)
                .etherType(EthernetHeader.ETHERTYPE_IPV6)
                .link(whole.link())
                .flow(whole.flow())
                .nesting(whole.nesting())
                .own(true);
        Layouts.u16(to, start + Ipv6Header.PAYLOAD_LENGTH, fragment.length() - Ipv6Header.BYTES);
    }

    private void becomeFirst(Packet packet, int length, int id) {
        var memory = packet.memory();
        long start = packet.start() - FragmentHeader.BYTES;
        MemorySegment.copy(memory, packet.start(), memory, start, repeated);
        header(memory, start, 0, true, id);
        long at = start + repeated;
        packet.start(start).network(start).upper(at, IpProtocol.FRAGMENT).end(at + FragmentHeader.BYTES + length);
        Layouts.u16(memory, start + Ipv6Header.PAYLOAD_LENGTH, packet.length() - Ipv6Header.BYTES);
    }

    private void header(MemorySegment to, long start, int offset, boolean more, int id) {
        new FragmentHeader(to, start + repeated)
                .nextHeader(Layouts.u8(to, start + announces))
                .offset(offset, more)
                .identification(id);
        Layouts.u8(to, start + announces, IpProtocol.FRAGMENT);
    }
}
