package inaba.api.protocol;

import inaba.api.link.AddressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The way out for packets that the node itself makes. On the control loop.
///
/// A packet handed in starts with its IP header, and is no longer the caller's, whatever the verdict. Lengths,
/// checksums of IPv4 headers, ICMP and ICMPv6, and IPv4's identification are filled in here; fragments are made here,
/// of an IPv4 packet unless its DF bit is set.
@ProviderType
public interface Output {
    /// An empty packet with room for `bytes` behind its start and headroom for headers; `start` = `end` = `network`.
    ///
    /// @throws IllegalStateException when the pool is exhausted
    Packet take(int bytes);

    /// An ICMPv6 packet: its IPv6 header is written, and from [Packet#upper] to [Packet#end] is room for a message of
    /// `bytes`.
    ///
    /// @throws IllegalStateException when the pool is exhausted
    default Packet takeIcmpv6(int bytes, Ipv6Address source, Ipv6Address destination, int hopLimit) {
        var packet = take(Ipv6Header.BYTES + bytes);
        new Ipv6Header(packet.memory(), packet.network())
                .start(0, 0)
                .payloadLength(bytes)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(hopLimit)
                .source(source)
                .destination(destination);
        long message = packet.network() + Ipv6Header.BYTES;
        return packet.upper(message, IpProtocol.ICMPV6).end(message + bytes);
    }

    /// An IPv4 packet: its header is written, with DF, and from [Packet#upper] to [Packet#end] is room for `bytes`.
    ///
    /// @param source 0 to let the engine choose
    /// @throws IllegalStateException when the pool is exhausted
    default Packet takeIpv4(int bytes, int protocol, int source, int destination, int timeToLive) {
        var packet = take(Ipv4Header.BYTES + bytes).etherType(EthernetHeader.ETHERTYPE_IPV4);
        new Ipv4Header(packet.memory(), packet.network())
                .start(Ipv4Header.BYTES)
                .totalLength(Ipv4Header.BYTES + bytes)
                .identification(0)
                .fragment(true, false, 0)
                .timeToLive(timeToLive)
                .protocol(protocol)
                .checksum(0)
                .source(source)
                .destination(destination);
        long upper = packet.network() + Ipv4Header.BYTES;
        return packet.upper(upper, protocol).end(upper + bytes);
    }

    /// Gives back a packet that was taken and not sent.
    void release(Packet packet);

    /// Routes and sends. An unspecified source is replaced by source address selection (RFC 6724).
    ///
    /// @param link where link-local and multicast destinations are meant, else 0
    Verdict send(Packet packet, int link);

    /// As [#send] on a link, without route or neighbour: to this MAC. The source may stay unspecified (RFC 4862
    /// §5.4.2). A packet of an EtherType that is not IP's goes out as it is.
    Verdict sendTo(Packet packet, int link, MacAddress destination);

    /// Source address selection, RFC 6724 §5.
    ///
    /// @param link the outgoing link, or 0 to look it up
    /// @return null when no address fits
    @Nullable
    Ipv6Address source(Ipv6Address destination, int link);

    /// The tentative address that [#source] is going to pick once its Duplicate Address Detection is through
    /// (RFC 4862 §5.4), on a link that runs: whoever just starts to send waits for it.
    ///
    /// @param link the outgoing link, or 0 to look it up
    /// @return null when nothing is worth waiting for
    @Nullable
    AddressRow tentativeSource(Ipv6Address destination, int link);
}
