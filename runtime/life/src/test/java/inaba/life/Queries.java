package inaba.life;

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

/// General Queries of a stranger, fe80::fffe.
final class Queries {
    private static final int ALERT_BYTES = 8;
    private static final int DELAY_MILLIS = 10_000;
    private static final int INTERVAL_S = 125;
    private static final int ROBUSTNESS = 2;

    private Queries() {}

    /// @param older of MLDv1
    static byte[] general(boolean older) {
        int length = older ? ListenerMessage.BYTES : ListenerQuery.FIXED_BYTES;
        long network = EthernetHeader.BYTES;
        long alert = network + Ipv6Header.BYTES;
        long upper = alert + ALERT_BYTES;
        var frame = MemorySegment.ofArray(new byte[(int) upper + length]);
        new EthernetHeader(frame, 0)
                .destination(MacAddress.ofMulticast(Ipv6Address.ALL_NODES))
                .source(MacAddress.parse("02:00:00:00:ff:fe"))
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, network)
                .start(0, 0)
                .payloadLength(ALERT_BYTES + length)
                .nextHeader(IpProtocol.HOP_BY_HOP)
                .hopLimit(1)
                .source(Ipv6Address.parse("fe80::fffe"))
                .destination(Ipv6Address.ALL_NODES);
        new ExtensionHeader(frame, alert).nextHeader(IpProtocol.ICMPV6);
        long option = new OptionsHeader(frame, alert).first();
        Layouts.u8(frame, option, OptionsHeader.ROUTER_ALERT);
        Layouts.u8(frame, option + 1, Short.BYTES);
        OptionsHeader.pad(frame, option + Short.BYTES + Short.BYTES, Short.BYTES);
        var message = frame.asSlice(upper);
        if (older) {
            new ListenerMessage(message)
                    .start(Icmpv6Type.MLD_QUERY, Ipv6Address.UNSPECIFIED)
                    .maximumResponseDelay(DELAY_MILLIS);
        } else {
            new ListenerQuery(message)
                    .start(Ipv6Address.UNSPECIFIED)
                    .maximumResponseCode(DELAY_MILLIS)
                    .flags(false, ROBUSTNESS)
                    .intervalCode(INTERVAL_S);
        }
        int sum = Checksum.upperLayer(frame, network, upper, length, IpProtocol.ICMPV6);
        new Icmpv6Header(frame, upper).checksum(sum);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }
}
