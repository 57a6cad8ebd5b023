package inaba.mld;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.OptionsHeader;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.mld.ListenerMessage;
import inaba.wire.mld.ListenerQuery;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A message of MLD in the making, as a complete Ethernet frame: a valid one of fe80::fffe, unless changed.
final class QueryFrame {
    private static final MacAddress SOMEBODY = MacAddress.parse("02:00:00:00:ff:fe");
    private static final int ALERT_BYTES = 8;

    private final MemorySegment message = MemorySegment.ofArray(new byte[1400]);
    private Ipv6Address source = Ipv6Address.parse("fe80::fffe");
    private Ipv6Address destination = Ipv6Address.ALL_NODES;
    private MacAddress to = MacAddress.ofMulticast(Ipv6Address.ALL_NODES);
    private int hopLimit = 1;
    private int alert;
    private boolean padded;
    private int length;

    private QueryFrame(int length) {
        this.length = length;
    }

    /// A query of MLDv2 to the group, or to all nodes.
    ///
    /// @param group `::` in a General Query
    /// @param delay Maximum Response Code
    static QueryFrame query(String group, int delay, String... sources) {
        var frame = new QueryFrame(ListenerQuery.FIXED_BYTES + sources.length * Ipv6Address.BYTES);
        var address = Ipv6Address.parse(group);
        new ListenerQuery(frame.message)
                .start(address)
                .maximumResponseCode(delay)
                .flags(false, 2)
                .intervalCode(125)
                .sources(Arrays.stream(sources).map(Ipv6Address::parse).toList());
        return frame.to(address.isUnspecified() ? Ipv6Address.ALL_NODES : address);
    }

    /// A query of MLDv1.
    static QueryFrame older(String group, int delay) {
        var frame = new QueryFrame(ListenerMessage.BYTES);
        var address = Ipv6Address.parse(group);
        new ListenerMessage(frame.message).start(Icmpv6Type.MLD_QUERY, address).maximumResponseDelay(delay);
        return frame.to(address.isUnspecified() ? Ipv6Address.ALL_NODES : address);
    }

    /// A Report of MLDv1.
    static QueryFrame olderReport(String group) {
        var frame = new QueryFrame(ListenerMessage.BYTES);
        new ListenerMessage(frame.message).start(Icmpv6Type.MLD_REPORT, Ipv6Address.parse(group));
        return frame.to(Ipv6Address.parse(group));
    }

    QueryFrame type(int type) {
        Layouts.u8(message, 0, type);
        return this;
    }

    QueryFrame robustness(int value) {
        new ListenerQuery(message).flags(false, value);
        return this;
    }

    QueryFrame intervalCode(int code) {
        new ListenerQuery(message).intervalCode(code);
        return this;
    }

    QueryFrame sourcesSaid(int count) {
        Layouts.u16(message, ListenerQuery.FIXED_BYTES - Short.BYTES, count);
        return this;
    }

    /// Octets of the message, whatever it holds.
    QueryFrame length(int octets) {
        length = octets;
        return this;
    }

    QueryFrame from(String address) {
        source = Ipv6Address.parse(address);
        return this;
    }

    QueryFrame to(Ipv6Address group) {
        destination = group;
        to = MacAddress.ofMulticast(group);
        return this;
    }

    QueryFrame to(String address, MacAddress mac) {
        destination = Ipv6Address.parse(address);
        to = mac;
        return this;
    }

    QueryFrame hopLimit(int hops) {
        hopLimit = hops;
        return this;
    }

    /// @param value of Router Alert, or -1 for no such option
    QueryFrame alert(int value) {
        alert = value;
        return this;
    }

    /// Hop-by-Hop Options with padding alone.
    QueryFrame padded() {
        alert = 0;
        padded = true;
        return this;
    }

    byte[] bytes() {
        int extension = alert < 0 ? 0 : ALERT_BYTES;
        long network = EthernetHeader.BYTES;
        long upper = network + Ipv6Header.BYTES + extension;
        var frame = MemorySegment.ofArray(new byte[(int) upper + length]);
        new EthernetHeader(frame, 0).destination(to).source(SOMEBODY).etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, network)
                .start(0, 0)
                .payloadLength(extension + length)
                .nextHeader(alert < 0 ? IpProtocol.ICMPV6 : IpProtocol.HOP_BY_HOP)
                .hopLimit(hopLimit)
                .source(source)
                .destination(destination);
        if (alert >= 0) {
            alert(frame, network + Ipv6Header.BYTES);
            if (padded) {
                var options = new OptionsHeader(frame, network + Ipv6Header.BYTES);
                OptionsHeader.pad(frame, options.first(), (int) (options.end() - options.first()));
            }
        }
        frame.asSlice(upper).copyFrom(message.asSlice(0, length));
        int sum = Checksum.upperLayer(frame, network, upper, length, IpProtocol.ICMPV6);
        new Icmpv6Header(frame, upper).checksum(sum);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    private void alert(MemorySegment frame, long at) {
        new ExtensionHeader(frame, at).nextHeader(IpProtocol.ICMPV6);
        long option = new OptionsHeader(frame, at).first();
        Layouts.u8(frame, option, OptionsHeader.ROUTER_ALERT);
        Layouts.u8(frame, option + 1, Short.BYTES);
        Layouts.u16(frame, option + 2, alert);
        Layouts.u8(frame, option + 4, OptionsHeader.PADN);
    }
}
