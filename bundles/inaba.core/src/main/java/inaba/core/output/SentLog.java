package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.api.time.Time;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// Remembers for two minutes which flows of ours had packets longer than the minimum MTU: only these can be answered by
/// Packet Too Big (RFC 8201 §4), or by Fragmentation Needed (RFC 1191 §4). A flow is addresses, protocol and ports, or
/// what stands in their place; a fragment is known by its identification.
///
/// One slot holds one flow; another flow of the same slot takes it over until the first one sends again. Any thread.
public final class SentLog {
    private static final int SLOTS = 1 << 15;
    private static final int KEPT_SECONDS = 120;
    private static final long UNREADABLE = -1;
    private static final int KEY_BYTES = 4;
    private static final int ICMP_KEY_BYTES = 6;
    private static final int ICMP_IDENTIFIER = 4;
    /// RFC 791 §3.2
    private static final int MIN_MTU_IPV4 = 68;

    private final Time time;
    private final long secret;
    /// The upper 32 bits of the flow's hash, and the second of its last long packet.
    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /// @param secret makes collisions unpredictable
    public SentLog(Time time, long secret) {
        this.time = time;
        this.secret = secret;
    }

    /// A packet as it goes out, from its IP header on.
    void sent(Packet packet) {
        if (packet.length() > (packet.isIpv4() ? MIN_MTU_IPV4 : Ipv6Header.MIN_MTU)) {
            long flow = flow(packet.memory(), packet.start(), packet.end());
            if (flow >= 0) {
                slots.setOpaque((int) flow & SLOTS - 1, stamped(flow, second()));
            }
        }
    }

    /// True if such a packet was sent.
    ///
    /// @param quoted as an error quotes it: it may be cut anywhere
    public boolean has(MemorySegment quoted) {
        long flow = flow(quoted, 0, quoted.byteSize());
        if (flow < 0) {
            return false;
        }
        long there = slots.getOpaque((int) flow & SLOTS - 1);
        int age = second() - (int) there;
        return there != 0 && stamped(flow, (int) there) == there && age <= KEPT_SECONDS;
    }

    /// Seconds, 1 upwards.
    private int second() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(time.nanos()) | 1;
    }

    private static long stamped(long flow, int second) {
        return flow >>> 32 << 32 | Integer.toUnsignedLong(second);
    }

    private long flow(MemorySegment s, long from, long end) {
        return Ipv4Header.fits(s, from, end) && Layouts.u8(s, from) >>> 4 == 4
                ? flow4(s, from, end)
                : flow6(s, from, end);
    }

    private long flow4(MemorySegment s, long from, long end) {
        var header = new Ipv4Header(s, from);
        int protocol = header.protocol();
        long key = header.fragmentOffset() != 0
                ? header.identification()
                : key(s, from + header.headerLength(), end, protocol);
        return key < 0 ? key : hash(header.source(), 0, header.destination(), 0, protocol, key);
    }

    private long flow6(MemorySegment s, long from, long end) {
        if (!Ipv6Header.fits(s, from, end)) {
            return UNREADABLE;
        }
        var header = new Ipv6Header(s, from);
        int protocol = header.nextHeader();
        long at = from + Ipv6Header.BYTES;
        while (IpProtocol.isExtension(protocol) && protocol != IpProtocol.FRAGMENT) {
            if (!ExtensionHeader.fits(protocol, s, at, end)) {
                return UNREADABLE;
            }
            var extension = new ExtensionHeader(s, at);
            at += extension.lengthBytes(protocol);
            protocol = extension.nextHeader();
        }
        long key = key(s, at, end, protocol);
        return key < 0
                ? key
                : hash(
                        header.sourceHigh(),
                        header.sourceLow(),
                        header.destinationHigh(),
                        header.destinationLow(),
                        protocol,
                        key);
    }

    private static long key(MemorySegment s, long at, long end, int protocol) {
        long room = end - at;
        return switch (protocol) {
            case IpProtocol.FRAGMENT ->
                room < FragmentHeader.BYTES
                        ? UNREADABLE
                        : Integer.toUnsignedLong(new FragmentHeader(s, at).identification());
            case IpProtocol.ICMPV6, IpProtocol.ICMP ->
                room < ICMP_KEY_BYTES
                        ? UNREADABLE
                        : (long) Layouts.u16(s, at) << 16 | Layouts.u16(s, at + ICMP_IDENTIFIER);
            default -> room < KEY_BYTES ? UNREADABLE : Layouts.u32(s, at);
        };
    }

    private long hash(long fromHigh, long fromLow, long toHigh, long toLow, int protocol, long key) {
        long h = mix(secret ^ fromHigh);
        h = mix(h ^ fromLow);
        h = mix(h ^ toHigh);
        h = mix(h ^ toLow);
        return mix(h ^ (long) protocol << 32 ^ key) & Long.MAX_VALUE;
    }

    private static long mix(long h) {
        long m = (h ^ h >>> 32) * 0x9e37_79b9_7f4a_7c15L;
        return (m ^ m >>> 29) * 0xc2b2_ae3d_27d4_eb4fL;
    }
}
