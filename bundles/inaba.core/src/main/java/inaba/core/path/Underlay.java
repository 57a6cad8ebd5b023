package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.Fib;
import inaba.api.transform.Dst;
import inaba.core.CoreDrop;
import inaba.core.Ipv4Drop;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.packet.Pool;
import inaba.core.route.FibKey;
import inaba.core.route.Hop;
import inaba.core.route.RouteEntry;
import inaba.core.slot.Faults;
import inaba.wire.Checksum;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where outer packets go, on the thread that made them: lookup, egress hooks, fragments. One for each thread; without
/// views, as all that many packets pass.
final class Underlay {
    private static final long MAPPED = 0xffffL << 32;
    private static final int IDENTIFICATIONS = 0x1_0000;

    private final Sender sender;
    private final Pool.Cache cache;
    private final Tally tally;
    private final Faults faults;
    private final @Nullable Trace trace;
    private final Hooks hooks;
    /// By nesting: a tunnel in a tunnel cuts while the outer one goes through its fragments.
    private final @Nullable Ipv4Fragmenter[] fragmenters4 = new Ipv4Fragmenter[Tunneling.MOST_NESTED + 1];

    private final @Nullable Ipv6Fragmenter[] fragmenters6 = new Ipv6Fragmenter[Tunneling.MOST_NESTED + 1];
    private @Nullable RandomGenerator random;

    Underlay(Sender sender, Pool.Cache cache, Tally tally, Faults faults, @Nullable Trace trace) {
        this.sender = sender;
        this.cache = cache;
        this.tally = tally;
        this.faults = faults;
        this.trace = trace;
        this.hooks = new Hooks(faults, trace);
    }

    /// See [Dst.Egress#route].
    Verdict route(Plan plan, Packet packet, int device, int mtu) {
        packet.network(packet.start());
        boolean ipv4 = packet.isIpv4();
        var memory = packet.memory();
        long at = packet.network();
        long to = at + Ipv6Header.DESTINATION;
        long high = ipv4 ? 0 : Ipv6Address.high(memory, to);
        long low = ipv4 ? mapped(memory.get(Layouts.U32, at + Ipv4Header.DESTINATION)) : Ipv6Address.low(memory, to);
        int kind = plan.local().kind(device, high, low);
        if (kind != LocalAddresses.NONE && kind != LocalAddresses.PROXY) {
            return CoreDrop.TUNNEL_TO_ITSELF;
        }
        boolean onLink = ipv4 ? Ipv6Address.isIpv4LinkLocal((int) low) : Ipv6Address.isLinkLocal(high);
        var hop = onLink ? null : hop(plan, packet, device, high, low);
        if (hop == null && !(onLink && device != 0)) {
            return CoreDrop.TUNNEL_UNREACHABLE;
        }
        var verdict = hooks.run(plan.egress(), packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        int most = hop == null ? plan.mtu(device) : hop.dst().innerMtu();
        return send(plan, packet, hop, device, mtu == 0 ? most : Math.min(mtu, most));
    }

    private @Nullable Hop hop(Plan plan, Packet packet, int device, long high, long low) {
        boolean ipv4 = packet.isIpv4();
        var view = device == 0 ? null : plan.link(device);
        if (device != 0 && view == null) {
            return null;
        }
        var fib = view == null
                ? ipv4 ? plan.tunneling().fib4() : plan.tunneling().fib()
                : ipv4 ? view.fib4() : view.fib();
        var entry = lookup(plan, fib, ipv4 ? IpFamily.IPV4 : IpFamily.IPV6, high, low);
        var choice = entry == null ? null : choose(entry, packet);
        if (choice == null) {
            return null;
        }
        var group = choice.group();
        var hop = group == null ? null : group.pick(packet.flow());
        if (group != null && hop != null && device != 0 && hop.link() != device) {
            hop = group.on(device);
        }
        if (trace != null) {
            trace.route(choice.row(), hop == null ? CoreDrop.TUNNEL_UNREACHABLE : Verdict.Go.DELIVER);
        }
        return hop;
    }

    private @Nullable RouteEntry lookup(Plan plan, Fib fib, IpFamily family, long high, long low) {
        try {
            int value = FibKey.lookup(family, fib, high, low);
            return value < 0 ? null : plan.nextHops().get(value);
        } catch (RuntimeException | Error thrown) {
            faults.caught(fib, thrown);
            return null;
        }
    }

    private static @Nullable RouteEntry choose(RouteEntry entry, Packet packet) {
        var memory = packet.memory();
        long from = packet.network() + Ipv6Header.SOURCE;
        return packet.isIpv4()
                ? entry.choose(0, mapped(memory.get(Layouts.U32, packet.network() + Ipv4Header.SOURCE)))
                : entry.choose(Ipv6Address.high(memory, from), Ipv6Address.low(memory, from));
    }

    private Verdict send(Plan plan, Packet packet, @Nullable Hop hop, int device, int mtu) {
        if (!packet.guarded() && hop != null) {
            var chain = sender.guard().out(plan, packet, hop.link(), hop.dst());
            if (chain != hop.dst()) {
                return protect(plan, packet, chain);
            }
        }
        boolean tooLong = packet.length() > mtu;
        if (packet.isIpv4()) {
            long flags = packet.network() + Ipv4Header.FLAGS_OFFSET;
            boolean whole = (Layouts.u16(packet.memory(), flags) & Ipv4Header.DONT_FRAGMENT) != 0;
            if (tooLong && whole) {
                sender.parameter(mtu);
                return CoreDrop.TOO_BIG;
            }
            finish(plan, packet, whole);
        }
        if (!tooLong || trace != null) {
            return output(plan, packet, hop, device);
        }
        int depth = Math.min(packet.nesting(), Tunneling.MOST_NESTED);
        return packet.isIpv4()
                ? fragments4(plan, packet, hop, device, mtu, depth)
                : fragments6(plan, packet, hop, device, mtu, depth);
    }

    /// An outer packet that policy wants protected is never cut before.
    private Verdict protect(Plan plan, Packet packet, Dst chain) {
        if (packet.length() > chain.innerMtu()) {
            sender.parameter(chain.innerMtu());
            return CoreDrop.TOO_BIG;
        }
        if (packet.isIpv4()) {
            finish(plan, packet, true);
        }
        return chain.output(packet, sender);
    }

    /// RFC 6864 §4: what is never cut needs no identification. One that is there already stays.
    private void finish(Plan plan, Packet packet, boolean whole) {
        var memory = packet.memory();
        long at = packet.network();
        int given = Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET - 2);
        int identification = whole || given != 0 ? given : random(plan).nextInt(IDENTIFICATIONS);
        memory.set(Layouts.U16, at + Ipv4Header.FLAGS_OFFSET - 2, (short) identification);
        memory.set(Layouts.U16, at + Ipv4Header.CHECKSUM, (short) 0);
        int sum = Checksum.finish(Checksum.sum(memory, at, Ipv4Header.BYTES, 0));
        memory.set(Layouts.U16, at + Ipv4Header.CHECKSUM, (short) sum);
    }

    private Verdict fragments4(Plan plan, Packet packet, @Nullable Hop hop, int device, int mtu, int depth) {
        var fragmenter = fragmenters4[depth];
        if (fragmenter == null) {
            fragmenter = new Ipv4Fragmenter(cache);
            fragmenters4[depth] = fragmenter;
        }
        int more = fragmenter.cut(packet, mtu);
        if (more == 0) {
            return Ipv4Drop.FRAGMENTS_REFUSED;
        }
        int link = packet.link();
        var verdict = output(plan, packet, hop, device);
        tally.add(link, Column.COPIES, more);
        for (int i = 0; i < more; i++) {
            follow(plan, fragmenter.fragment(i).nesting(depth), hop, device);
        }
        return verdict;
    }

    private Verdict fragments6(Plan plan, Packet packet, @Nullable Hop hop, int device, int mtu, int depth) {
        var fragmenter = fragmenters6[depth];
        if (fragmenter == null) {
            fragmenter = new Ipv6Fragmenter(cache, random(plan));
            fragmenters6[depth] = fragmenter;
        }
        int more = fragmenter.cut(packet, mtu);
        if (more == 0) {
            return CoreDrop.FRAGMENTS_REFUSED;
        }
        int link = packet.link();
        var verdict = output(plan, packet, hop, device);
        tally.add(link, Column.COPIES, more);
        for (int i = 0; i < more; i++) {
            follow(plan, fragmenter.fragment(i), hop, device);
        }
        return verdict;
    }

    /// The first fragment tells why, where one of the others cannot go.
    private void follow(Plan plan, Packet fragment, @Nullable Hop hop, int device) {
        if (output(plan, fragment, hop, device) instanceof DropReason) {
            cache.give(fragment);
        }
    }

    /// To the next hop, or to the destination itself, which is a neighbour on the link.
    private Verdict output(Plan plan, Packet packet, @Nullable Hop hop, int device) {
        if (hop != null) {
            return hop.dst().output(packet, sender);
        }
        boolean ipv4 = packet.isIpv4();
        var memory = packet.memory();
        long to = packet.network() + Ipv6Header.DESTINATION;
        long high = ipv4 ? 0 : Ipv6Address.high(memory, to);
        long low = ipv4
                ? mapped(memory.get(Layouts.U32, packet.network() + Ipv4Header.DESTINATION))
                : Ipv6Address.low(memory, to);
        var adjacency = plan.adjacencies().get(device, high, low);
        return adjacency == null ? sender.hold(device, high, low, packet) : sender.neighbor(adjacency, packet);
    }

    private RandomGenerator random(Plan plan) {
        var mine = random;
        if (mine == null) {
            mine = plan.tunneling().seeds().random();
            random = mine;
        }
        return mine;
    }

    private static long mapped(int ipv4) {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }
}
