package inaba.link.sim.host;

import inaba.api.packet.Packet;
import inaba.api.time.Time;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts fragments together, RFC 8200 §4.5; overlaps end the packet (RFC 5722 §4).
final class Reassembly {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_PACKETS = 16;
    private static final int MAX_PAYLOAD = 65_535;

    private final Time time;
    private final Map<Key, Partial> partials = new Bounded<>(MAX_PACKETS);

    Reassembly(Time time) {
        this.time = time;
    }

    /// Adds a fragment whose Fragment header is at `packet.fragment()`, directly behind what cannot be fragmented.
    ///
    /// @param nextHeaderField where the number of the Fragment header stands
    /// @return the whole packet, or null while something is missing
    @Nullable
    Packet add(Packet packet, long nextHeaderField) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var header = new FragmentHeader(packet.memory(), packet.fragment());
        long now = time.nanos();
        partials.values().removeIf(partial -> partial.until <= now);
        var key = new Key(ip.source(), ip.destination(), header.identification());
        var partial = partials.computeIfAbsent(key, _ -> new Partial(now + TIMEOUT.toNanos()));
        if (!partial.add(packet, header, nextHeaderField)) {
            partials.remove(key);
            return null;
        }
        if (partial.complete()) {
            partials.remove(key);
            return partial.whole();
        }
        return null;
    }

    private record Key(Ipv6Address source, Ipv6Address destination, int identification) {}

    private static final class Partial {
        private final long until;
        private final TreeMap<Integer, MemorySegment> pieces = new TreeMap<>();
        private int end = -1;
        private MemorySegment headers = MemorySegment.NULL;

        Partial(long until) {
            this.until = until;
        }

        /// @return false when the packet is to be given up
        boolean add(Packet packet, FragmentHeader header, long nextHeaderField) {
            long from = packet.fragment() + FragmentHeader.BYTES;
            int length = (int) (packet.end() - from);
            int offset = header.offset();
            boolean last = !header.more();
            if ((!last && length % 8 != 0)
                    || length == 0
                    || offset + length > MAX_PAYLOAD
                    || overlaps(offset, length)) {
                return false;
            }
            if (last ? end >= 0 : end >= 0 && offset + length > end) {
                return false;
            }
            end = last ? offset + length : end;
            if (offset == 0) {
                headers = packet.memory().asSlice(packet.network(), packet.fragment() - packet.network());
                Layouts.u8(headers, nextHeaderField - packet.network(), header.nextHeader());
            }
            pieces.put(offset, packet.memory().asSlice(from, length));
            return true;
        }

        private boolean overlaps(int offset, int length) {
            var before = pieces.lowerEntry(offset + length);
            return before != null && before.getKey() + before.getValue().byteSize() > offset;
        }

        boolean complete() {
            return end >= 0
                    && pieces.values().stream()
                                    .mapToLong(MemorySegment::byteSize)
                                    .sum()
                            == end;
        }

        Packet whole() {
            long network = EthernetHeader.BYTES;
            long payload = network + headers.byteSize();
            var memory = MemorySegment.ofArray(new byte[(int) payload + end]);
            MemorySegment.copy(headers, 0, memory, network, headers.byteSize());
            pieces.forEach((offset, piece) -> MemorySegment.copy(piece, 0, memory, payload + offset, piece.byteSize()));
            new Ipv6Header(memory, network).payloadLength((int) headers.byteSize() - Ipv6Header.BYTES + end);
            return new Packet(memory, 0, memory.byteSize())
                    .reset((int) network)
                    .end(memory.byteSize())
                    .fragment(network);
        }
    }
}
