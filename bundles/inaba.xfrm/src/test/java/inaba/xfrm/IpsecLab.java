package inaba.xfrm;

import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.xfrm.algorithm.Algorithms;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two gateways with a wire between them and a network behind each: `lan1 - left - wan - right - lan2`.
final class IpsecLab {
    static final int EXPERIMENT = 253;
    private static final MacAddress HOST = MacAddress.parse("02:00:00:00:ff:01");
    private static final int LAN = 1;
    private static final int WAN = 2;

    final Lab lab;
    final Wire lan1 = new Wire();
    final Wire wan = new Wire();
    final Wire lan2 = new Wire();
    final Side left;
    final Side right;

    IpsecLab(Path state) {
        lab = new Lab(state);
        left = new Side("left", lan1, 'a', 1);
        right = new Side("right", lan2, 'b', 2);
        left.knows(right);
        right.knows(left);
        settle();
    }

    void settle() {
        lab.settle();
    }

    /// The packets that the wire between the gateways has carried, from their IP headers on.
    List<MemorySegment> carried() {
        return packets(wan);
    }

    static List<MemorySegment> packets(Wire wire) {
        return wire.carried().stream()
                .map(frame -> MemorySegment.ofArray(frame.bytes()).asSlice(EthernetHeader.BYTES))
                .toList();
    }

    static int protocol(MemorySegment packet) {
        return isIpv4(packet) ? new Ipv4Header(packet, 0).protocol() : new Ipv6Header(packet, 0).nextHeader();
    }

    static boolean isIpv4(MemorySegment packet) {
        return Layouts.u8(packet, 0) >>> 4 == 4;
    }

    static boolean contains(MemorySegment packet, String text) {
        return new String(packet.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1).contains(text);
    }

    /// One gateway.
    final class Side {
        final LabNode node;
        final List<String> heard = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        private final char letter;
        private final int number;
        private final Wire lan;
        private Xfrm xfrm;

        Side(String name, Wire lan, char letter, int number) {
            this.letter = letter;
            this.number = number;
            this.lan = lan;
            node = lab.node(name, true).start(new Ear());
            node.link("lan", lan);
            node.link("wan", wan);
            xfrm = start();
            node.address("lan", "2001:db8:" + letter + "::1/64").address("lan", lan4() + ".1/24");
            node.address("wan", wan6() + "/64").address("wan", wan4() + "/24");
            neighbor(LAN, "2001:db8:" + letter + "::5", HOST);
            neighbor(LAN, lan4() + ".5", HOST);
            route("2001:db8:" + letter + "::/64", null, LAN);
            route(lan4() + ".0/24", null, LAN);
            route("2001:db8:c::/64", null, WAN);
            route("192.0.2.0/24", null, WAN);
        }

        private Xfrm start() {
            var made = new Xfrm();
            Algorithms.ALL.forEach(made::bindAlgorithm);
            made.events().listen(line -> events.add(TypedCall.text(line)));
            node.start(made);
            return made;
        }

        /// Another copy of the bundle takes over.
        void swap() {
            node.stop(xfrm);
            xfrm = start();
            settle();
        }

        void keepalive(int seconds) {
            xfrm.keepalive(seconds);
        }

        /// The bundle goes, and nothing comes instead.
        void stop() {
            node.stop(xfrm);
            settle();
        }

        String lan4() {
            return "10." + number + ".0";
        }

        String wan6() {
            return "2001:db8:c::" + number;
        }

        String wan4() {
            return "192.0.2." + number;
        }

        String wan(boolean ipv4) {
            return ipv4 ? wan4() : wan6();
        }

        String subnet(boolean ipv4) {
            return ipv4 ? lan4() + ".0/24" : "2001:db8:" + letter + "::/64";
        }

        /// A host behind the gateway.
        String host(boolean ipv4) {
            return ipv4 ? lan4() + ".5" : "2001:db8:" + letter + "::5";
        }

        void knows(Side other) {
            var mac = other.node.port("wan").mac();
            neighbor(WAN, other.wan6(), mac);
            neighbor(WAN, other.wan4(), mac);
            route(other.subnet(false), other.wan6(), WAN);
            route(other.subnet(true), other.wan4(), WAN);
        }

        List<String> xfrm(String words) {
            try {
                var printed = TypedCall.type(new XfrmCommand(node.engine(), xfrm), words);
                settle();
                return printed;
            } catch (CommandException failed) {
                throw new IllegalArgumentException(failed.getMessage(), failed);
            }
        }

        /// The gateway itself sends a packet of the experimental protocol.
        Verdict sends(String to, String text) {
            var destination = address(to);
            var output = node.engine().output();
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            var source = address(wan(destination.isMapped()));
            var packet = destination.isMapped()
                    ? output.takeIpv4(bytes.length, EXPERIMENT, source.toIpv4(), destination.toIpv4(), 64)
                    : takeIpv6(source, destination, bytes.length);
            if (destination.isMapped()) {
                new Ipv4Header(packet.memory(), packet.network()).fragment(false, false, 0);
            }
            MemorySegment.copy(bytes, 0, packet.memory(), ValueLayout.JAVA_BYTE, packet.upper(), bytes.length);
            var verdict = output.send(packet, 0);
            settle();
            return verdict;
        }

        private Packet takeIpv6(Ipv6Address source, Ipv6Address destination, int length) {
            var packet = node.engine().output().take(Ipv6Header.BYTES + length);
            new Ipv6Header(packet.memory(), packet.start())
                    .start(0, 0)
                    .nextHeader(EXPERIMENT)
                    .hopLimit(64)
                    .source(source)
                    .destination(destination);
            long upper = packet.start() + Ipv6Header.BYTES;
            return packet.upper(upper, EXPERIMENT).end(upper + length);
        }

        /// A host behind the gateway sends a packet to another address.
        void hostSends(String to, String text) {
            lan.inject(frame(
                    host(address(to).isMapped()), to, text, node.port("lan").mac()));
            settle();
        }

        /// What came to hosts behind the gateway since this was asked last.
        List<String> hostsHeard() {
            return packets(lan).stream()
                    .filter(packet -> protocol(packet) == EXPERIMENT)
                    .map(packet -> text(packet.asSlice(
                            isIpv4(packet) ? new Ipv4Header(packet, 0).headerLength() : Ipv6Header.BYTES)))
                    .toList();
        }

        long dropped(String name) {
            return node.engine().counters().totals().getOrDefault("inaba.xfrm." + name, 0L);
        }

        private void neighbor(int link, String address, MacAddress mac) {
            node.engine()
                    .neighbors()
                    .put(new NeighborRow(
                            link, address(address), mac, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON));
        }

        private void route(String to, @Nullable String via, int link) {
            var family = to.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4;
            node.engine()
                    .routes()
                    .put(new RouteRow(
                            RouteRow.MAIN,
                            family.parsePrefix(to),
                            family.all(),
                            RouteRow.Kind.UNICAST,
                            List.of(new NextHop(link, via == null ? null : address(via), 1)),
                            1024,
                            RouteRow.Preference.MEDIUM,
                            "static",
                            0,
                            null,
                            false,
                            Row.PERSON,
                            Row.FOREVER));
        }

        private final class Ear implements Protocol {
            @Override
            public String slot() {
                return "ear";
            }

            @Override
            public void start(Node on) {}

            @Override
            public void stop() {}

            @Override
            public Set<Integer> nextHeaders() {
                return Set.of(EXPERIMENT);
            }

            @Override
            public Set<Integer> ipv4Protocols() {
                return Set.of(EXPERIMENT);
            }

            @Override
            public Verdict receive(Packet packet) {
                heard.add(text(packet.memory().asSlice(packet.upper(), packet.end() - packet.upper())));
                return Verdict.Go.DELIVER;
            }
        }
    }

    static Ipv6Address address(String text) {
        return (text.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4).parseAddress(text);
    }

    private static String text(MemorySegment bytes) {
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /// A frame from a host.
    static byte[] frame(String from, String to, String text, MacAddress router) {
        boolean ipv4 = address(to).isMapped();
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        int header = ipv4 ? Ipv4Header.BYTES : Ipv6Header.BYTES;
        var frame = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + header + content.length]);
        new EthernetHeader(frame, 0)
                .destination(router)
                .source(HOST)
                .etherType(ipv4 ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6);
        long at = EthernetHeader.BYTES;
        if (ipv4) {
            new Ipv4Header(frame, at)
                    .start(Ipv4Header.BYTES)
                    .totalLength(header + content.length)
                    .identification(7)
                    .fragment(false, false, 0)
                    .timeToLive(64)
                    .protocol(EXPERIMENT)
                    .source(address(from).toIpv4())
                    .destination(address(to).toIpv4())
                    .checksum(Checksum.ipv4Header(frame, at));
        } else {
            new Ipv6Header(frame, at)
                    .start(0, 0)
                    .payloadLength(content.length)
                    .nextHeader(EXPERIMENT)
                    .hopLimit(64)
                    .source(address(from))
                    .destination(address(to));
        }
        MemorySegment.copy(content, 0, frame, ValueLayout.JAVA_BYTE, at + header, content.length);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    static boolean isProtected(MemorySegment packet) {
        return switch (protocol(packet)) {
            case IpProtocol.ESP, IpProtocol.AH, IpProtocol.IPCOMP, IpProtocol.UDP -> true;
            default -> false;
        };
    }
}
