package inaba.bench.xfrm;

import com.sun.management.ThreadMXBean;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.api.xfrm.Selector;
import inaba.api.xfrm.Template;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import inaba.xfrm.algorithm.Algorithms;
import inaba.xfrm.core.Association;
import inaba.xfrm.core.Associations;
import inaba.xfrm.core.Gate;
import inaba.xfrm.core.Receiver;
import inaba.xfrm.core.Works;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A gateway with policies for as many networks, each behind a peer of its own, and with associations from and to the
/// peers: what a packet has to look up.
final class LookupTrial {
    private static final int PROBES = 1 << 17;
    private static final long SECRET = 0x1db8_5ec2e7L;
    private static final long NETWORKS = 0x2001_0db8_0001_0000L;
    private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8::1");
    private static final SaRow.Keyed GCM = new SaRow.Keyed("rfc4106(gcm(aes))", new Secret(new byte[20]), 16);
    private static final Dst ANYWHERE = new Anywhere();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Packet packet = new Packet(MemorySegment.ofArray(new byte[512]), 0, 512).reset(256);
    private final int[] probes;
    private final int policies;
    private final int associations;
    private final Gate gate;
    private final Receiver receiver;

    /// What is looked up.
    enum Kind {
        IN("association of a packet that comes in"),
        POLICY("policy of a packet that comes in"),
        OUT("policy and association of one that leaves");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private record Anywhere() implements Dst {
        @Override
        public int innerMtu() {
            return 1500;
        }

        @Override
        public Verdict output(Packet leaving, Egress egress) {
            return Verdict.Go.FORWARD;
        }
    }

    LookupTrial(int policies, int associations) {
        this.policies = policies;
        this.associations = associations;
        var database = new Associations(SECRET);
        for (int i = 0; i < associations; i++) {
            boolean out = i < policies;
            var row = row(out ? HERE : peer(i), out ? peer(i) : HERE, 0x1000 + i, out ? i + 1 : 0);
            database.put(Association.of(row, LookupTrial::algorithm));
        }
        var works = new Works();
        gate = new Gate(Gate.Policies.of(rows(policies), SECRET), database, works, (_, _) -> {});
        receiver = new Receiver(IpProtocol.ESP, database, works);
        probes = new SplittableRandom(1).ints(PROBES, 0, Integer.MAX_VALUE).toArray();
        packet.end(packet.start() + Ipv6Header.BYTES + 16);
        new Ipv6Header(packet.memory(), packet.network())
                .start(0, 0)
                .nextHeader(IpProtocol.ESP)
                .source(HERE)
                .destination(HERE);
    }

    private static List<PolicyRow> rows(int policies) {
        var rows = new ArrayList<PolicyRow>();
        for (int i = 0; i < policies; i++) {
            var there = Prefix.of(new Ipv6Address(NETWORKS + i, 0), 64);
            rows.add(policy(
                    Direction.OUT,
                    IpFamily.IPV6.all(),
                    there,
                    new Template(HERE, peer(i), IpProtocol.ESP, 0, Mode.TUNNEL, i + 1, false),
                    i));
            rows.add(policy(
                    Direction.FWD,
                    there,
                    IpFamily.IPV6.all(),
                    new Template(peer(i), HERE, IpProtocol.ESP, 0, Mode.TUNNEL, 0, false),
                    i));
        }
        return rows;
    }

    private static PolicyRow policy(Direction direction, Prefix from, Prefix to, Template template, int index) {
        var selector = new Selector(from, to, Selector.ANY, Ports.ANY, Ports.ANY, 0);
        return new PolicyRow(
                new PolicyRow.Key(direction, selector),
                index,
                0,
                PolicyRow.Action.ALLOW,
                List.of(template),
                new LongAdder(),
                "bench",
                Long.MAX_VALUE);
    }

    private static SaRow row(Ipv6Address from, Ipv6Address to, int spi, int request) {
        return new SaRow(
                new SaRow.Key(to, IpProtocol.ESP, spi),
                from,
                Mode.TUNNEL,
                request,
                GCM,
                null,
                null,
                null,
                null,
                Selector.all(IpFamily.IPV6),
                Limits.UNLIMITED,
                Set.of(),
                0,
                0,
                new SaState(64),
                "bench",
                Long.MAX_VALUE);
    }

    private static Ipv6Address peer(int i) {
        return new Ipv6Address(0x2001_0db8_0002_0000L + i, 1);
    }

    private static @Nullable Algorithm algorithm(String name) {
        return Algorithms.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// CPU time of one lookup, over all probes.
    double nanos(Kind kind) {
        int found = 0;
        long begin = threads.getCurrentThreadCpuTime();
        for (int probe : probes) {
            found += lookUp(kind, probe) ? 1 : 0;
        }
        long nanos = threads.getCurrentThreadCpuTime() - begin;
        if (found != PROBES) {
            throw new IllegalStateException(found + " of " + PROBES + " lookups found what is there");
        }
        return nanos / (double) PROBES;
    }

    private boolean lookUp(Kind kind, int probe) {
        var memory = packet.memory();
        long at = packet.network();
        return switch (kind) {
            case IN -> {
                int i = probe % associations;
                (i < policies ? peer(i) : HERE).write(memory, at + Ipv6Header.DESTINATION);
                memory.set(Layouts.U32, at + Ipv6Header.BYTES, 0x1000 + i);
                yield receiver.sent(memory.asSlice(at, Ipv6Header.BYTES + 16));
            }
            case POLICY -> {
                new Ipv6Address(NETWORKS + probe % policies, 7).write(memory, at + Ipv6Header.SOURCE);
                yield gate.forward(packet) != Verdict.Go.DELIVER;
            }
            case OUT -> {
                HERE.write(memory, at + Ipv6Header.SOURCE);
                new Ipv6Address(NETWORKS + probe % policies, 7).write(memory, at + Ipv6Header.DESTINATION);
                yield gate.out(packet, 1, ANYWHERE) != ANYWHERE;
            }
        };
    }
}
