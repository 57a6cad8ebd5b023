package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.CoreDrop;
import inaba.core.Ipv4Drop;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.packet.Pool;
import inaba.core.route.Hop;
import inaba.core.route.RouteEntry;
import inaba.wire.Checksum;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;

/// IPv4's part of the path: what RFC 1812 asks of a packet between the stages that both families share. Without views,
/// as [Path].
final class Path4 {
    private static final long MAPPED = 0xffffL << 32;

    private static final int WORDS = Ipv4Header.BYTES / 4; // a header without options

    private final Path path;
    private final Pool.Cache cache;
    private final Tally tally;
    private final Sender sender;
    private final Upcalls upcalls;
    private final Options4 options = new Options4();
    private final Ipv4Fragmenter fragmenter;

    Path4(Path path, Pool.Cache cache, Tally tally, Sender sender, Upcalls upcalls) {
        this.path = path;
        this.cache = cache;
        this.tally = tally;
        this.sender = sender;
        this.upcalls = upcalls;
        this.fragmenter = new Ipv4Fragmenter(cache);
    }

    /// A packet that was checked: for this node, or to be forwarded.
    Verdict dispatch(Plan plan, LinkView link, Packet packet) {
        var memory = packet.memory();
        int destination = memory.get(Layouts.U32, packet.network() + Ipv4Header.DESTINATION);
        if ((Layouts.u8(memory, packet.network()) & 0xf) > WORDS) {
            var verdict = options.check(packet);
            if (verdict == Ipv4Drop.OPTION_LENGTH) {
                path.parameter(options.pointer(packet));
            }
            path.explain("options", verdict, "RFC 1122 §3.2.1.8, RFC 7126");
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
        }
        int kind = plan.local().kind(packet.link(), 0, low(destination));
        if (kind == LocalAddresses.BROADCAST && directed(plan, link, packet, destination)) {
            return forward(plan, link, packet, destination, true);
        }
        if (kind != LocalAddresses.NONE) {
            var verdict = local(kind, packet);
            path.explain("local", verdict, "RFC 1122 §3.2.1.3: the address is ours");
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
            var inside = kind == LocalAddresses.UNICAST ? tunneled(plan, packet) : Verdict.Go.PASS;
            return Path.isLeft(inside) ? upcalls.deliver(packet) : inside;
        }
        if (Ipv6Address.isIpv4Multicast(destination)) {
            return CoreDrop.NOT_JOINED;
        }
        if (Ipv6Address.isIpv4LinkLocal(destination)) {
            return CoreDrop.NOT_OURS;
        }
        return link.forwarding() ? forward(plan, link, packet, destination, false) : CoreDrop.NOT_FORWARDING;
    }

    /// To all of a subnet of ours, from elsewhere, where that is wanted (RFC 1812 §5.3.5.2).
    private static boolean directed(Plan plan, LinkView link, Packet packet, int destination) {
        return plan.ipv4().directedBroadcast()
                && link.forwarding()
                && !packet.linkMulticast()
                && destination != Checks4.LIMITED_BROADCAST;
    }

    /// Fragments are put together first, on the control loop.
    private Verdict tunneled(Plan plan, Packet packet) {
        var memory = packet.memory();
        long at = packet.network();
        int protocol = Layouts.u8(memory, at + Ipv4Header.PROTOCOL);
        boolean whole = (Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET) & ~Ipv4Header.DONT_FRAGMENT) == 0;
        if (!whole || !plan.tunneling().takes(true, protocol)) {
            return Verdict.Go.PASS;
        }
        packet.upper(at + Ipv4Header.headerLength(memory, at), protocol);
        return path.decapsulate(plan, packet);
    }

    private static Verdict local(int kind, Packet packet) {
        return switch (kind) {
            case LocalAddresses.TENTATIVE -> CoreDrop.TENTATIVE;
            case LocalAddresses.SUBNET -> Ipv4Drop.SUBNET_ADDRESS;
            case LocalAddresses.BROADCAST -> packet.linkMulticast() ? Verdict.Go.DELIVER : Ipv4Drop.DIRECTED_BROADCAST;
            case LocalAddresses.GROUP -> Verdict.Go.DELIVER;
            default -> packet.linkMulticast() ? Ipv4Drop.UNICAST_IN_BROADCAST : Verdict.Go.DELIVER;
        };
    }

    /// @param toAll the destination is the broadcast address of a subnet of ours
    private Verdict forward(Plan plan, LinkView link, Packet packet, int destination, boolean toAll) {
        if (packet.linkMulticast()) {
            return CoreDrop.NOT_OURS;
        }
        var memory = packet.memory();
        int source = memory.get(Layouts.U32, packet.network() + Ipv4Header.SOURCE);
        if (source == 0) {
            return CoreDrop.SOURCE_UNSPECIFIED;
        }
        if (Ipv6Address.isIpv4LinkLocal(source)) {
            return Ipv4Drop.LINK_LOCAL;
        }
        int timeToLive = Layouts.u8(memory, packet.network() + Ipv4Header.TIME_TO_LIVE);
        if (timeToLive <= 1) {
            path.explain("time to live", CoreDrop.HOP_LIMIT, "RFC 1812 §5.3.1");
            return CoreDrop.HOP_LIMIT;
        }
        int value = path.lookup(link.fib4(), IpFamily.IPV4, 0, low(destination));
        var group = path.group(plan, value);
        RouteEntry choice = null;
        if (group == null) {
            choice = path.choice(plan, value, 0, low(source));
            if (choice == null) {
                path.explain("route", CoreDrop.NO_ROUTE, "RFC 1812 §5.2.4: no prefix of the table matches");
                return CoreDrop.NO_ROUTE;
            }
            if (choice.group() == null) {
                path.explain(choice.row(), Path.unusable(choice));
                return Path.unusable(choice);
            }
            group = choice.group();
        }
        packet.flow(Flow.hash4(packet));
        var hop = group.pick(packet.flow());
        if (toAll && hop.link() == packet.link()) {
            return Ipv4Drop.DIRECTED_BROADCAST;
        }
        path.explain(choice, hop);
        return leave(plan, packet, hop, timeToLive, toAll);
    }

    private Verdict leave(Plan plan, Packet packet, Hop hop, int timeToLive, boolean toAll) {
        if (Path.goesBack(packet, hop)) {
            return CoreDrop.POINT_TO_POINT;
        }
        var verdict = path.run(plan.forward(), packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        if ((Layouts.u8(packet.memory(), packet.network()) & 0xf) > WORDS
                && plan.ipv4().recordsOptions()) {
            verdict = fill(plan, packet, hop);
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
        }
        verdict = path.guard().forward(plan, packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        var dst = path.guard().out(plan, packet, hop.link(), hop.dst());
        int mtu = dst.innerMtu();
        boolean tooBig = packet.length() > mtu;
        if (tooBig && mustStayWhole(packet)) {
            path.parameter(mtu);
            path.explain("mtu", CoreDrop.TOO_BIG, "RFC 1191 §4");
            return CoreDrop.TOO_BIG;
        }
        if (hop.link() == packet.link() && dst == hop.dst() && packet.nesting() == 0 && !(dst instanceof OutletDst)) {
            redirect(packet, hop);
        }
        decrement(packet, timeToLive);
        verdict = path.run(plan.egress(), packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        if (toAll && hop.via() == null && dst == hop.dst()) {
            return tooBig ? CoreDrop.TOO_BIG : sender.frame(hop.link(), MacAddress.BROADCAST.value(), packet);
        }
        return path.sent(tooBig ? fragments(packet, dst, mtu) : dst.output(packet, sender));
    }

    private Verdict fill(Plan plan, Packet packet, Hop hop) {
        var out = plan.link(hop.link());
        var verdict = options.fill(packet, plan, out == null ? 0 : out.address4());
        if (verdict != Verdict.Go.DELIVER) {
            path.parameter(options.pointer(packet));
        }
        path.explain("record", verdict, "RFC 1812 §5.3.13.5, §5.3.13.6");
        return verdict;
    }

    private void redirect(Packet packet, Hop hop) {
        var via = hop.via();
        int destination = packet.memory().get(Layouts.U32, packet.network() + Ipv4Header.DESTINATION);
        path.redirect(packet, 0, via == null ? low(destination) : via.low());
    }

    private static boolean mustStayWhole(Packet packet) {
        int flags = Layouts.u16(packet.memory(), packet.network() + Ipv4Header.FLAGS_OFFSET);
        return (flags & Ipv4Header.DONT_FRAGMENT) != 0;
    }

    /// One hop less, and the checksum by what changed alone (RFC 1624 §3).
    private static void decrement(Packet packet, int timeToLive) {
        var memory = packet.memory();
        long at = packet.network();
        int protocol = Layouts.u8(memory, at + Ipv4Header.PROTOCOL);
        int checksum = Checksum.update(
                Layouts.u16(memory, at + Ipv4Header.CHECKSUM),
                timeToLive << 8 | protocol,
                timeToLive - 1 << 8 | protocol);
        Layouts.u8(memory, at + Ipv4Header.TIME_TO_LIVE, timeToLive - 1);
        Layouts.u16(memory, at + Ipv4Header.CHECKSUM, checksum);
    }

    /// RFC 791 §2.3. The first fragment is the packet that came in; the others count as copies of it.
    private Verdict fragments(Packet packet, Dst dst, int mtu) {
        if (path.traced()) {
            path.explain("mtu", Verdict.Go.DELIVER, "RFC 791 §2.3: cut into fragments of " + mtu + " bytes");
            return dst.output(packet, sender);
        }
        int more = fragmenter.cut(packet, mtu);
        if (more == 0) {
            return Ipv4Drop.FRAGMENTS_REFUSED;
        }
        int link = packet.link();
        var verdict = dst.output(packet, sender);
        tally.add(link, Column.COPIES, more);
        for (int i = 0; i < more; i++) {
            var fragment = fragmenter.fragment(i);
            if (dst.output(fragment, sender) instanceof DropReason) {
                cache.give(fragment); // the first one tells why
            }
        }
        return verdict;
    }

    private static long low(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }
}
