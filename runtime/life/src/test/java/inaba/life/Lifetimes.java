package inaba.life;

import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouterAdvertisement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How long addresses of hosts may last at most, from what was said on the wire and typed by persons: no table of a
/// node is asked.
///
/// RFC 4862 §5.5.3: no advertisement prolongs an address beyond what it says itself, the two-hour rule included.
final class Lifetimes {
    private static final int LENGTH = 64;

    private final Map<Prefix, End> told = new HashMap<>();
    private final Map<Typed, End> typed = new HashMap<>();

    /// Instants, nanoseconds.
    record End(long preferred, long valid) {}

    private record Typed(Station host, Ipv6Address address) {}

    void typed(Station host, Ipv6Address address, long preferredUntil, long validUntil) {
        typed.put(new Typed(host, address), new End(preferredUntil, validUntil));
    }

    /// Hosts may have heard this.
    void told(RouterAdvertisement advertisement, long now) {
        for (var option : new NdOptions(advertisement.options())) {
            if (PrefixInformation.fits(option.bytes())) {
                var said = new PrefixInformation(option.bytes());
                if (said.autonomous()) {
                    told.merge(
                            said.prefix(),
                            new End(later(now, said.preferred()), later(now, said.valid())),
                            (a, b) -> new End(Math.max(a.preferred, b.preferred), Math.max(a.valid, b.valid)));
                }
            }
        }
    }

    /// @return null when the host can have no such address
    @Nullable
    End of(Station host, Ipv6Address address) {
        var end = typed.get(new Typed(host, address));
        return end != null ? end : told.get(Prefix.of(address, LENGTH));
    }

    private static long later(long now, long seconds) {
        return now + Duration.ofSeconds(seconds).toNanos();
    }
}
