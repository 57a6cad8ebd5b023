package inaba.hosttap.core;

import inaba.hosttap.HostTapDrop;
import inaba.hosttap.core.FromTap.Fate;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts IPv4 datagrams that the kernel has cut together, RFC 791 §3.2. Between the kernel and us nothing is lost or
/// overtakes: each fragment follows the one before it, and what does not is of a datagram that will never be whole.
final class Fragments {
    private static final int MOST = 8;
    private static final int LONGEST = 0xffff;

    private final Map<Key, Datagram> begun = new LinkedHashMap<>();

    private record Key(int source, int destination, int protocol, int identification) {}

    /// @param bytes a frame with the headers of the first fragment, and what has come so far
    /// @param headers octets of them
    private record Datagram(ByteArrayOutputStream bytes, int headers) {}

    /// @param frame with a whole IPv4 header and all that it announces
    Fate add(MemorySegment frame, boolean onLink) {
        var header = new Ipv4Header(frame, EthernetHeader.BYTES);
        var key = new Key(header.source(), header.destination(), header.protocol(), header.identification());
        int payload = EthernetHeader.BYTES + header.headerLength();
        if (header.fragmentOffset() == 0) {
            begin(key, frame.asSlice(0, payload));
        }
        var datagram = begun.get(key);
        int length = header.totalLength() - header.headerLength();
        if (datagram == null || !follows(datagram, header.fragmentOffset(), length)) {
            begun.remove(key);
            return new Fate.Drop(HostTapDrop.IPV4_FRAGMENT);
        }
        datagram.bytes.writeBytes(frame.asSlice(payload, length).toArray(ValueLayout.JAVA_BYTE));
        if (header.more()) {
            return Fate.Kept.KEPT;
        }
        begun.remove(key);
        return new Fate.Send(whole(datagram.bytes.toByteArray()), IpFamily.IPV4, onLink);
    }

    /// The datagram that has waited longest gives way.
    private void begin(Key key, MemorySegment headers) {
        begun.remove(key);
        if (begun.size() >= MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(headers.toArray(ValueLayout.JAVA_BYTE));
        begun.put(key, new Datagram(bytes, (int) headers.byteSize()));
    }

    private static boolean follows(Datagram datagram, int offset, int length) {
        return datagram.bytes.size() == datagram.headers + offset
                && datagram.bytes.size() + length <= EthernetHeader.BYTES + LONGEST;
    }

    private static MemorySegment whole(byte[] bytes) {
        var frame = MemorySegment.ofArray(bytes);
        new Ipv4Header(frame, EthernetHeader.BYTES)
                .totalLength(bytes.length - EthernetHeader.BYTES)
                .fragment(false, false, 0)
                .updateChecksum();
        return frame;
    }
}
