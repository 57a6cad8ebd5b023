package inaba.core.output;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.ErrorSender;
import inaba.api.time.Time;
import inaba.core.CoreDrop;
import inaba.core.IcmpAnswer;
import inaba.core.count.Column;
import inaba.core.count.Tally;
import inaba.core.neighbor.ArpFallback;
import inaba.core.neighbor.NeighborFallback;
import inaba.core.packet.Pool;
import inaba.core.path.HeaderChain;
import inaba.core.path.HeaderLimits;
import inaba.core.slot.Faults;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The stage `local` on the control loop: header chain, reassembly, checksum, and on to the protocols.
public final class LocalInput {
    /// Where drops of what the node made are counted.
    private static final int NODE = 0;

    private final Dispatch dispatch;
    private final Tally tally;
    private final Pool.Cache cache;
    private final Reassembler reassembler;
    private final HeaderChain chain = new HeaderChain();
    private final GroupFilters filters;
    private final NeighborFallback fallback;
    private final ArpFallback arp;
    private final Lent lent;
    private final Faults faults;
    private final BooleanSupplier resolves;
    private final Map<IpFamily, ErrorSender> errors = new EnumMap<>(IpFamily.class);
    private @Nullable Inside inside;

    /// Takes outer headers off, and lets what was inside come in.
    public interface Inside {
        /// As [inaba.api.transform.Decapsulator#decapsulate], of a packet for a unicast address of ours.
        Verdict decapsulate(Packet packet);

        /// Whether security policy lets a whole packet be handed to its upper layer.
        ///
        /// @return DELIVER, or why not
        Verdict allowed(Packet packet);

        /// The packet is no longer the caller's.
        void again(Packet packet);
    }

    /// @param filters from whom groups are heard
    /// @param fallback answers solicitations where `resolves` says that no Neighbor Discovery does
    /// @param arp answers requests where no protocol does
    public LocalInput(
            Dispatch dispatch,
            Tally tally,
            Pool.Cache cache,
            Time time,
            GroupFilters filters,
            NeighborFallback fallback,
            BooleanSupplier resolves,
            ArpFallback arp,
            Lent lent,
            Faults faults) {
        this.dispatch = dispatch;
        this.tally = tally;
        this.cache = cache;
        this.filters = filters;
        this.fallback = fallback;
        this.resolves = resolves;
        this.arp = arp;
        this.lent = lent;
        this.faults = faults;
        this.reassembler = new Reassembler(time, cache, new Reassembler.Outcome() {
            @Override
            public void used(Packet fragment) {
                settle(fragment, Column.CONSUMED);
                cache.give(fragment);
            }

            @Override
            public void dropped(Packet fragment, DropReason reason, int parameter) {
                drop(fragment, reason, parameter);
            }
        });
    }

    /// Completes what needs this object to be made.
    public void connect(Inside now) {
        inside = now;
    }

    /// How much of extension headers is processed from now on.
    public void limits(HeaderLimits now) {
        chain.limits(now);
    }

    /// How much waits to be put together from now on.
    public void limits(ReassemblyLimits now) {
        reassembler.limits(now);
    }

    /// Called between two tasks of the loop: accounts for packets in the hands of code from which its thread, fenced
    /// off, did not come back.
    public void recover() {
        lent.recover(held -> {
            if (held.own()) {
                tally.drop(NODE, CoreDrop.EXCEPTION);
            } else {
                tally.add(held.link(), Column.HELD, -1);
                tally.drop(held.link(), CoreDrop.EXCEPTION);
            }
        });
    }

    /// Takes away the senders of errors that are code of this class loader.
    public void letGo(@Nullable ClassLoader code) {
        errors.values().removeIf(present -> present.getClass().getClassLoader() == code);
    }

    public void errors(IpFamily family, @Nullable ErrorSender now) {
        if (now == null) {
            errors.remove(family);
        } else {
            errors.put(family, now);
        }
    }

    /// A packet for this node; from the wire it is counted as held. It is no longer the caller's.
    public void receive(Packet packet) {
        switch (packet.etherType()) {
            case EthernetHeader.ETHERTYPE_IPV6 -> ipv6(packet);
            case EthernetHeader.ETHERTYPE_IPV4 -> ipv4(packet);
            default -> finish(packet, otherType(packet));
        }
    }

    private Verdict otherType(Packet packet) {
        var verdict = dispatch.etherType(packet);
        boolean unclaimedArp =
                verdict == CoreDrop.UNKNOWN_ETHERTYPE && packet.etherType() == EthernetHeader.ETHERTYPE_ARP;
        return unclaimedArp ? arp.asked(packet) : verdict;
    }

    /// RFC 1122 §3.2: the header was checked on the way in.
    private void ipv4(Packet packet) {
        boolean fragment = new Ipv4Header(packet.memory(), packet.network()).isFragment();
        var whole = fragment ? reassembler.addIpv4(packet) : packet;
        if (whole != null) {
            var header = new Ipv4Header(whole.memory(), whole.network());
            whole.upper(whole.network() + header.headerLength(), header.protocol());
            up(whole.fragment(fragment ? whole.network() : -1));
        }
    }

    /// What has a packet inside is that packet from now on.
    private void up(Packet packet) {
        boolean own = packet.own();
        int link = packet.link();
        var taker = Objects.requireNonNull(inside);
        var verdict = taker.decapsulate(packet);
        if (verdict == Verdict.Go.AGAIN) {
            settle(own, link, Column.CONSUMED);
            taker.again(packet.own(false).fragment(-1));
        } else if (verdict == Verdict.Go.LARGER) {
            upInMore(packet);
        } else if (verdict != Verdict.Go.PASS) {
            finish(packet, verdict);
        } else {
            finish(packet, allowed(packet));
        }
    }

    /// Once: the longest packet fits then.
    private void upInMore(Packet packet) {
        var larger = Pool.isLarge(packet) ? null : cache.take(Pool.LARGE);
        if (larger == null) {
            drop(packet, CoreDrop.POOL_EMPTY, 0);
            return;
        }
        larger.copyOf(packet, Pool.HEADROOM);
        cache.give(packet);
        up(larger);
    }

    private Verdict allowed(Packet packet) {
        var verdict = inside == null ? Verdict.Go.DELIVER : inside.allowed(packet);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        return packet.isIpv4() ? upper4(packet) : upper(packet);
    }

    private Verdict upper4(Packet packet) {
        if (filters.refuses(packet)) {
            return CoreDrop.SOURCE_NOT_WANTED;
        }
        int protocol = packet.upperProtocol();
        return switch (protocol) {
            case IpProtocol.UDP -> dispatch.ipv4Protocol(protocol, packet, CoreDrop.PORT_UNREACHABLE);
            case IpProtocol.TCP -> dispatch.ipv4Protocol(protocol, packet, CoreDrop.NO_LISTENER);
            default -> dispatch.ipv4Protocol(protocol, packet, CoreDrop.PROTOCOL_UNREACHABLE);
        };
    }

    private void ipv6(Packet packet) {
        boolean inFragments = false;
        for (var next = packet; next != null; ) {
            var verdict = chain.walk(next);
            if (verdict instanceof DropReason reason) {
                drop(next, reason, chain.pointer());
                return;
            }
            if (next.upperProtocol() != IpProtocol.FRAGMENT) {
                // Neighbor Discovery refuses what came in fragments, atomic ones too (RFC 6980 §5).
                next.fragment(inFragments ? next.network() : next.fragment());
                up(next);
                return;
            }
            next = reassembler.add(next, chain.nextHeaderField());
            inFragments = true;
        }
    }

    /// Sends the error that answers the packet, which stays the caller's.
    public void error(Packet packet, int type, int code, int parameter) {
        var present = errors.get(packet.isIpv4() ? IpFamily.IPV4 : IpFamily.IPV6);
        if (present != null) {
            lendTo(present, packet, () -> present.error(packet, type, code, parameter));
        }
    }

    /// Runs code of a bundle with a packet that is counted already, and stays the caller's.
    public void lendTo(Object code, Packet packet, Runnable task) {
        lent.lend(packet, false);
        faults.guard(code, task);
        lent.takeBack();
    }

    /// Drops a packet that was counted as held, or that the node made.
    public void drop(Packet packet, DropReason reason, int parameter) {
        if (packet.own()) {
            tally.drop(NODE, reason);
        } else {
            tally.add(packet.link(), Column.HELD, -1);
            tally.drop(packet.link(), reason);
        }
        int answer = IcmpAnswer.to(reason, packet);
        boolean quiet = reason instanceof CoreDrop core && core.isLimit() && !reportsLimits();
        if (answer != IcmpAnswer.NONE && !quiet) {
            error(packet, IcmpAnswer.type(answer), IcmpAnswer.code(answer), parameter);
        }
        cache.give(packet);
    }

    /// A packet that was held is no longer, and counts in this column from now on. Perhaps it is another's by now, so
    /// what was known of it is told here.
    public void settle(boolean own, int link, Column column) {
        if (!own) {
            tally.add(link, Column.HELD, -1);
            tally.add(link, column, 1);
        }
    }

    private boolean reportsLimits() {
        return chain.limits().report();
    }

    private void settle(Packet packet, Column column) {
        settle(packet.own(), packet.link(), column);
    }

    private Verdict upper(Packet packet) {
        if (filters.refuses(packet)) {
            return CoreDrop.SOURCE_NOT_WANTED;
        }
        int protocol = packet.upperProtocol();
        return switch (protocol) {
            case IpProtocol.ICMPV6 -> icmp6(packet);
            case IpProtocol.NO_NEXT_HEADER -> CoreDrop.NO_NEXT_HEADER;
            case IpProtocol.UDP -> udp(packet);
            case IpProtocol.TCP -> dispatch.nextHeader(protocol, packet, CoreDrop.NO_LISTENER);
            default -> dispatch.nextHeader(protocol, packet, CoreDrop.PROTOCOL_UNREACHABLE);
        };
    }

    private Verdict udp(Packet packet) {
        var verdict = dispatch.nextHeader(IpProtocol.UDP, packet, CoreDrop.PORT_UNREACHABLE);
        return verdict == CoreDrop.PORT_UNREACHABLE ? unclaimedUdp(packet) : verdict;
    }

    /// Nobody is told of what may have been damaged on its way here, RFC 8200 §8.1.
    private static CoreDrop unclaimedUdp(Packet packet) {
        var memory = packet.memory();
        long at = packet.upper();
        if (!UdpHeader.fits(memory, at, packet.end())) {
            return CoreDrop.UDP_LENGTH;
        }
        var header = new UdpHeader(memory, at);
        int length = header.length();
        if (length < UdpHeader.BYTES || length > packet.end() - at) {
            return CoreDrop.UDP_LENGTH;
        }
        return header.checksum() == 0 || !Checksum.valid(memory, packet.network(), at, length, IpProtocol.UDP)
                ? CoreDrop.UDP_CHECKSUM
                : CoreDrop.PORT_UNREACHABLE;
    }

    private Verdict icmp6(Packet packet) {
        long length = packet.end() - packet.upper();
        if (length < 4) {
            return CoreDrop.ICMP_TOO_SHORT;
        }
        if (!Checksum.valid(packet.memory(), packet.network(), packet.upper(), length, IpProtocol.ICMPV6)) {
            return CoreDrop.ICMP_CHECKSUM;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        boolean answered = type == Icmpv6Type.NEIGHBOR_SOLICITATION
                && !resolves.getAsBoolean()
                && fallback.solicited(packet) == Verdict.Go.DELIVER;
        var verdict = dispatch.icmp6(type, packet); // others listen to solicitations too
        return answered && verdict instanceof DropReason ? Verdict.Go.DELIVER : verdict;
    }

    private void finish(Packet packet, Verdict verdict) {
        switch (verdict) {
            case Verdict.Go.DELIVER, Verdict.Go.FORWARD, Verdict.Go.AGAIN, Verdict.Go.PASS, Verdict.Go.LARGER -> {
                settle(packet, Column.DELIVERED);
                cache.give(packet);
            }
            case Verdict.Go.HELD -> {}
            case DropReason reason ->
                drop(packet, reason, reason == CoreDrop.PROTOCOL_UNREACHABLE && !packet.isIpv4() ? pointer(packet) : 0);
        }
    }

    private int pointer(Packet packet) {
        return (int) (chain.nextHeaderField() - packet.network());
    }
}
