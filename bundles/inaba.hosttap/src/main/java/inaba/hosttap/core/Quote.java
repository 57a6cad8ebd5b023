package inaba.hosttap.core;

import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The packet that an ICMP error is about, as far as it tells whose it was.
///
/// @param bytes from its IP header on, perhaps cut
/// @param lowersMtu whether the error says that the packet was too long
/// @param sourcePort -1 where there is none
public record Quote(
        MemorySegment bytes, boolean lowersMtu, Ipv6Address source, int protocol, int sourcePort, int destinationPort) {
    /// @param message ICMP or ICMPv6, from its header on
    /// @return null when it is no error that says what became of a packet, or quotes too little of it
    public static @Nullable Quote of(MemorySegment message, boolean ipv4) {
        if (!ErrorMessage.fits(message)) {
            return null;
        }
        var error = new ErrorMessage(message); // ICMP's fields are as many
        if (ipv4) {
            boolean tooLong = error.type() == Icmpv4Type.DESTINATION_UNREACHABLE
                    && error.code() == Icmpv4Code.FRAGMENTATION_NEEDED;
            return isAboutPacket4(error.type()) ? ipv4(error.quoted(), tooLong) : null;
        }
        boolean tooLong = error.type() == Icmpv6Type.PACKET_TOO_BIG;
        return Icmpv6Type.isError(error.type()) ? ipv6(error.quoted(), tooLong) : null;
    }

    /// Redirects are for the appliance, which knows the ways.
    private static boolean isAboutPacket4(int type) {
        return switch (type) {
            case Icmpv4Type.DESTINATION_UNREACHABLE, Icmpv4Type.TIME_EXCEEDED, Icmpv4Type.PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    private static @Nullable Quote ipv4(MemorySegment packet, boolean tooLong) {
        if (!Ipv4Header.fits(packet, 0, packet.byteSize())) {
            return null;
        }
        var header = new Ipv4Header(packet, 0);
        var source = Ipv6Address.ofIpv4(header.source());
        return header.fragmentOffset() != 0
                ? null
                : of(packet, tooLong, source, header.protocol(), Math.max(Ipv4Header.BYTES, header.headerLength()));
    }

    private static @Nullable Quote ipv6(MemorySegment packet, boolean tooLong) {
        if (!Ipv6Header.fits(packet, 0, packet.byteSize())) {
            return null;
        }
        var header = new Ipv6Header(packet, 0);
        int protocol = header.nextHeader();
        long at = Ipv6Header.BYTES;
        while (IpProtocol.isExtension(protocol)) {
            if (!ExtensionHeader.fits(protocol, packet, at, packet.byteSize())
                    || protocol == IpProtocol.FRAGMENT && new FragmentHeader(packet, at).offset() != 0) {
                return null;
            }
            var extension = new ExtensionHeader(packet, at);
            at += extension.lengthBytes(protocol);
            protocol = extension.nextHeader();
        }
        return of(packet, tooLong, header.source(), protocol, at);
    }

    private static Quote of(MemorySegment packet, boolean tooLong, Ipv6Address source, int protocol, long at) {
        boolean ports = (protocol == IpProtocol.UDP || protocol == IpProtocol.TCP)
                && UdpHeader.fits(packet, at, packet.byteSize());
        var header = new UdpHeader(packet, at); // TCP's ports lie in the same place
        return new Quote(
                packet,
                tooLong,
                source,
                protocol,
                ports ? header.sourcePort() : -1,
                ports ? header.destinationPort() : -1);
    }
}
