package inaba.link.pcap;

import inaba.api.packet.Packet;
import inaba.linux.StampWindow;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.offload.PartialChecksum;
import inaba.wire.offload.Segmenter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/// Puts frames, as libpcap hands them over, into packets as a network would have carried them: checksums complete,
/// nothing longer than the MTU. Used by one thread.
///
/// libpcap does not say how long the segments of a super frame were. A TCP payload that is a multiple of what the link
/// carries was cut to fit the link; any other may have been meant for a narrower path, and comes out in segments that
/// every IPv6 path carries (RFC 8200 §5). UDP would need to know where its datagrams end: it is refused.
final class Intake {
    /// The kernel's longest frame, GSO_LEGACY_MAX_SIZE and headers; packet sockets get no BIG TCP.
    static final int LONGEST = 1 << 17;

    /// Where frames are that libpcap cut off.
    interface Copies {
        /// @param begun where the frame's first `captured` bytes are, from `at` on
        /// @return false when it is not there
        boolean read(MemorySegment begun, long at, int captured, int length, MemorySegment into);

        /// Throws away what is there.
        ///
        /// @param scratch written to
        void forget(MemorySegment scratch);
    }

    private final IntSupplier mtu;
    private final StampWindow window;
    private final Copies copies;
    private final MemorySegment whole = Arena.ofAuto().allocate(LONGEST, Long.BYTES);
    private final Segmenter segmenter = new Segmenter();
    private final AtomicLong refused = new AtomicLong();
    private Packet[] burst = {};
    private int limit;
    private int filled;
    private boolean cutting;

    Intake(IntSupplier mtu, StampWindow window, Copies copies) {
        this.mtu = mtu;
        this.window = window;
        this.copies = copies;
    }

    /// Frames that could not be made fit. Any thread.
    long refused() {
        return refused.get();
    }

    void refuse() {
        refused.setPlain(refused.getPlain() + 1);
    }

    /// Fills `burst[0..limit)` from now on, first with what is left of a super frame.
    void begin(Packet[] burst, int limit) {
        this.burst = burst;
        this.limit = limit;
        filled = 0;
        if (cutting) {
            cut();
        }
    }

    /// Packets of the burst that hold frames.
    int filled() {
        return filled;
    }

    /// There is no packet for another frame.
    boolean full() {
        return filled == limit;
    }

    /// Segments of a super frame are still to come.
    boolean cutting() {
        return cutting;
    }

    /// Throws away copies that nobody asked for.
    void forget() {
        copies.forget(whole);
    }

    /// Takes a frame; not while [#full].
    ///
    /// @param captured bytes at `at`
    /// @param length of the whole frame
    /// @param stamp nanoseconds since 1970
    void take(MemorySegment memory, long at, int captured, int length, long stamp) {
        if (!window.open() && !window.wanted(stamp)) {
            if (captured < length) {
                copies.read(memory, at, captured, length, whole);
            }
            return;
        }
        int fits = EthernetHeader.BYTES + mtu.getAsInt();
        if (length <= fits && captured == length) {
            put(memory, at, length);
        } else if (length > LONGEST || !read(memory, at, captured, length)) {
            refuse();
        } else if (length <= fits) {
            put(whole, 0, length);
        } else {
            cut(length, fits);
        }
    }

    private boolean read(MemorySegment memory, long at, int captured, int length) {
        if (captured < length) {
            return copies.read(memory, at, captured, length, whole);
        }
        MemorySegment.copy(memory, at, whole, 0, length);
        return true;
    }

    private void put(MemorySegment memory, long at, int length) {
        var packet = burst[filled];
        if (length < EthernetHeader.BYTES || length > packet.tailroom()) {
            refuse();
            return;
        }
        long start = packet.start();
        MemorySegment.copy(memory, at, packet.memory(), start, length);
        packet.end(start + length);
        if (isIp(packet)) {
            PartialChecksum.completeIfPseudo(packet.memory(), start + EthernetHeader.BYTES, start + length);
        }
        filled++;
    }

    private static boolean isIp(Packet packet) {
        int type = Layouts.u16(packet.memory(), packet.start() + EthernetHeader.ETHER_TYPE);
        return type == EthernetHeader.ETHERTYPE_IPV6 || type == EthernetHeader.ETHERTYPE_IPV4;
    }

    private void cut(int length, int fits) {
        if (!segmenter.start(whole, 0, length, 1) || segmenter.protocol() != IpProtocol.TCP) {
            refuse();
            return;
        }
        int headers = segmenter.longestFrame() - 1;
        int safe = EthernetHeader.BYTES + Ipv6Header.MIN_MTU - headers;
        int full = fits - headers;
        int payload = length - headers;
        segmenter.start(whole, 0, length, payload % full == 0 ? full : Math.min(full, safe));
        cut();
    }

    private void cut() {
        while (filled < limit && segmenter.hasNext()) {
            var packet = burst[filled];
            if (segmenter.longestFrame() > packet.tailroom()) {
                cutting = false;
                refuse();
                return;
            }
            packet.end(packet.start() + segmenter.next(packet.memory(), packet.start()));
            filled++;
        }
        cutting = segmenter.hasNext();
    }
}
