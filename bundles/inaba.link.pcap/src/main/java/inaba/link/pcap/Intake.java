package inaba.link.pcap;

import inaba.api.packet.FrameRing;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.offload.PartialChecksum;
import inaba.wire.offload.Segmenter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Takes frames as libpcap hands them over, and puts them into the ring as a network would have carried them: checksums
/// complete, nothing longer than the MTU. Used by one thread.
///
/// libpcap does not say how long the segments of a super frame were. A TCP payload that is a multiple of what the link
/// carries was cut to fit the link; any other may have been meant for a narrower path, and comes out in segments that
/// every
/// IPv6 path carries (RFC 8200 §5). UDP would need to know where its datagrams end: it is refused.
final class Intake {
    /// Links up to this MTU can be served, or as long as the device's was when it was opened, if that is more.
    private static final int USUAL_MAX_MTU = 9_000;

    private static final int SLOTS = 1_024;
    private static final long FULL_NANOS = 20_000;

    private final IntSupplier mtu;
    private final BooleanSupplier stopped;
    private final int longest;
    private final FrameRing ring;
    private final MemorySegment whole = Arena.ofAuto().allocate(Handles.SNAP_LENGTH, Long.BYTES);
    private final MemorySegment segment;
    private final Segmenter segmenter = new Segmenter();
    private final LongAdder refused = new LongAdder();

    /// @param stopped true when frames that find the ring full are not to be waited for
    Intake(IntSupplier mtu, BooleanSupplier stopped) {
        this.mtu = mtu;
        this.stopped = stopped;
        this.longest = EthernetHeader.BYTES + Math.max(mtu.getAsInt(), USUAL_MAX_MTU);
        this.ring = new FrameRing(SLOTS, longest);
        this.segment = Arena.ofAuto().allocate(longest, Long.BYTES);
    }

    FrameRing ring() {
        return ring;
    }

    /// Frames that could not be made fit.
    long refused() {
        return refused.sum();
    }

    /// @param stamp nanoseconds since 1970
    void take(byte[] frame, long stamp) {
        int length = frame.length;
        if (length < EthernetHeader.BYTES || length > Handles.SNAP_LENGTH) {
            refused.increment();
            return;
        }
        MemorySegment.copy(frame, 0, whole, ValueLayout.JAVA_BYTE, 0, length);
        int fits = Math.min(longest, EthernetHeader.BYTES + mtu.getAsInt());
        if (length > fits) {
            cut(length, fits, stamp);
            return;
        }
        if (isIp()) {
            PartialChecksum.completeIfPseudo(whole, EthernetHeader.BYTES, length);
        }
        put(whole, length, stamp);
    }

    private boolean isIp() {
        int type = new EthernetHeader(whole, 0).etherType();
        return type == EthernetHeader.ETHERTYPE_IPV6 || type == EthernetHeader.ETHERTYPE_IPV4;
    }

    private void cut(int length, int fits, long stamp) {
        if (!segmenter.start(whole, 0, length, 1) || segmenter.protocol() != IpProtocol.TCP) {
            refused.increment();
            return;
        }
        int headers = segmenter.longestFrame() - 1;
        int safe = EthernetHeader.BYTES + Ipv6Header.MIN_MTU - headers;
        int full = fits - headers;
        int payload = length - headers;
        segmenter.start(whole, 0, length, payload % full == 0 ? full : Math.min(full, safe));
        while (segmenter.hasNext()) {
            put(segment, segmenter.next(segment, 0), stamp);
        }
    }

    /// Waits while the ring is full, so that it is the kernel's buffer that fills, and the kernel that counts.
    private void put(MemorySegment frame, int length, long stamp) {
        while (!ring.offer(frame, 0, length, stamp, 0)) {
            if (stopped.getAsBoolean()) {
                refused.increment();
                return;
            }
            LockSupport.parkNanos(this, FULL_NANOS);
        }
    }
}
