package inaba.testkit.nd;

import inaba.testkit.Wire;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.MtuOption;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.NonceOption;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RedirectedHeader;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Frames as text, so that an exchange reads like one: `NS fe80::1 > ff02::1:ff00:2 fe80::2 slla 02:00:00:00:01:01`.
///
/// A message to one node says to which MAC: `NS fe80::1 > fe80::2 @02:00:00:00:02:01 ...`.
public final class NdText {
    private NdText() {}

    public static List<String> of(List<Wire.Frame> frames) {
        return frames.stream().map(frame -> of(frame.bytes())).toList();
    }

    public static String of(byte[] frame) {
        var memory = MemorySegment.ofArray(frame);
        var ethernet = new EthernetHeader(memory, 0);
        var ip = new Ipv6Header(memory, EthernetHeader.BYTES);
        String at = ethernet.destination().isMulticast() ? "" : " @" + ethernet.destination();
        String way = ' ' + ip.source().toString() + " > " + ip.destination() + at;
        if (ip.nextHeader() != IpProtocol.ICMPV6) {
            return "IP" + way + " next " + ip.nextHeader();
        }
        var message = memory.asSlice(EthernetHeader.BYTES + (long) Ipv6Header.BYTES, ip.payloadLength());
        return icmp(message, way);
    }

    private static String icmp(MemorySegment message, String way) {
        int type = new Icmpv6Header(message, 0).type();
        return switch (type) {
            case Icmpv6Type.ROUTER_SOLICITATION -> "RS" + way + options(new RouterSolicitation(message).options());
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> {
                var ra = new RouterAdvertisement(message);
                yield "RA" + way + " lifetime " + ra.routerLifetime() + options(ra.options());
            }
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> {
                var ns = new NeighborSolicitation(message);
                yield "NS" + way + ' ' + ns.targetAddress() + options(ns.options());
            }
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> {
                var na = new NeighborAdvertisement(message);
                yield "NA" + way + ' ' + na.targetAddress() + flags(na) + options(na.options());
            }
            case Icmpv6Type.REDIRECT -> {
                var redirect = new Redirect(message);
                yield "Redirect" + way + ' ' + redirect.target() + " for " + redirect.destination()
                        + options(redirect.options());
            }
            default -> Icmpv6Type.name(type) + way;
        };
    }

    private static String flags(NeighborAdvertisement na) {
        String flags = (na.router() ? "R" : "") + (na.solicited() ? "S" : "") + (na.override() ? "O" : "");
        return flags.isEmpty() ? "" : ' ' + flags;
    }

    private static String options(MemorySegment options) {
        var text = new StringBuilder();
        for (var option : new NdOptions(options)) {
            text.append(' ').append(option(option));
        }
        return text.toString();
    }

    private static String option(NdOption option) {
        var bytes = option.bytes();
        return switch (option.type()) {
            case LinkLayerAddressOption.SOURCE -> "slla " + new LinkLayerAddressOption(bytes).address();
            case LinkLayerAddressOption.TARGET -> "tlla " + new LinkLayerAddressOption(bytes).address();
            case PrefixInformation.TYPE -> "prefix " + new PrefixInformation(bytes).prefix();
            case RedirectedHeader.TYPE ->
                "quoted " + new RedirectedHeader(bytes).quoted().byteSize();
            case MtuOption.TYPE -> "mtu " + new MtuOption(bytes).mtu();
            case NonceOption.TYPE -> "nonce";
            default -> "option " + option.type();
        };
    }
}
