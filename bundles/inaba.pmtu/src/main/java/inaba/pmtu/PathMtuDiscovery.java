package inaba.pmtu;

import inaba.api.link.AddressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.PathMtuRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// Learns from Packet Too Big how long packets of ours may be.
@Component(service = Protocol.class, configurationPid = "inaba.pmtu")
@Designate(ocd = PmtuConfig.class)
public final class PathMtuDiscovery implements Protocol {
    static final String OWNER = "inaba.pmtu";
    private static final int LEAST_LIFETIME = 300;

    private volatile int lifetime;
    private @Nullable Node node;

    @Activate
    public PathMtuDiscovery(PmtuConfig config) {
        configure(config);
    }

    @Modified
    void configure(PmtuConfig config) {
        int seconds = config.lifetime_s();
        lifetime = seconds == 0 ? 0 : Math.max(seconds, LEAST_LIFETIME);
    }

    @Override
    public String slot() {
        return "pmtu";
    }

    @Override
    public void start(Node on) {
        node = on;
        on.pathMtus().adopt(OWNER);
    }

    @Override
    public void stop() {
        node = null;
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(Icmpv6Type.PACKET_TOO_BIG);
    }

    @Override
    public Verdict receive(Packet packet) {
        var on = Objects.requireNonNull(node);
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        var estimate = Estimate.of(message, address -> isOurs(on, address));
        if (estimate.verdict() != Verdict.Go.DELIVER) {
            return estimate.verdict();
        }
        return on.sent(new ErrorMessage(message).quoted()) ? learn(on, packet.link(), estimate) : PmtuDrop.NOT_SENT;
    }

    private Verdict learn(Node on, int link, Estimate estimate) {
        int zone =
                estimate.destination().isLinkLocal() || estimate.destination().isMulticast() ? link : 0;
        var known = on.pathMtus().get(new PathMtuRow.Key(zone, estimate.destination()));
        int present = known == null ? linkMtu(on, zone, estimate.destination()) : known.mtu();
        if (estimate.mtu() >= present) {
            if (known != null) {
                putOff(on, known);
            }
            return PmtuDrop.NOT_SMALLER;
        }
        long until = lifetime == 0 ? Row.FOREVER : on.time().nanos() + TimeUnit.SECONDS.toNanos(lifetime);
        on.pathMtus().put(new PathMtuRow(zone, estimate.destination(), estimate.mtu(), OWNER, until));
        on.counters().named("inaba.pmtu.learned").add(1);
        return Verdict.Go.DELIVER;
    }

    /// A larger packet is not tried within five minutes of any Packet Too Big of the path (RFC 8201 §4).
    private static void putOff(Node on, PathMtuRow known) {
        long earliest = on.time().nanos() + TimeUnit.SECONDS.toNanos(LEAST_LIFETIME);
        if (known.validUntil() < earliest) {
            on.pathMtus().put(new PathMtuRow(known.link(), known.destination(), known.mtu(), OWNER, earliest));
        }
    }

    private static int linkMtu(Node on, int zone, Ipv6Address destination) {
        var resolved = on.resolve(destination, Ipv6Address.UNSPECIFIED, zone);
        return resolved == null || resolved.mtu() == 0 ? Integer.MAX_VALUE : resolved.mtu();
    }

    private static boolean isOurs(Node on, Ipv6Address address) {
        return on.addresses().rows().stream().filter(AddressRow::usable).anyMatch(row -> row.address()
                .equals(address));
    }
}
