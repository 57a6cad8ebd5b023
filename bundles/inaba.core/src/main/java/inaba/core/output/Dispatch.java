package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Protocol;
import inaba.core.CoreDrop;
import inaba.core.slot.Faults;
import inaba.core.slot.LoopThread;
import inaba.wire.EthernetHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Which protocols get which packets for this node. On the control loop.
public final class Dispatch {
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

    private final Set<Protocol> running = new LinkedHashSet<>();
    private final Map<Integer, List<Protocol>> byIcmp6Type = new HashMap<>();
    private final Map<Integer, List<Protocol>> byNextHeader = new HashMap<>();
    private final Map<Integer, List<Protocol>> byIpv4Protocol = new HashMap<>();
    private final Map<Integer, List<Protocol>> byEtherType = new HashMap<>();
    private final Faults faults;
    private final Lent lent;
    private final Runnable etherTypesChanged;

    /// @param etherTypesChanged told when [#etherTypes] gives another answer
    public Dispatch(Faults faults, Lent lent, Runnable etherTypesChanged) {
        this.faults = faults;
        this.lent = lent;
        this.etherTypesChanged = etherTypesChanged;
    }

    public void add(Protocol protocol) {
        running.add(protocol);
        protocol.icmp6Types().forEach(type -> add(byIcmp6Type, type, protocol));
        protocol.nextHeaders().forEach(number -> add(byNextHeader, number, protocol));
        protocol.ipv4Protocols().forEach(number -> add(byIpv4Protocol, number, protocol));
        if (!protocol.etherTypes().isEmpty()) {
            protocol.etherTypes().forEach(type -> add(byEtherType, type, protocol));
            etherTypesChanged.run();
        }
    }

    public void remove(Protocol protocol) {
        running.remove(protocol);
        byIcmp6Type.values().forEach(list -> list.remove(protocol));
        byNextHeader.values().forEach(list -> list.remove(protocol));
        byIpv4Protocol.values().forEach(list -> list.remove(protocol));
        if (!protocol.etherTypes().isEmpty()) {
            byEtherType.values().forEach(list -> list.remove(protocol));
            byEtherType.values().removeIf(List::isEmpty);
            etherTypesChanged.run();
        }
    }

    /// Protocols have their last words on a link.
    ///
    /// @return how long they take
    public Duration farewell(int link) {
        var times = new ArrayList<Duration>();
        for (var protocol : List.copyOf(running)) {
            faults.guard(protocol, () -> times.add(protocol.farewell(link)));
        }
        var longest = times.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        return longest.compareTo(LONGEST_FAREWELL) < 0 ? longest : LONGEST_FAREWELL;
    }

    /// EtherTypes that protocols want; ARP's too, which the engine answers where no protocol does.
    public int[] etherTypes() {
        var wanted = new TreeSet<>(byEtherType.keySet());
        wanted.add(EthernetHeader.ETHERTYPE_ARP);
        return wanted.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Who would get a packet, by slot.
    ///
    /// @param icmp6Type for ICMPv6, else -1
    public List<String> takers(int nextHeader, int icmp6Type) {
        var takers = icmp6Type >= 0
                ? byIcmp6Type.getOrDefault(icmp6Type, List.of())
                : byNextHeader.getOrDefault(nextHeader, List.of());
        return takers.stream().map(Protocol::slot).toList();
    }

    /// As [#takers], of an IPv4 packet.
    public List<String> takersIpv4(int protocol) {
        return byIpv4Protocol.getOrDefault(protocol, List.of()).stream()
                .map(Protocol::slot)
                .toList();
    }

    /// Hands the packet to each that wants the ICMPv6 type. The best verdict counts: used by one is used.
    Verdict icmp6(int type, Packet packet) {
        return hand(byIcmp6Type.getOrDefault(type, List.of()), packet, CoreDrop.ICMP_UNKNOWN);
    }

    /// @param otherwise the verdict where nobody wants the protocol
    Verdict nextHeader(int number, Packet packet, Verdict otherwise) {
        return hand(byNextHeader.getOrDefault(number, List.of()), packet, otherwise);
    }

    /// As [#nextHeader], of an IPv4 packet.
    Verdict ipv4Protocol(int number, Packet packet, Verdict otherwise) {
        return hand(byIpv4Protocol.getOrDefault(number, List.of()), packet, otherwise);
    }

    Verdict etherType(Packet packet) {
        return hand(byEtherType.getOrDefault(packet.etherType(), List.of()), packet, CoreDrop.UNKNOWN_ETHERTYPE);
    }

    private Verdict hand(List<Protocol> takers, Packet packet, Verdict otherwise) {
        Verdict result = null;
        for (var taker : List.copyOf(takers)) {
            var verdict = receive(taker, packet);
            if (verdict == Verdict.Go.HELD) {
                return verdict;
            }
            if (verdict == Verdict.Go.PASS) {
                continue;
            }
            if (result == null || verdict == Verdict.Go.DELIVER) {
                result = verdict;
            }
        }
        return result == null ? otherwise : result;
    }

    private Verdict receive(Protocol taker, Packet packet) {
        lent.lend(packet, true);
        var before = LoopThread.enter(taker);
        try {
            return Objects.requireNonNull(taker.receive(packet), "verdict");
        } catch (RuntimeException | Error thrown) {
            faults.caught(taker, thrown);
            return CoreDrop.EXCEPTION;
        } finally {
            LoopThread.leave(before);
            LoopThread.check();
            lent.takeBack();
        }
    }

    private static void add(Map<Integer, List<Protocol>> map, int number, Protocol protocol) {
        map.computeIfAbsent(number, _ -> new ArrayList<>()).add(protocol);
    }
}
