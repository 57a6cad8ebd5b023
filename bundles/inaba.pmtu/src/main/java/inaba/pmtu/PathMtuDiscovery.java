package inaba.pmtu;

import inaba.api.link.AddressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.PathMtuRow;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp6.Icmpv6Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
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

    private volatile Duration lifetime;
    private @Nullable Node node;

    @Activate
    public PathMtuDiscovery(PmtuConfig config) {
        lifetime = Duration.ofSeconds(config.lifetime_s());
    }

    @Modified
    void configure(PmtuConfig config) {
        lifetime = Duration.ofSeconds(config.lifetime_s());
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
        return estimate.verdict() == Verdict.Go.DELIVER ? learn(on, packet.link(), estimate) : estimate.verdict();
    }

    private Verdict learn(Node on, int link, Estimate estimate) {
        int zone =
                estimate.destination().isLinkLocal() || estimate.destination().isMulticast() ? link : 0;
        var known = on.pathMtus().get(new PathMtuRow.Key(zone, estimate.destination()));
        int present = known == null ? linkMtu(on, zone, estimate.destination()) : known.mtu();
        if (estimate.mtu() >= present) {
            return PmtuDrop.NOT_SMALLER;
        }
        long until = on.time().nanos() + lifetime.toNanos();
        on.pathMtus().put(new PathMtuRow(zone, estimate.destination(), estimate.mtu(), OWNER, until));
        on.counters().named("inaba.pmtu.learned").add(1);
        return Verdict.Go.DELIVER;
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
