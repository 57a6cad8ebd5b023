package inaba.core.output;

import inaba.api.link.AddressRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Output;
import inaba.api.transform.Dst;
import inaba.core.CoreDrop;
import inaba.core.Ipv4Drop;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.packet.Addresses;
import inaba.core.packet.Pool;
import inaba.core.path.Ipv4Fragmenter;
import inaba.core.path.Ipv6Fragmenter;
import inaba.core.path.LinkDst;
import inaba.core.path.LocalAddresses;
import inaba.core.path.Plan;
import inaba.core.path.Sender;
import inaba.core.slot.LoopThread;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The stage `output`, on the control loop: what the node itself makes is finished, routed, cut and sent.
public final class OutputPath implements Output {
    private static final int NODE = 0;

    private final Supplier<Plan> plans;
    private final Pool.Cache cache;
    private final Tally tally;
    private final Sender sender;
    private final Resolver resolver;
    private final Consumer<Packet> loopback;
    private final SentLog sent;
    private final OwnHeaders headers;
    private final Ipv6Fragmenter fragmenter;
    private final Ipv4Fragmenter fragmenter4;
    private final Onward onward;

    /// Where a packet of ours goes.
    public interface Resolver {
        /// @param link where link-local destinations are meant, or 0
        /// @return null when there is no route
        @Nullable
        Way way(Ipv6Address destination, Ipv6Address source, int link);

        @Nullable
        Ipv6Address source(Ipv6Address destination, int link);

        /// See [Output#tentativeSource].
        @Nullable
        AddressRow tentativeSource(Ipv6Address destination, int link);

        /// The path MTU towards the destination, at most that of the way.
        int pathMtu(Ipv6Address destination, Way way);
    }

    /// The end of a lookup.
    ///
    /// @param dst the chain of outputs to the next hop
    public record Way(int link, Dst dst) {}

    /// @param loopback takes packets for this node
    /// @param sent remembers long packets
    public OutputPath(
            Supplier<Plan> plans,
            Pool.Cache cache,
            Tally tally,
            Sender sender,
            Resolver resolver,
            Consumer<Packet> loopback,
            SentLog sent,
            RandomGenerator random) {
        this.plans = plans;
        this.cache = cache;
        this.tally = tally;
        this.sender = sender;
        this.resolver = resolver;
        this.loopback = loopback;
        this.sent = sent;
        this.headers = new OwnHeaders(random);
        this.fragmenter = new Ipv6Fragmenter(cache, random);
        this.fragmenter4 = new Ipv4Fragmenter(cache);
        this.onward = new Onward(cache, random);
    }

    @Override
    public Packet take(int bytes) {
        LoopThread.check();
        var packet = cache.take(bytes);
        if (packet == null) {
            throw new IllegalStateException("the packet pool is exhausted");
        }
        return packet.own(true);
    }

    @Override
    public void release(Packet packet) {
        adopt(packet);
        cache.give(packet);
    }

    @Override
    public @Nullable Ipv6Address source(Ipv6Address destination, int link) {
        return resolver.source(destination, link);
    }

    @Override
    public @Nullable AddressRow tentativeSource(Ipv6Address destination, int link) {
        return resolver.tentativeSource(destination, link);
    }

    @Override
    public Verdict send(Packet packet, int link) {
        adopt(packet);
        packet.network(packet.start());
        var destination = Addresses.destination(packet);
        var source = Addresses.source(packet);
        if (source.isUnspecified()) {
            var chosen = resolver.source(destination, link);
            if (chosen == null) {
                return drop(packet, CoreDrop.NO_SOURCE);
            }
            Addresses.source(packet, chosen);
            source = chosen;
        }
        headers.finish(packet);
        int kind = plans.get().local().kind(link, destination.high(), destination.low());
        if (kind == LocalAddresses.UNICAST || kind == LocalAddresses.ANYCAST) {
            return loop(packet, link);
        }
        if (kind == LocalAddresses.BROADCAST || kind == LocalAddresses.SUBNET) {
            return drop(packet, Ipv4Drop.BROADCAST_DESTINATION);
        }
        if (destination.isMulticast() && destination.multicastScope() <= Ipv6Address.SCOPE_INTERFACE) {
            return stay(packet, destination, kind, link);
        }
        var way = resolver.way(destination, source, link);
        if (way == null) {
            return drop(packet, CoreDrop.NO_ROUTE);
        }
        if (kind == LocalAddresses.GROUP && !isLinkUpkeep(packet)) {
            loopCopy(packet, way.link());
        }
        return out(packet, way, resolver.pathMtu(destination, way));
    }

    @Override
    public Verdict sendTo(Packet packet, int link, MacAddress destination) {
        adopt(packet);
        packet.network(packet.start());
        headers.finish(packet);
        sender.plan(plans.get());
        tally.add(link, Column.GENERATED, 1);
        return settle(packet, sender.frame(link, destination.value(), packet));
    }

    /// The packet is the node's from now on; one that came in, and was held since, has served its purpose.
    private void adopt(Packet packet) {
        if (!packet.own()) {
            tally.add(packet.link(), Column.HELD, -1);
            tally.add(packet.link(), Column.CONSUMED, 1);
            packet.own(true);
        }
    }

    /// Where policy wants it, through the chain that protects; in tunnel mode it is cut before, in transport mode
    /// behind.
    private Verdict out(Packet packet, Way way, int mtu) {
        var gate = plans.get().gate();
        if (gate == null) {
            return cut(packet, way, mtu);
        }
        sender.plan(plans.get());
        var end = onward.to(way, mtu);
        var chain = sender.guard().out(plans.get(), packet, way.link(), end);
        return chain == end ? cut(packet, way, mtu) : cut(packet, new Way(way.link(), chain), chain.innerMtu());
    }

    private Verdict cut(Packet packet, Way way, int mtu) {
        if (packet.length() <= mtu) {
            return transmit(packet, way);
        }
        return packet.isIpv4() ? outInFragments4(packet, way, mtu) : outInFragments(packet, way, mtu);
    }

    private Verdict outInFragments(Packet packet, Way way, int mtu) {
        int more = fragmenter.cut(packet, mtu);
        if (more == 0) {
            return drop(packet, CoreDrop.TOO_BIG);
        }
        var last = transmit(packet, way);
        for (int i = 0; i < more; i++) {
            last = transmit(fragmenter.fragment(i), way);
        }
        return last;
    }

    /// RFC 791 §3.2, unless its maker said not to.
    private Verdict outInFragments4(Packet packet, Way way, int mtu) {
        boolean whole = new Ipv4Header(packet.memory(), packet.network()).dontFragment();
        int more = whole ? 0 : fragmenter4.cut(packet, mtu);
        if (more == 0) {
            return drop(packet, whole ? CoreDrop.TOO_BIG : Ipv4Drop.FRAGMENTS_REFUSED);
        }
        var last = transmit(packet, way);
        for (int i = 0; i < more; i++) {
            last = transmit(fragmenter4.fragment(i), way);
        }
        return last;
    }

    private Verdict transmit(Packet packet, Way way) {
        sender.plan(plans.get());
        tally.add(way.link(), Column.GENERATED, 1);
        packet.link(way.link());
        sent.sent(packet);
        return settle(packet, way.dst().output(packet, sender));
    }

    /// RFC 4291 §2.7: the reserved scope is nobody's, and interface-local is for loopback only.
    private Verdict stay(Packet packet, Ipv6Address group, int kind, int link) {
        if (kind == LocalAddresses.GROUP && group.multicastScope() == Ipv6Address.SCOPE_INTERFACE) {
            return loop(packet.linkMulticast(true), link);
        }
        return drop(packet, CoreDrop.MULTICAST_SCOPE);
    }

    private Verdict settle(Packet packet, Verdict verdict) {
        return verdict instanceof DropReason reason ? drop(packet, reason) : verdict;
    }

    private Verdict drop(Packet packet, DropReason reason) {
        tally.drop(NODE, reason);
        cache.give(packet);
        return reason;
    }

    private Verdict loop(Packet packet, int link) {
        packet.link(link).guarded(true); // what does not leave the node needs no protection
        loopback.accept(packet);
        return Verdict.Go.FORWARD;
    }

    private void loopCopy(Packet packet, int link) {
        var copy = cache.take(packet.length());
        if (copy != null) {
            loop(copy.copyOf(packet, Pool.HEADROOM).own(true).linkMulticast(true), link);
        }
    }

    /// Neighbor Discovery, MLD and IGMP are never meant for the node that sends them.
    private static boolean isLinkUpkeep(Packet packet) {
        if (packet.isIpv4()) {
            return packet.upperProtocol() == IpProtocol.IGMP;
        }
        if (packet.upperProtocol() != IpProtocol.ICMPV6) {
            return false;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        return Icmpv6Type.isNeighborDiscovery(type) || Icmpv6Type.isMld(type);
    }

    /// The way of multicast and link-local destinations: straight out of a link.
    public static Way onLink(int link, int mtu, Plan plan) {
        return new Way(link, new LinkDst(link, mtu, plan.adjacencies()));
    }
}
