package inaba.testkit.nd;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterPreference;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A Neighbor Discovery message in the making, as a complete Ethernet frame with a right checksum.
public final class NdFrame {
    private static final int MOST = 1500;
    private static final long RESERVED = 4;
    private static final MacAddress SOMEBODY = MacAddress.parse("02:00:00:00:ff:fe");

    private final MemorySegment memory = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + MOST]);
    private final MemorySegment message = memory.asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES);
    private final Ipv6Header ip = new Ipv6Header(memory, EthernetHeader.BYTES);
    private final NdOptionsWriter options;
    private MacAddress from = SOMEBODY;
    private MacAddress to = MacAddress.ZERO;
    private byte[] tail = {};
    private int cut;
    private int damage;
    private boolean fragment;

    private NdFrame(int fixed) {
        ip.start(0, 0).nextHeader(IpProtocol.ICMPV6).hopLimit(255);
        options = new NdOptionsWriter(message, fixed);
    }

    /// From fe80::fffe to the solicited-node group of the target, unless changed.
    public static NdFrame neighborSolicitation(String target) {
        var frame = new NdFrame(NeighborSolicitation.FIXED_BYTES);
        var address = Ipv6Address.parse(target);
        new NeighborSolicitation(frame.message).start().targetAddress(address);
        return frame.from("fe80::fffe").to(address.solicitedNode());
    }

    /// From the target to all nodes, unless changed.
    ///
    /// @param flags of R, S, O
    public static NdFrame neighborAdvertisement(String target, String flags) {
        var frame = new NdFrame(NeighborAdvertisement.FIXED_BYTES);
        new NeighborAdvertisement(frame.message)
                .start()
                .flags(flags.contains("R"), flags.contains("S"), flags.contains("O"))
                .targetAddress(Ipv6Address.parse(target));
        return frame.from(target).to(Ipv6Address.ALL_NODES);
    }

    /// From fe80::fffe to all routers, unless changed.
    public static NdFrame routerSolicitation() {
        var frame = new NdFrame(RouterSolicitation.FIXED_BYTES);
        new RouterSolicitation(frame.message).start();
        return frame.from("fe80::fffe").to(Ipv6Address.ALL_ROUTERS);
    }

    /// From fe80::fffe to all nodes, unless changed.
    ///
    /// @param lifetime seconds
    public static NdFrame routerAdvertisement(int lifetime) {
        return routerAdvertisement(lifetime, 0, 0, 0);
    }

    /// @param hopLimit of hosts' packets, 0 = unspecified
    /// @param reachable milliseconds, 0 = unspecified
    /// @param retrans milliseconds, 0 = unspecified
    public static NdFrame routerAdvertisement(int lifetime, int hopLimit, long reachable, long retrans) {
        var frame = new NdFrame(RouterAdvertisement.FIXED_BYTES);
        new RouterAdvertisement(frame.message)
                .start()
                .curHopLimit(hopLimit)
                .routerLifetime(lifetime)
                .reachableTime(reachable)
                .retransTimer(retrans);
        return frame.from("fe80::fffe").to(Ipv6Address.ALL_NODES);
    }

    /// From fe80::fffe to all nodes, unless changed; it belongs to a host.
    public static NdFrame redirect(String target, String destination) {
        var frame = new NdFrame(Redirect.FIXED_BYTES);
        new Redirect(frame.message)
                .start()
                .target(Ipv6Address.parse(target))
                .destination(Ipv6Address.parse(destination));
        return frame.from("fe80::fffe").to(Ipv6Address.ALL_NODES);
    }

    public NdFrame from(String source) {
        ip.source(Ipv6Address.parse(source));
        return this;
    }

    /// The Ethernet source.
    public NdFrame from(MacAddress source) {
        from = source;
        return this;
    }

    /// A group; its Ethernet address follows.
    public NdFrame to(Ipv6Address group) {
        return to(group.toString(), MacAddress.ofMulticast(group));
    }

    public NdFrame to(String destination, MacAddress mac) {
        ip.destination(Ipv6Address.parse(destination));
        to = mac;
        return this;
    }

    public NdFrame hopLimit(int hops) {
        ip.hopLimit(hops);
        return this;
    }

    public NdFrame code(int code) {
        new Icmpv6Header(message, 0).code(code);
        return this;
    }

    public NdFrame sourceMac(MacAddress mac) {
        options.sourceLinkLayerAddress(mac);
        return this;
    }

    public NdFrame targetMac(MacAddress mac) {
        options.targetLinkLayerAddress(mac);
        return this;
    }

    public NdFrame nonce(byte[] nonce) {
        options.nonce(nonce);
        return this;
    }

    public NdFrame mtu(long mtu) {
        options.mtu(mtu);
        return this;
    }

    /// @param flags of L, A
    /// @param valid seconds
    /// @param preferred seconds
    public NdFrame prefix(String prefix, String flags, long valid, long preferred) {
        options.prefixInformation(Prefix.parse(prefix), flags.contains("L"), flags.contains("A"), valid, preferred);
        return this;
    }

    /// Of a Router Advertisement: how much its router is preferred, RFC 4191 §2.2.
    public NdFrame preference(RouterPreference preference) {
        new RouterAdvertisement(message).preference(preference);
        return this;
    }

    /// @param lifetime seconds
    public NdFrame route(String prefix, RouterPreference preference, long lifetime) {
        options.routeInformation(Prefix.parse(prefix), preference, lifetime);
        return this;
    }

    /// Octets behind the other options, as they are.
    public NdFrame raw(int... octets) {
        tail = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            tail[i] = (byte) octets[i];
        }
        return this;
    }

    /// The 32 bits behind the checksum, which most messages reserve.
    public NdFrame reserved(int bits) {
        message.set(Layouts.U32, RESERVED, bits);
        return this;
    }

    /// So many octets less at the end of the message, with a right checksum.
    public NdFrame without(int octets) {
        cut = octets;
        return this;
    }

    /// A checksum that is wrong.
    public NdFrame damaged() {
        damage = 1;
        return this;
    }

    /// With a Fragment header, though it is whole: RFC 6980.
    public NdFrame atomicFragment() {
        fragment = true;
        return this;
    }

    /// The finished frame.
    public byte[] bytes() {
        MemorySegment.copy(tail, 0, message, ValueLayout.JAVA_BYTE, options.end(), tail.length);
        int length = (int) options.end() + tail.length - cut;
        ip.payloadLength(length);
        new EthernetHeader(memory, 0).destination(to).source(from).etherType(EthernetHeader.ETHERTYPE_IPV6);
        long upper = EthernetHeader.BYTES + (long) Ipv6Header.BYTES;
        var icmp = new Icmpv6Header(message, 0).checksum(0);
        int sum = Checksum.upperLayer(memory, EthernetHeader.BYTES, upper, length, IpProtocol.ICMPV6);
        icmp.checksum(sum ^ damage);
        var frame = memory.asSlice(0, upper + length);
        return fragment ? fragmented(frame, upper) : frame.toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] fragmented(MemorySegment frame, long upper) {
        long rest = frame.byteSize() - upper;
        var with = MemorySegment.ofArray(new byte[(int) frame.byteSize() + FragmentHeader.BYTES]);
        MemorySegment.copy(frame, 0, with, 0, upper);
        MemorySegment.copy(frame, upper, with, upper + FragmentHeader.BYTES, rest);
        with.set(ValueLayout.JAVA_BYTE, upper, (byte) IpProtocol.ICMPV6);
        new Ipv6Header(with, EthernetHeader.BYTES)
                .nextHeader(IpProtocol.FRAGMENT)
                .payloadLength((int) rest + FragmentHeader.BYTES);
        return with.toArray(ValueLayout.JAVA_BYTE);
    }
}
