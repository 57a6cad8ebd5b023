package inaba.conformance.node;

import inaba.conformance.base.Datagram;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// A frame that the node under test has sent, as text: `NS tn1`, `NS tn1 @TN1`, `NA nut SO > tn1 @TN1`,
/// `reply > tn2 @TR1`, `fragment 1352 > tn2 @TR1`, `unreachable 3 > tn2 @TR1`.
record Sent(byte[] bytes) {
    static final MacAddress NUT_MAC = MacAddress.parse("02:00:00:00:01:01");

    private static final Map<String, String> NAMES = Map.of(
            Laboratory.NUT, "nut",
            Laboratory.NUT_LOCAL, "nut-local",
            Laboratory.TN1, "tn1",
            Laboratory.TN1_LOCAL, "tn1-local",
            Laboratory.TN2, "tn2",
            Laboratory.TR1, "tr1",
            Laboratory.TR2, "tr2",
            Laboratory.TR3, "tr3");
    private static final Map<String, MacAddress> MACS = Map.of(
            "TN1", MacAddress.parse("02:00:00:00:0a:01"),
            "OTHER", MacAddress.parse("02:00:00:00:0a:0f"),
            "TR1", MacAddress.parse("02:00:00:00:0b:01"),
            "TR2", MacAddress.parse("02:00:00:00:0b:02"),
            "TR3", MacAddress.parse("02:00:00:00:0b:03"));

    /// Of a station, by one of its addresses or its name.
    static MacAddress mac(String of) {
        var named = NAMES.getOrDefault(of, of).replace("-local", "").toUpperCase(Locale.ROOT);
        var mac = MACS.get(named);
        if (mac == null) {
            throw new IllegalArgumentException(of + " is no station of link A");
        }
        return mac;
    }

    static String name(MacAddress mac) {
        return MACS.entrySet().stream()
                .filter(known -> known.getValue().equals(mac))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(mac.toString());
    }

    private static String name(Ipv6Address address) {
        return NAMES.entrySet().stream()
                .filter(known -> Ipv6Address.parse(known.getKey()).equals(address))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(address.toString());
    }

    Ipv6Header ip() {
        return new Ipv6Header(MemorySegment.ofArray(bytes), EthernetHeader.BYTES);
    }

    /// The packet without its frame.
    Datagram packet() {
        return new Datagram(Arrays.copyOfRange(bytes, EthernetHeader.BYTES, bytes.length));
    }

    MemorySegment message() {
        return MemorySegment.ofArray(bytes).asSlice(EthernetHeader.BYTES + (long) Ipv6Header.BYTES);
    }

    boolean isReport() {
        return ip().nextHeader() == IpProtocol.HOP_BY_HOP;
    }

    String text() {
        if (ip().nextHeader() == IpProtocol.FRAGMENT) {
            return "fragment " + new FragmentHeader(message(), 0).offset() + way();
        }
        var message = new ErrorMessage(message());
        return switch (message.type()) {
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> solicitation(new NeighborSolicitation(message()));
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> advertisement(new NeighborAdvertisement(message()));
            case Icmpv6Type.ROUTER_SOLICITATION -> "RS";
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> "RA" + way();
            case Icmpv6Type.REDIRECT -> "Redirect" + way();
            case Icmpv6Type.ECHO_REPLY -> "reply" + way();
            case Icmpv6Type.ECHO_REQUEST -> "request" + way();
            case Icmpv6Type.DESTINATION_UNREACHABLE -> "unreachable " + message.code() + way();
            case Icmpv6Type.PARAMETER_PROBLEM -> "problem " + message.code() + " @" + message.param32() + way();
            default -> Icmpv6Type.name(message.type()) + way();
        };
    }

    private String solicitation(NeighborSolicitation ns) {
        String check = ip().source().isUnspecified() ? " for duplicates" : "";
        return "NS " + name(ns.targetAddress()) + station() + check;
    }

    private String advertisement(NeighborAdvertisement na) {
        String flags = (na.router() ? "R" : "") + (na.solicited() ? "S" : "") + (na.override() ? "O" : "");
        return "NA " + name(na.targetAddress()) + " " + flags + way();
    }

    private String way() {
        return " > " + name(ip().destination()) + station();
    }

    private String station() {
        var to = new EthernetHeader(MemorySegment.ofArray(bytes), 0).destination();
        return to.isMulticast() ? "" : " @" + name(to);
    }
}
