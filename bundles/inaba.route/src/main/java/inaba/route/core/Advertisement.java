package inaba.route.core;

import inaba.api.route.RouteRow.Preference;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.PrefixInformation;
import inaba.wire.nd.RouteInformation;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterPreference;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a Router Advertisement says about routes, in the order in which it takes effect.
///
/// @param routes that go through the router: ::/0 from the header, then what the Route Information options say; of two
/// words on the
///     same prefix the later one counts (RFC 4191 §3.1)
/// @param onLink prefixes with the L flag, and their valid lifetimes in seconds (RFC 4861 §6.3.4)
/// @param prefixes all prefixes, those without any flag too (RFC 8028 §2.1), and their valid lifetimes in seconds
public record Advertisement(Map<Prefix, Offer> routes, Map<Prefix, Long> onLink, Map<Prefix, Long> prefixes) {
    /// A way through the router.
    ///
    /// @param lifetime seconds; 0 takes it back, [NdOption#INFINITY] has no end
    public record Offer(long lifetime, Preference preference) {}

    public Advertisement {
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        onLink = Collections.unmodifiableMap(new LinkedHashMap<>(onLink));
        prefixes = Collections.unmodifiableMap(new LinkedHashMap<>(prefixes));
    }

    /// Reads a valid message.
    ///
    /// @param message the ICMPv6 message exactly, RFC 4861 §4.2
    public static Advertisement read(MemorySegment message) {
        var header = new RouterAdvertisement(message);
        var routes = new LinkedHashMap<Prefix, Offer>();
        var onLink = new LinkedHashMap<Prefix, Long>();
        var prefixes = new LinkedHashMap<Prefix, Long>();
        routes.put(Prefix.ALL, new Offer(header.routerLifetime(), preference(header.preference())));
        for (var option : new NdOptions(header.options())) {
            if (RouteInformation.fits(option.bytes())) {
                var route = new RouteInformation(option.bytes());
                if (routable(route.prefix())) {
                    routes.put(route.prefix(), new Offer(route.lifetime(), preference(route.preference())));
                }
            } else if (PrefixInformation.fits(option.bytes())) {
                var prefix = new PrefixInformation(option.bytes());
                if (routable(prefix.prefix())) {
                    prefixes.put(prefix.prefix(), prefix.valid());
                    if (prefix.onLink()) {
                        onLink.put(prefix.prefix(), prefix.valid());
                    }
                }
            }
        }
        return new Advertisement(routes, onLink, prefixes);
    }

    /// False for what is in no routing table: link-local (ignored silently, RFC 4861 §6.3.4) and multicast.
    private static boolean routable(Prefix prefix) {
        Ipv6Address address = prefix.address();
        return prefix.length() < 8 || !address.isMulticast() && !(prefix.length() >= 10 && address.isLinkLocal());
    }

    private static Preference preference(RouterPreference wire) {
        return switch (wire) {
            case LOW -> Preference.LOW;
            case MEDIUM -> Preference.MEDIUM;
            case HIGH -> Preference.HIGH;
        };
    }
}
