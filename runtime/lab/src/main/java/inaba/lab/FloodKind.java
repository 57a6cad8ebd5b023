package inaba.lab;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What somebody on a link can send without end. Each frame is of somebody else, or names somebody else.
enum FloodKind {
    ROUTER_ADVERTISEMENTS("Router Advertisements", RouterAdvertisement.FIXED_BYTES + LinkLayerAddressOption.BYTES) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            var mac = mac(which);
            head(frame, MacAddress.ofMulticast(Ipv6Address.ALL_NODES), mac);
            var ip = ip(frame, IpProtocol.ICMPV6, ND_HOPS).source(Ipv6Address.linkLocal(FIRST + which));
            ip.destination(Ipv6Address.ALL_NODES);
            var message = frame.asSlice(UPPER);
            new RouterAdvertisement(message).start().curHopLimit(1).routerLifetime(which & 0xffff);
            new NdOptionsWriter(message, RouterAdvertisement.FIXED_BYTES).sourceLinkLayerAddress(mac);
            sum(frame);
        }
    },
    NEIGHBOR_SOLICITATIONS("Neighbor Solicitations", NeighborSolicitation.FIXED_BYTES + LinkLayerAddressOption.BYTES) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            var mac = mac(which);
            var group = on.router.solicitedNode();
            head(frame, MacAddress.ofMulticast(group), mac);
            ip(frame, IpProtocol.ICMPV6, ND_HOPS).source(on.neighbor(which)).destination(group);
            var message = frame.asSlice(UPPER);
            new NeighborSolicitation(message).start().targetAddress(on.router);
            new NdOptionsWriter(message, NeighborSolicitation.FIXED_BYTES).sourceLinkLayerAddress(mac);
            sum(frame);
        }
    },
    NEIGHBOR_ADVERTISEMENTS(
            "Neighbor Advertisements", NeighborAdvertisement.FIXED_BYTES + LinkLayerAddressOption.BYTES) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            var mac = mac(which);
            var address = on.neighbor(which);
            head(frame, MacAddress.ofMulticast(Ipv6Address.ALL_NODES), mac);
            ip(frame, IpProtocol.ICMPV6, ND_HOPS).source(address).destination(Ipv6Address.ALL_NODES);
            var message = frame.asSlice(UPPER);
            new NeighborAdvertisement(message).start().flags(true, false, true).targetAddress(address);
            new NdOptionsWriter(message, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(mac);
            sum(frame);
        }
    },
    MLD("MLD reports", Sizes.ROUTER_ALERT + Sizes.REPORT) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            var routers = Ipv6Address.ALL_MLDV2_ROUTERS;
            head(frame, MacAddress.ofMulticast(routers), mac(which));
            ip(frame, IpProtocol.HOP_BY_HOP, 1)
                    .source(Ipv6Address.linkLocal(FIRST + which))
                    .destination(routers);
            octets(frame, UPPER, IpProtocol.ICMPV6, 0, 5, 2, 0, 0, 1, 0); // RFC 2711 §2.1
            long message = UPPER + Sizes.ROUTER_ALERT;
            octets(frame, message, Icmpv6Type.MLDV2_REPORT, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0); // RFC 3810 §5.2
            new Ipv6Address(0xff15L << 48, FIRST + which).write(frame, message + 12);
            sum(frame, message);
        }
    },
    PACKET_TOO_BIG("Packet Too Big", 8 + Ipv6Header.BYTES + 8) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            head(frame, on.mac, mac(which));
            ip(frame, IpProtocol.ICMPV6, HOPS).source(on.neighbor(which)).destination(on.router);
            octets(frame, UPPER, Icmpv6Type.PACKET_TOO_BIG, 0, 0, 0, 0, 0, 5, 0); // MTU 1280
            new Ipv6Header(frame, UPPER + 8)
                    .start(0, 0)
                    .payloadLength(1400)
                    .nextHeader(IpProtocol.UDP)
                    .hopLimit(HOPS)
                    .source(on.router)
                    .destination(on.neighbor(which));
            sum(frame);
        }
    },
    FRAGMENTS("fragments", FragmentHeader.BYTES + 64) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            head(frame, on.mac, mac(0));
            ip(frame, IpProtocol.FRAGMENT, HOPS).source(on.neighbor(which)).destination(on.router);
            octets(frame, UPPER, IpProtocol.UDP, 0, 0, 1, which >>> 24, which >>> 16, which >>> 8, which);
        }
    },
    ICMPV6("random ICMPv6", 32) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            head(frame, on.mac, mac(0));
            ip(frame, IpProtocol.ICMPV6, which & 0xff)
                    .source(on.neighbor(which))
                    .destination(on.router);
            octets(frame, UPPER, which * 0x9e37_79b9 >>> 24, which >>> 8, 0, 0, which >>> 16, which);
            sum(frame);
        }
    },
    DESTINATIONS("unknown destinations", 32) {
        @Override
        void write(MemorySegment frame, int which, Ground on) {
            head(frame, on.mac, mac(0));
            ip(frame, IpProtocol.NO_NEXT_HEADER, HOPS)
                    .source(on.host)
                    .destination(on.elsewhere.withInterfaceId(FIRST + which));
        }
    };

    private static final long NETWORK = EthernetHeader.BYTES;
    private static final long UPPER = NETWORK + Ipv6Header.BYTES;
    private static final int HOPS = 64;
    private static final int ND_HOPS = 255;
    /// Interface identifiers and MACs of nobody.
    private static final long FIRST = 0x5eed_0000_0000L;
    private static final long FIRST_MAC = 0x0600_0000_0000L;

    private final String title;
    private final int payload;

    /// Of what has no view here.
    private static final class Sizes {
        static final int ROUTER_ALERT = 8;
        static final int REPORT = 8 + 20;
    }

    /// The link that it comes in on.
    ///
    /// @param mac of the appliance's device there
    /// @param router the appliance's address there
    /// @param host who floods
    /// @param elsewhere the subnet of another link
    record Ground(MacAddress mac, Ipv6Address router, Ipv6Address host, Ipv6Address elsewhere) {
        Ipv6Address neighbor(int which) {
            return router.withInterfaceId(FIRST + which);
        }
    }

    FloodKind(String title, int payload) {
        this.title = title;
        this.payload = payload;
    }

    /// For people.
    String title() {
        return title;
    }

    Frames frames(Arena arena, int count, Ground on) {
        return new Frames(arena, count, (int) UPPER + payload, (which, frame) -> write(frame, which, on));
    }

    abstract void write(MemorySegment frame, int which, Ground on);

    private static MacAddress mac(int which) {
        return new MacAddress(FIRST_MAC + which);
    }

    private static void head(MemorySegment frame, MacAddress to, MacAddress from) {
        new EthernetHeader(frame, 0).destination(to).source(from).etherType(EthernetHeader.ETHERTYPE_IPV6);
    }

    private static Ipv6Header ip(MemorySegment frame, int next, int hops) {
        return new Ipv6Header(frame, NETWORK)
                .start(0, 0)
                .payloadLength((int) (frame.byteSize() - UPPER))
                .nextHeader(next)
                .hopLimit(hops);
    }

    private static void octets(MemorySegment frame, long at, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            frame.set(ValueLayout.JAVA_BYTE, at + i, (byte) octets[i]);
        }
    }

    private static void sum(MemorySegment frame) {
        sum(frame, UPPER);
    }

    private static void sum(MemorySegment frame, long message) {
        int length = (int) (frame.byteSize() - message);
        int sum = Checksum.upperLayer(frame, NETWORK, message, length, IpProtocol.ICMPV6);
        new Icmpv6Header(frame, message).checksum(sum);
    }
}
