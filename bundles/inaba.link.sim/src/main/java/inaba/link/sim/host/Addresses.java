package inaba.link.sim.host;

import inaba.api.time.Time;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.PrefixInformation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The host's addresses: one link-local, and one for each prefix that it was told, RFC 4862 §5.5.3.
///
/// DupAddrDetectTransmits is 0 (RFC 4862 §5.1): the addresses are fixed and documented, and it is others who find them
/// in use.
final class Addresses {
    private static final int MAX_PREFIXES = 16;
    private static final int PREFIX_LENGTH = 64; // RFC 2464 §4, with an identifier of 64 bits
    private static final long TWO_HOURS = Duration.ofHours(2).toNanos();
    private static final long FOREVER = Long.MAX_VALUE;

    private final Identity identity;
    private final Time time;
    private final Map<Prefix, Lease> leases = new LinkedHashMap<>();

    Addresses(Identity identity, Time time) {
        this.identity = identity;
        this.time = time;
    }

    Ipv6Address linkLocal() {
        return identity.linkLocal();
    }

    /// True for an address that is assigned and for the groups that go with it.
    boolean receives(Ipv6Address destination) {
        return holds(destination)
                || destination.equals(Ipv6Address.ALL_NODES)
                || destination.equals(linkLocal().solicitedNode());
    }

    boolean holds(Ipv6Address address) {
        if (address.equals(linkLocal())) {
            return true;
        }
        var lease = address.low() == identity.interfaceId() ? leases.get(Prefix.of(address, PREFIX_LENGTH)) : null;
        return lease != null && lease.valid > time.nanos();
    }

    /// The source for a packet to this destination: of its scope, preferred before deprecated (RFC 6724 §5, rules 2 and
    /// 3).
    Ipv6Address source(Ipv6Address destination) {
        if (destination.scope() <= Ipv6Address.SCOPE_LINK) {
            return linkLocal();
        }
        long now = time.nanos();
        Prefix best = null;
        long bestPreferred = 0;
        for (var lease : leases.entrySet()) {
            if (lease.getValue().valid > now && (best == null || lease.getValue().preferred > bestPreferred)) {
                best = lease.getKey();
                bestPreferred = lease.getValue().preferred;
            }
        }
        return best == null ? linkLocal() : best.address().withInterfaceId(identity.interfaceId());
    }

    void learn(PrefixInformation told) {
        boolean usable = told.autonomous()
                && told.length() == PREFIX_LENGTH
                && !told.prefix().address().isLinkLocal()
                && told.preferred() <= told.valid();
        if (!usable) {
            return;
        }
        long now = time.nanos();
        leases.values().removeIf(lease -> lease.valid <= now);
        var present = leases.get(told.prefix());
        if (present == null && (told.valid() == 0 || leases.size() == MAX_PREFIXES)) {
            return;
        }
        leases.put(told.prefix(), new Lease(until(now, told.preferred()), validUntil(present, told, now)));
    }

    /// RFC 4862 §5.5.3 (e): nobody takes an address away at once.
    private static long validUntil(@Nullable Lease present, PrefixInformation told, long now) {
        long wanted = until(now, told.valid());
        long soon = now + TWO_HOURS;
        if (present == null || wanted > soon || wanted > present.valid) {
            return wanted;
        }
        return Math.min(present.valid, soon);
    }

    static long until(long now, long seconds) {
        return seconds == NdOption.INFINITY
                ? FOREVER
                : now + Duration.ofSeconds(seconds).toNanos();
    }

    /// Instants of [Time].
    private record Lease(long preferred, long valid) {}
}
