package inaba.core.path;

import inaba.api.hook.Hook;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.api.transform.Decapsulator;
import inaba.core.CoreDrop;
import inaba.core.IcmpAnswer;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.packet.Pool;
import inaba.core.route.FibKey;
import inaba.core.route.Group;
import inaba.core.route.Hop;
import inaba.core.route.RouteEntry;
import inaba.core.slot.Faults;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import org.jspecify.annotations.Nullable;

/// The path of a packet through one thread, from the frame to the way out or to the control loop.
///
/// Each stage answers with a verdict; this class follows it and counts. It never waits, locks or allocates: what every
/// packet passes reads bytes without views, as so much is inlined there that a view may become an object a packet.
public final class Path {
    private static final String IPV6_INPUT = "RFC 8200 §3, RFC 4291 §2: lengths, version, addresses";
    private static final String IPV4_INPUT = "RFC 1812 §5.2.2, §5.3.7: lengths, version, checksum, addresses";

    private final Tally tally;
    private final Pool.Cache cache;
    private final Sender sender;
    private final Upcalls upcalls;
    private final Faults faults;
    private final Options options = new Options();
    private final HeaderChain chain = new HeaderChain();
    private final Hooks hooks;
    private final Guard guard;
    private final Path4 path4;
    private final @Nullable Trace trace;
    /// Whose code threw.
    private Object running = this;

    private int parameter;

    /// @param trace told of each decision when one packet is to be explained, else null
    public Path(Tally tally, Pool.Cache cache, Sender sender, Upcalls upcalls, Faults faults, @Nullable Trace trace) {
        this.tally = tally;
        this.cache = cache;
        this.sender = sender;
        this.upcalls = upcalls;
        this.faults = faults;
        this.trace = trace;
        this.hooks = new Hooks(faults, trace);
        this.guard = new Guard(faults, trace);
        this.path4 = new Path4(this, cache, tally, sender, upcalls);
    }

    /// A frame that came in on a link. The packet is no longer the caller's.
    public void frame(Plan plan, LinkView link, Packet packet) {
        int index = link.row().index();
        packet.link(index);
        tally.add(index, Column.IN, 1);
        tally.add(index, Column.IN_BYTES, packet.length());
        Verdict verdict;
        try {
            verdict = link.up() ? Checks.frame(packet, link.mac()) : CoreDrop.LINK_DOWN;
            if (verdict == Verdict.Go.DELIVER) {
                verdict = frame(plan, link, packet, packet.etherType());
            }
        } catch (RuntimeException | Error thrown) {
            faults.caught(running, thrown);
            running = this;
            verdict = CoreDrop.EXCEPTION;
        }
        toItsEnd(plan, packet, index, verdict);
    }

    /// What was inside a packet that is accounted for: it comes in on the link that it says. It is no longer the
    /// caller's.
    public void again(Plan plan, Packet packet) {
        toItsEnd(plan, packet, packet.link(), inner(plan, packet, packet.link()));
    }

    /// As long as there is another packet inside, that one comes in next.
    private void toItsEnd(Plan plan, Packet packet, int link, Verdict first) {
        int index = link;
        var verdict = first;
        while (verdict == Verdict.Go.AGAIN) {
            tally.add(index, Column.CONSUMED, 1);
            index = packet.link();
            verdict = inner(plan, packet, index);
        }
        settle(packet, index, verdict);
    }

    private Verdict inner(Plan plan, Packet packet, int index) {
        tally.add(index, Column.IN, 1);
        tally.add(index, Column.IN_BYTES, packet.length());
        if (packet.isIpv4()) {
            tally.add(index, Column.IN_IPV4, 1);
        }
        var link = plan.link(index);
        if (link == null || !link.up()) {
            return CoreDrop.LINK_DOWN;
        }
        try {
            tap(plan, packet);
            return packet.isIpv4() || link.ipv6() ? input(plan, link, packet) : CoreDrop.LINK_DOWN;
        } catch (RuntimeException | Error thrown) {
            faults.caught(running, thrown);
            running = this;
            return CoreDrop.EXCEPTION;
        }
    }

    private void tap(Plan plan, Packet packet) {
        if (trace != null) {
            return;
        }
        for (var tap : plan.taps()) {
            try {
                tap.frame(packet.link(), false, packet.memory(), packet.start(), packet.length());
            } catch (RuntimeException | Error thrown) {
                faults.caught(tap, thrown);
            }
        }
    }

    private Verdict frame(Plan plan, LinkView link, Packet packet, int etherType) {
        return switch (etherType) {
            case EthernetHeader.ETHERTYPE_IPV6 -> link.ipv6() ? input(plan, link, packet) : CoreDrop.LINK_DOWN;
            case EthernetHeader.ETHERTYPE_IPV4 -> {
                tally.add(packet.link(), Column.IN_IPV4, 1);
                yield input(plan, link, packet);
            }
            default -> plan.takes(etherType) ? upcalls.deliver(packet) : CoreDrop.UNKNOWN_ETHERTYPE;
        };
    }

    /// A packet of either family whose link header is off; also where decapsulated ones come in again.
    Verdict input(Plan plan, LinkView link, Packet packet) {
        parameter = 0;
        boolean ipv4 = packet.isIpv4();
        var verdict = ipv4 ? Checks4.ipv4(packet) : Checks.ipv6(packet);
        if (verdict == Verdict.Go.DELIVER) {
            verdict = run(plan.ingress(), packet);
        }
        explain("input", verdict, ipv4 ? IPV4_INPUT : IPV6_INPUT);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        return ipv4 ? path4.dispatch(plan, link, packet) : dispatch(plan, link, packet);
    }

    private Verdict dispatch(Plan plan, LinkView link, Packet packet) {
        long at = packet.network() + Ipv6Header.DESTINATION;
        long high = Ipv6Address.high(packet.memory(), at);
        long low = Ipv6Address.low(packet.memory(), at);
        int kind = plan.local().kind(packet.link(), high, low);
        boolean others = kind == LocalAddresses.PROXY && !Checks.isNeighborDiscovery(packet);
        if (kind != LocalAddresses.NONE && !others) {
            explain("local", Verdict.Go.DELIVER, "RFC 4291 §2.8: the address is ours");
            if (kind == LocalAddresses.TENTATIVE && !Checks.isNeighborDiscovery(packet)) {
                return CoreDrop.TENTATIVE;
            }
            var inside = kind == LocalAddresses.UNICAST ? tunneled(plan, packet) : Verdict.Go.PASS;
            return isLeft(inside) ? upcalls.deliver(packet) : inside;
        }
        if (Ipv6Address.isMulticast(high)) {
            return notJoined(link, packet, high);
        }
        if (Ipv6Address.isLinkLocal(high)) {
            return CoreDrop.NOT_OURS;
        }
        return link.forwarding() ? forward(plan, link, packet, high, low) : CoreDrop.NOT_FORWARDING;
    }

    /// What stands between the outer header and the inner is looked at here; a packet that is not as it should be, or
    /// not whole, is left to the control loop.
    private Verdict tunneled(Plan plan, Packet packet) {
        var tunneling = plan.tunneling();
        long at = packet.network();
        int protocol = Layouts.u8(packet.memory(), at + Ipv6Header.NEXT_HEADER);
        if (!IpProtocol.isExtension(protocol)) {
            packet.upper(at + Ipv6Header.BYTES, protocol);
        } else {
            chain.limits(tunneling.limits());
            if (chain.walk(packet) != Verdict.Go.DELIVER || packet.fragment() >= 0) {
                return Verdict.Go.PASS;
            }
        }
        return decapsulate(plan, packet);
    }

    /// Takes the outer headers off a packet whose [Packet#upper] is known.
    ///
    /// @return AGAIN when it now is what was inside; PASS when nobody wants its protocol, or this packet of it;
    /// LARGER
    ///     when it is to be asked again in more memory
    public Verdict decapsulate(Plan plan, Packet packet) {
        int protocol = packet.upperProtocol();
        boolean ipv4 = packet.isIpv4();
        if (protocol < 0 || !plan.tunneling().takes(ipv4, protocol)) {
            return Verdict.Go.PASS;
        }
        if (packet.nesting() >= Tunneling.MOST_NESTED) {
            return CoreDrop.TUNNEL_NESTING;
        }
        var verdict = decapsulate(plan.tunneling().early(ipv4, protocol), packet);
        if (verdict == Verdict.Go.PASS) {
            verdict = decapsulate(plan.tunneling().of(ipv4, protocol), packet);
        }
        if (verdict == Verdict.Go.AGAIN) {
            packet.nesting(packet.nesting() + 1).linkMulticast(false).flow(0).guarded(false);
        }
        if (verdict != Verdict.Go.PASS) {
            explain("decapsulate", verdict, "RFC 2473 §3.3, RFC 4213 §3.6");
        }
        return verdict;
    }

    /// The control loop goes on with it, and has memory for the longest.
    static boolean isLeft(Verdict inside) {
        return inside == Verdict.Go.PASS || inside == Verdict.Go.LARGER;
    }

    private Verdict decapsulate(@Nullable Decapsulator taker, Packet packet) {
        if (taker == null) {
            return Verdict.Go.PASS;
        }
        try {
            return taker.decapsulate(packet);
        } catch (RuntimeException | Error thrown) {
            faults.caught(taker, thrown);
            return CoreDrop.EXCEPTION;
        }
    }

    /// A router on the way of a group's packet looks at its Hop-by-Hop options too (RFC 8200 §4.3).
    private Verdict notJoined(LinkView link, Packet packet, long high) {
        int next = Layouts.u8(packet.memory(), packet.network() + Ipv6Header.NEXT_HEADER);
        if (!link.forwarding()
                || next != IpProtocol.HOP_BY_HOP
                || Ipv6Address.multicastScope(high) <= Ipv6Address.SCOPE_LINK) {
            return CoreDrop.NOT_JOINED;
        }
        var verdict = hopByHop(packet);
        return verdict == Verdict.Go.DELIVER ? CoreDrop.NOT_JOINED : verdict;
    }

    private Verdict forward(Plan plan, LinkView link, Packet packet, long high, long low) {
        if (packet.linkMulticast()) {
            return CoreDrop.NOT_OURS;
        }
        var memory = packet.memory();
        long at = packet.network();
        if (Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER) == IpProtocol.HOP_BY_HOP) {
            var verdict = hopByHop(packet);
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
        }
        long sourceHigh = Ipv6Address.high(memory, at + Ipv6Header.SOURCE);
        long sourceLow = Ipv6Address.low(memory, at + Ipv6Header.SOURCE);
        if (sourceHigh == 0 && sourceLow == 0) {
            return CoreDrop.SOURCE_UNSPECIFIED;
        }
        int hopLimit = Layouts.u8(memory, at + Ipv6Header.HOP_LIMIT);
        if (hopLimit <= 1) {
            explain("hop limit", CoreDrop.HOP_LIMIT, "RFC 8200 §3");
            return CoreDrop.HOP_LIMIT;
        }
        int value = lookup(link.fib(), IpFamily.IPV6, high, low);
        var group = group(plan, value);
        RouteEntry choice = null;
        if (group == null) {
            choice = choice(plan, value, sourceHigh, sourceLow);
            if (choice == null) {
                explain("route", CoreDrop.NO_ROUTE, "RFC 4443 §3.1: no prefix of the table matches");
                return CoreDrop.NO_ROUTE;
            }
            if (choice.group() == null) {
                explain(choice.row(), unusable(choice));
                return unusable(choice);
            }
            group = choice.group();
        }
        packet.flow(Flow.hash(packet, sourceHigh, sourceLow, high, low));
        var hop = group.pick(packet.flow());
        explain(choice, hop);
        return leave(plan, packet, hop, sourceHigh, hopLimit);
    }

    private Verdict leave(Plan plan, Packet packet, Hop hop, long sourceHigh, int hopLimit) {
        if (hop.link() != packet.link() && Ipv6Address.isLinkLocal(sourceHigh)) {
            return CoreDrop.BEYOND_SCOPE;
        }
        if (goesBack(packet, hop)) {
            return CoreDrop.POINT_TO_POINT;
        }
        var verdict = run(plan.forward(), packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        verdict = guard.forward(plan, packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        var dst = guard.out(plan, packet, hop.link(), hop.dst());
        if (packet.length() > dst.innerMtu()) {
            parameter = dst.innerMtu();
            explain("mtu", CoreDrop.TOO_BIG, "RFC 8200 §5, RFC 4443 §3.2");
            return CoreDrop.TOO_BIG;
        }
        Layouts.u8(packet.memory(), packet.network() + Ipv6Header.HOP_LIMIT, hopLimit - 1);
        if (hop.link() == packet.link() && dst == hop.dst() && packet.nesting() == 0 && !(dst instanceof OutletDst)) {
            var via = hop.via();
            long to = packet.network() + Ipv6Header.DESTINATION;
            redirect(
                    packet,
                    via == null ? Ipv6Address.high(packet.memory(), to) : via.high(),
                    via == null ? Ipv6Address.low(packet.memory(), to) : via.low());
        }
        verdict = run(plan.egress(), packet);
        return verdict == Verdict.Go.DELIVER ? sent(dst.output(packet, sender)) : verdict;
    }

    /// RFC 4443 §3.1, code 3: what comes in over a point-to-point link to an address there does not go back.
    static boolean goesBack(Packet packet, Hop hop) {
        return hop.link() == packet.link() && hop.via() == null && hop.dst() instanceof OutletDst;
    }

    /// What the error says about a packet that was refused on its way out.
    Verdict sent(Verdict verdict) {
        if (verdict instanceof DropReason) {
            parameter = sender.takeParameter();
        }
        return verdict;
    }

    /// What a table leads to: a value of [Plan#nextHops], or negative where there is no route.
    int lookup(Fib fib, IpFamily family, long high, long low) {
        try {
            return FibKey.lookup(family, fib, high, low);
        } catch (RuntimeException | Error thrown) {
            running = fib;
            throw thrown;
        }
    }

    /// The way of packets from anywhere; null where [#choice] decides, as always when a packet is explained.
    @Nullable
    Group group(Plan plan, int value) {
        return value < 0 || trace != null ? null : plan.nextHops().group(value);
    }

    /// The decision for a source, or null where there is no route.
    @Nullable
    RouteEntry choice(Plan plan, int value, long sourceHigh, long sourceLow) {
        var entry = value < 0 ? null : plan.nextHops().get(value);
        return entry == null ? null : entry.choose(sourceHigh, sourceLow);
    }

    static Verdict unusable(RouteEntry choice) {
        return switch (choice.row().kind()) {
            case BLACKHOLE -> CoreDrop.BLACKHOLE;
            case PROHIBIT -> CoreDrop.PROHIBITED;
            case UNREACHABLE -> CoreDrop.UNREACHABLE;
            case UNICAST -> CoreDrop.NO_ROUTE;
        };
    }

    private Verdict hopByHop(Packet packet) {
        long at = packet.network() + Ipv6Header.BYTES;
        if (!ExtensionHeader.fits(packet.memory(), at, packet.end())) {
            return CoreDrop.HEADER_TRUNCATED;
        }
        var verdict = options.process(packet, at, IpProtocol.HOP_BY_HOP, HeaderLimits.NONE);
        if (verdict != Verdict.Go.DELIVER) {
            parameter = options.pointer(packet);
        }
        explain("hop-by-hop", verdict, "RFC 8200 §4.3");
        return verdict;
    }

    /// RFC 4861 §8.2, RFC 1812 §5.2.7.2: the packet leaves where it came in, so its source has a better first hop. A
    /// copy without the
    /// change of the hop limit goes to the control loop, which limits the rate.
    void redirect(Packet packet, long targetHigh, long targetLow) {
        var copy = trace == null ? cache.take(packet.length()) : null;
        if (copy == null) {
            return;
        }
        copy.copyOf(packet, Pool.HEADROOM);
        tally.add(packet.link(), Column.COPIES, 1);
        upcalls.redirect(copy, targetHigh, targetLow);
    }

    /// Asks security policy on this thread.
    Guard guard() {
        return guard;
    }

    Verdict run(Hook[] asked, Packet packet) {
        return hooks.run(asked, packet);
    }

    /// True when the packet is only explained.
    boolean traced() {
        return trace != null;
    }

    /// What an error about this packet would carry: MTU or pointer.
    void parameter(int value) {
        parameter = value;
    }

    /// Counts the verdict, and answers a drop with the error that it asks for.
    private void settle(Packet packet, int link, Verdict verdict) {
        switch (verdict) {
            case Verdict.Go.FORWARD -> tally.add(link, Column.FORWARDED, 1);
            case Verdict.Go.HELD -> tally.add(link, Column.HELD, 1);
            case Verdict.Go.DELIVER, Verdict.Go.AGAIN, Verdict.Go.PASS, Verdict.Go.LARGER ->
                throw new IllegalStateException("no stage took the packet");
            case DropReason reason -> drop(packet, link, reason);
        }
    }

    private void drop(Packet packet, int link, DropReason reason) {
        tally.drop(link, reason);
        int answer = IcmpAnswer.to(reason, packet);
        if (answer != IcmpAnswer.NONE) {
            upcalls.error(packet, IcmpAnswer.type(answer), IcmpAnswer.code(answer), parameter);
        } else {
            cache.give(packet);
        }
    }

    void explain(String stage, Verdict verdict, String because) {
        if (trace != null) {
            trace.step(stage, verdict, because);
        }
    }

    /// @param entry null where the group alone was looked up, as [#group] tells
    void explain(@Nullable RouteEntry entry, Hop hop) {
        if (trace != null && entry != null) {
            explain(entry.row(hop), Verdict.Go.DELIVER);
        }
    }

    void explain(RouteRow row, Verdict verdict) {
        if (trace != null) {
            trace.route(row, verdict);
        }
    }
}
