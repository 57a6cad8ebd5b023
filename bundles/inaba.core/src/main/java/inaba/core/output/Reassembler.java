package inaba.core.output;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.time.Time;
import inaba.core.CoreDrop;
import inaba.core.packet.Pool;
import inaba.core.path.HeaderChain;
import inaba.wire.FragmentHeader;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts fragments of both families together, RFC 8200 §4.5 and RFC 791 §3.2; an overlap discards the datagram (RFC 5722
/// §4, and for IPv4 the same: nobody honest sends one). On the control loop.
final class Reassembler {
    private static final int ECN_NOT_CAPABLE = 0;
    private static final int ECN_CONGESTED = 3;
    private static final int MIXED = -1;
    private static final int MAX_IPV4 = 65_535;

    private final Time time;
    private final Pool.Cache cache;
    private final Outcome outcome;
    private final Map<Key, Datagram> datagrams = new LinkedHashMap<>();
    private ReassemblyLimits limits = ReassemblyLimits.STANDARD;
    private int held;

    /// What becomes of fragments.
    interface Outcome {
        /// The fragment is part of a datagram that was put together.
        void used(Packet fragment);

        void dropped(Packet fragment, DropReason reason, int parameter);
    }

    Reassembler(Time time, Pool.Cache cache, Outcome outcome) {
        this.time = time;
        this.cache = cache;
        this.outcome = outcome;
    }

    /// What has begun to wait keeps its time.
    void limits(ReassemblyLimits now) {
        limits = now;
    }

    /// Takes a fragment that is not atomic: [Packet#fragment] is its Fragment header, which fits.
    ///
    /// @param nextHeaderField the octet that announced the Fragment header
    /// @return the whole packet, of our own making, when this was the last one missing, else null
    @Nullable
    Packet add(Packet packet, long nextHeaderField) {
        var header = new FragmentHeader(packet.memory(), packet.fragment());
        long length = packet.end() - packet.fragment() - FragmentHeader.BYTES;
        if (length == 0 || header.more() && length % 8 != 0) {
            outcome.dropped(packet, CoreDrop.FRAGMENT_LENGTH, (int) Ipv6Header.PAYLOAD_LENGTH);
            return null;
        }
        long headers = packet.fragment() - packet.network();
        if (headers - Ipv6Header.BYTES + header.offset() + length > Ipv6Header.MAX_PAYLOAD) {
            outcome.dropped(packet, CoreDrop.FRAGMENT_OVERRUN, (int) (headers + FragmentHeader.OFFSET_MORE));
            return null;
        }
        if (header.offset() == 0 && !HeaderChain.chainIsWhole(packet)) {
            outcome.dropped(packet, CoreDrop.FRAGMENT_CHAIN, 0);
            return null;
        }
        var ip = new Ipv6Header(packet.memory(), packet.network());
        int anyProtocol = 0;
        var key = new Key(
                ip.source(),
                ip.destination(),
                anyProtocol,
                header.identification(),
                zone(ip.source(), ip.destination(), packet.link()));
        return store(key, Fragment.ipv6(packet, nextHeaderField));
    }

    /// Takes a fragment of an IPv4 datagram: addresses, protocol and identification make it one (RFC 791 §3.2).
    ///
    /// @return the whole packet when this was the last one missing, else null
    @Nullable
    Packet addIpv4(Packet packet) {
        var header = new Ipv4Header(packet.memory(), packet.network());
        var fragment = Fragment.ipv4(packet);
        if (fragment.length() == 0 || header.more() && fragment.length() % 8 != 0) {
            outcome.dropped(packet, CoreDrop.FRAGMENT_LENGTH, 0);
            return null;
        }
        var source = Ipv6Address.ofIpv4(header.source());
        var destination = Ipv6Address.ofIpv4(header.destination());
        int zone = zone(source, destination, packet.link());
        return store(new Key(source, destination, header.protocol(), header.identification(), zone), fragment);
    }

    int held() {
        return held;
    }

    /// Datagrams that wait for fragments, and those of which all is discarded.
    int datagrams() {
        return datagrams.size();
    }

    private @Nullable Packet store(Key key, Fragment fragment) {
        var datagram = datagrams.get(key);
        while (datagram == null && datagrams.size() >= limits.datagrams()) {
            oldest().discard(CoreDrop.FRAGMENT_LIMIT);
        }
        if (held >= limits.fragments() && !dropOldest(datagram)) {
            outcome.dropped(fragment.packet(), CoreDrop.FRAGMENT_LIMIT, 0);
            return null;
        }
        if (datagram == null) {
            datagram = new Datagram(key);
            datagrams.put(key, datagram);
        }
        return datagram.add(fragment);
    }

    /// Makes room at the cost of the datagram that has waited longest: those that will be whole are so within moments,
    /// so that a flood of others, which never will, drives out itself.
    private boolean dropOldest(@Nullable Datagram but) {
        while (held >= limits.fragments() && oldest() != but) {
            oldest().discard(CoreDrop.FRAGMENT_LIMIT);
        }
        return held < limits.fragments();
    }

    private Datagram oldest() {
        return datagrams.values().iterator().next();
    }

    /// RFC 8200 §4.5: addresses and identification make the datagram, by whichever link its fragments come; a
    /// link-local source is one of its link (RFC 4007 §6).
    private static int zone(Ipv6Address source, Ipv6Address destination, int link) {
        return source.isLinkLocal() || destination.isLinkLocal() || destination.isMulticast() ? link : 0;
    }

    private record Key(Ipv6Address source, Ipv6Address destination, int protocol, int identification, int zone) {}

    private final class Datagram {
        private final Key key;
        private final List<Fragment> parts = new ArrayList<>();
        private final Time.Timer timer;
        private boolean discarding;

        Datagram(Key key) {
            this.key = key;
            this.timer = time.after(limits.lifetime(), this::expire);
        }

        @Nullable
        Packet add(Fragment part) {
            if (!discarding && parts.stream().anyMatch(part::same)) {
                outcome.used(part.packet()); // an exact copy: RFC 8200 §4.5 lets us ignore it
                return null;
            }
            if (discarding || parts.stream().anyMatch(part::overlaps) || beyondEnd(part)) {
                outcome.dropped(part.packet(), CoreDrop.FRAGMENT_OVERLAP, 0);
                discardParts(CoreDrop.FRAGMENT_OVERLAP);
                discarding = true; // later fragments too, until the time is over (RFC 5722 §4)
                return null;
            }
            if (parts.size() >= limits.perDatagram()) {
                outcome.dropped(part.packet(), CoreDrop.FRAGMENT_LIMIT, 0);
                return null;
            }
            parts.add(part);
            held++;
            return complete() ? assemble() : null;
        }

        void discard(DropReason reason) {
            timer.cancel();
            datagrams.remove(key);
            discardParts(reason);
        }

        private boolean complete() {
            parts.sort(Comparator.comparingInt(Fragment::offset));
            int next = 0;
            for (var part : parts) {
                if (part.offset() != next) {
                    return false;
                }
                next = part.end();
            }
            return !parts.getLast().more();
        }

        private @Nullable Packet assemble() {
            timer.cancel();
            datagrams.remove(key);
            held -= parts.size();
            var first = parts.getFirst();
            int total = first.headers() + parts.getLast().end();
            if (total > (first.packet().isIpv4() ? MAX_IPV4 : Ipv6Header.BYTES + Ipv6Header.MAX_PAYLOAD)) {
                return refuse(CoreDrop.FRAGMENT_TOTAL);
            }
            if (!parts.stream().allMatch(part -> part.packet().isSecuredAs(first.packet()))) {
                return refuse(CoreDrop.FRAGMENT_PROTECTION);
            }
            int ecn = ecn(first);
            if (ecn == MIXED) {
                return refuse(CoreDrop.FRAGMENT_ECN);
            }
            var result = cache.take(total);
            if (result == null) {
                return refuse(CoreDrop.POOL_EMPTY);
            }
            copy(result, first);
            first.finish(result, ecn);
            parts.forEach(p -> outcome.used(p.packet()));
            return result;
        }

        private @Nullable Packet refuse(DropReason reason) {
            parts.forEach(p -> outcome.dropped(p.packet(), reason, 0));
            return null;
        }

        /// RFC 3168 §5.3: congestion that one fragment met is the whole packet's; where the others say that their
        /// transport knows nothing of it, somebody meddled.
        ///
        /// @return the codepoint, or MIXED when the datagram is to be dropped
        private int ecn(Fragment first) {
            boolean congested = false;
            boolean incapable = false;
            for (var part : parts) {
                int ecn = part.ecn();
                congested |= ecn == ECN_CONGESTED;
                incapable |= ecn == ECN_NOT_CAPABLE;
            }
            if (congested) {
                return incapable ? MIXED : ECN_CONGESTED;
            }
            return first.ecn();
        }

        private void copy(Packet result, Fragment first) {
            var from = first.packet();
            long start = result.start();
            MemorySegment.copy(from.memory(), from.network(), result.memory(), start, first.headers());
            long data = start + first.headers();
            for (var part : parts) {
                var memory = part.packet().memory();
                MemorySegment.copy(memory, part.data(), result.memory(), data + part.offset(), part.length());
            }
            result.end(data + parts.getLast().end()).network(start).etherType(from.etherType());
            result.own(true); // its fragments are counted
            result.link(from.link()).linkMulticast(from.linkMulticast()).securedAs(from);
        }

        /// The time is over. The error quotes the first fragment, if that came (RFC 8200 §4.5).
        private void expire() {
            datagrams.remove(key);
            for (var part : parts) {
                held--;
                outcome.dropped(
                        part.packet(),
                        part.offset() == 0 ? CoreDrop.REASSEMBLY_TIME : CoreDrop.REASSEMBLY_TIME_REST,
                        0);
            }
            parts.clear();
        }

        private void discardParts(DropReason reason) {
            held -= parts.size();
            parts.forEach(p -> outcome.dropped(p.packet(), reason, 0));
            parts.clear();
        }

        /// What lies behind the last fragment, or a last fragment before what is there.
        private boolean beyondEnd(Fragment part) {
            return parts.stream()
                            .anyMatch(
                                    p -> (!p.more() && part.end() > p.end()) || (!part.more() && p.end() > part.end()))
                    || parts.stream().anyMatch(p -> !p.more() && !part.more());
        }
    }
}
