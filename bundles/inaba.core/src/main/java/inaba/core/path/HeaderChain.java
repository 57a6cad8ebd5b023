package inaba.core.path;

import static inaba.core.path.HeaderLimits.exceeds;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.RoutingHeader;

/// Walks the header chain of a packet for this node, RFC 8200 §4.1, up to the upper-layer header or a Fragment header.
/// Without views, as [Path].
public final class HeaderChain {
    private final Options options = new Options();
    private int pointer;
    private long nextHeaderField;
    private HeaderLimits limits = HeaderLimits.RECOMMENDED;

    public void limits(HeaderLimits now) {
        limits = now;
    }

    public HeaderLimits limits() {
        return limits;
    }

    /// Offset of what was wrong from the IPv6 header.
    public int pointer() {
        return pointer;
    }

    /// The octet that announces the header at which the walk ended.
    public long nextHeaderField() {
        return nextHeaderField;
    }

    /// Sets [Packet#upper], and [Packet#fragment] where there is a Fragment header. At one that is not of an
    /// atomic fragment the walk ends, and [Packet#upperProtocol] is FRAGMENT; an atomic one is a packet, and
    /// the header passed over, so that errors quote and point as RFC 4443 §3.4 asks (RFC 8200 §4.5).
    ///
    /// @return DELIVER to go on, or why the packet is dropped
    public Verdict walk(Packet packet) {
        var memory = packet.memory();
        long at = packet.network() + Ipv6Header.BYTES;
        int protocol = Layouts.u8(memory, packet.network() + Ipv6Header.NEXT_HEADER);
        nextHeaderField = packet.network() + Ipv6Header.NEXT_HEADER;
        packet.fragment(-1);
        for (int n = 1; walked(protocol); n++) {
            if (exceeds(n, limits.headers())) {
                pointer = (int) (at - packet.network());
                return CoreDrop.TOO_MANY_HEADERS;
            }
            if (!ExtensionHeader.fits(protocol, memory, at, packet.end())) {
                return CoreDrop.HEADER_TRUNCATED;
            }
            if (protocol == IpProtocol.FRAGMENT) {
                packet.fragment(at);
                if (!new FragmentHeader(memory, at).isAtomic()) {
                    break;
                }
            } else {
                var verdict = header(packet, at, protocol);
                if (verdict != Verdict.Go.DELIVER) {
                    return verdict;
                }
            }
            nextHeaderField = at;
            int next = Layouts.u8(memory, at);
            at += ExtensionHeader.lengthBytes(memory, at, protocol);
            protocol = next;
        }
        packet.upper(at, protocol);
        return Verdict.Go.DELIVER;
    }

    private Verdict header(Packet packet, long at, int protocol) {
        if (protocol == IpProtocol.ROUTING) {
            return routing(packet, at);
        }
        boolean first = at == packet.network() + Ipv6Header.BYTES;
        if (protocol == IpProtocol.HOP_BY_HOP && !first) {
            pointer = (int) (nextHeaderField - packet.network());
            return CoreDrop.UNKNOWN_NEXT_HEADER;
        }
        var verdict = options.process(packet, at, protocol, limits);
        pointer = options.pointer(packet);
        return verdict;
    }

    /// RFC 8200 §4.4: with no segments left the header is passed over; no type is spoken here, type 0 least (RFC 5095
    /// §3).
    private Verdict routing(Packet packet, long at) {
        var header = new RoutingHeader(packet.memory(), at);
        if (header.segmentsLeft() == 0) {
            return Verdict.Go.DELIVER;
        }
        pointer = (int) (at + RoutingHeader.TYPE - packet.network());
        return CoreDrop.ROUTING_TYPE;
    }

    private static boolean walked(int protocol) {
        return protocol == IpProtocol.HOP_BY_HOP
                || protocol == IpProtocol.DESTINATION_OPTIONS
                || protocol == IpProtocol.ROUTING
                || protocol == IpProtocol.FRAGMENT;
    }

    /// True when a first fragment carries its upper-layer header too (RFC 7112 §5).
    public static boolean chainIsWhole(Packet fragment) {
        var memory = fragment.memory();
        long at = fragment.fragment() + FragmentHeader.BYTES;
        int protocol = new FragmentHeader(memory, fragment.fragment()).nextHeader();
        while (walked(protocol)) {
            if (!ExtensionHeader.fits(protocol, memory, at, fragment.end())) {
                return false;
            }
            var header = new ExtensionHeader(memory, at);
            at += header.lengthBytes(protocol);
            protocol = header.nextHeader();
        }
        return protocol == IpProtocol.NO_NEXT_HEADER || at + shortest(protocol) <= fragment.end();
    }

    /// Octets that the header of an upper layer has at least.
    public static int shortest(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> 20;
            case IpProtocol.UDP, IpProtocol.ICMPV6 -> 8;
            default -> 0;
        };
    }
}
