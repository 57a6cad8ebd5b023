package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.core.packet.Pool;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv4Header;
import java.lang.foreign.MemorySegment;

/// Cuts IPv4 packets, RFC 791 §3.2. One for each thread; it allocates nothing.
public final class Ipv4Fragmenter {
    private static final int UNIT = 8;
    /// What the largest packet gives at the smallest MTU, RFC 791 §3.2: every link carries 68 octets.
    private static final int MOST = 65_535 / UNIT;

    private final Pool.Cache cache;
    private final Packet[] rest = new Packet[MOST];

    public Ipv4Fragmenter(Pool.Cache cache) {
        this.cache = cache;
    }

    /// Cuts a packet that is longer than the MTU: it becomes the first fragment itself.
    ///
    /// @param mtu 68 upwards
    /// @return how many fragments follow, each [#fragment] the caller's; 0 when the pool has no packets for
    /// them, and the packet is as it was
    public int cut(Packet packet, int mtu) {
        var header = new Ipv4Header(packet.memory(), packet.network());
        int headers = header.headerLength();
        int room = (mtu - headers) / UNIT * UNIT;
        int data = packet.length() - headers;
        int count = 0;
        for (int offset = room; offset < data; offset += room) {
            var fragment = cache.take(headers + Math.min(room, data - offset));
            if (fragment == null) {
                giveBack(count);
                return 0;
            }
            fill(fragment, packet, header, offset, Math.min(room, data - offset), offset + room < data);
            rest[count++] = fragment;
        }
        packet.end(packet.network() + headers + room);
        header.totalLength(headers + room)
                .fragment(false, true, header.fragmentOffset())
                .updateChecksum();
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

    private static void fill(Packet fragment, Packet whole, Ipv4Header of, int offset, int length, boolean more) {
        var to = fragment.memory();
        long start = fragment.start();
        MemorySegment.copy(whole.memory(), whole.network(), to, start, Ipv4Header.BYTES);
        int headers = Ipv4Header.BYTES + Options4.copy(whole.memory(), whole.network(), to, start + Ipv4Header.BYTES);
        long data = whole.network() + of.headerLength() + offset;
        MemorySegment.copy(whole.memory(), data, to, start + headers, length);
        var header = new Ipv4Header(to, start);
        int typeOfService = header.typeOfService();
        header.start(headers)
                .typeOfService(typeOfService)
                .totalLength(headers + length)
                .fragment(false, more || of.more(), of.fragmentOffset() + offset)
                .updateChecksum();
        fragment.etherType(EthernetHeader.ETHERTYPE_IPV4)
                .network(start)
                .end(start + headers + length)
                .link(whole.link())
                .flow(whole.flow())
                .own(true);
    }
}
