package inaba.ra;

import inaba.api.protocol.Node;
import inaba.ra.core.Consistency;
import inaba.wire.Ipv6Address;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what other routers advertise against us, RFC 4861 §6.2.7: each difference once an hour. On the control loop.
final class OtherRouters {
    private static final Logger LOG = LoggerFactory.getLogger(OtherRouters.class);
    private static final long PAUSE = TimeUnit.HOURS.toNanos(1);
    private static final int MOST = 256;

    private final Node node;
    private final SequencedMap<Finding, Long> logged = new LinkedHashMap<>();

    OtherRouters(Node node) {
        this.node = node;
    }

    void compare(int link, Ipv6Address router, RouterAdvertisement theirs, byte[] ours) {
        var own = new RouterAdvertisement(MemorySegment.ofArray(ours));
        for (String difference : Consistency.differences(theirs, own)) {
            node.counters().named("inaba.ra.inconsistent").add(1);
            if (due(new Finding(link, router, difference))) {
                var row = node.link(link);
                LOG.warn("{} on {} advertises {}", router, row == null ? link : row.name(), difference);
            }
        }
    }

    /// The oldest findings give way when there are too many.
    private boolean due(Finding finding) {
        long now = node.time().nanos();
        Long last = logged.get(finding);
        if (last != null && now - last < PAUSE) {
            return false;
        }
        logged.remove(finding);
        logged.put(finding, now);
        if (logged.size() > MOST) {
            logged.pollFirstEntry();
        }
        return true;
    }

    private record Finding(int link, Ipv6Address router, String difference) {}
}
