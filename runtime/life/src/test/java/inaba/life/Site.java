package inaba.life;

import inaba.api.manage.CommandException;
import inaba.ra.Ra6Command;
import inaba.testkit.Lab;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A link `lan` with three hosts, a link `net` with a server, and two routers between them.
final class Site {
    static final Ipv6Address SERVER = Ipv6Address.parse("2001:db8:f::9");
    private static final int VALID_S = 14_400;
    private static final int PREFERRED_S = 7_200;
    private static final int LEAVING_S = 7_200;

    final Wire lan = new Wire();
    final Wire net = new Wire();
    final Lab lab;
    final List<Station> routers;
    final List<Station> hosts;
    final Station server;
    private final List<Station> stations;
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> leaving = new ArrayList<>();
    private int numbered;

    Site(Path state, long seed) {
        lab = new Lab(state, seed);
        routers = List.of(router("r1"), router("r2"));
        server = new Station(lab.node("server", false), false, Map.of());
        server.link("net", net);
        server.node().address("net", SERVER + "/64");
        hosts = List.of(
                host("plain", Map.of("interface_identifiers", "eui64")),
                host("opaque", Map.of()),
                host("private", Map.of("temporary_addresses", true, "optimistic", true)));
        for (var router : routers) {
            router.node().address("net", "2001:db8:f::" + number(router) + "/64");
            type(router, "set net on prefix 2001:db8:f::/64 auto off");
        }
        stations =
                Stream.of(routers, List.of(server), hosts).flatMap(List::stream).toList();
        renumber();
        lab.advance(Duration.ofMinutes(2));
        stations.forEach(Station::atRest);
    }

    List<Station> stations() {
        return stations;
    }

    long now() {
        return lab.time().nanos();
    }

    /// Advertises one more prefix, and those before it as deprecated, for the time that the caller leaves them.
    ///
    /// @return those before
    List<String> renumber() {
        var before = List.copyOf(prefixes);
        var prefix = "2001:db8:" + Integer.toHexString(0x100 + numbered++) + "::";
        for (var router : routers) {
            router.node().address("lan", prefix + number(router) + "/64");
        }
        leaving.addAll(before);
        prefixes.clear();
        prefixes.add(prefix);
        routers.forEach(this::advertise);
        return before;
    }

    /// Says no more of prefixes; hosts have their addresses for as long as they were told.
    void silence(List<String> gone) {
        leaving.removeAll(gone);
        routers.forEach(this::advertise);
    }

    /// Takes the routers' addresses of prefixes away, and so the routes to them.
    void remove(List<String> gone) {
        for (var router : routers) {
            for (var prefix : gone) {
                var row = router.address("lan", Ipv6Address.parse(prefix + number(router)));
                router.engine().addresses().remove(Objects.requireNonNull(row).key());
            }
        }
    }

    /// A host address that a person could choose.
    String choice(int which) {
        return prefixes.getFirst() + "a:" + Integer.toHexString(which);
    }

    void advertise(Station router) {
        var words = new StringBuilder("set lan on");
        prefixes.forEach(one -> words.append(prefix(one, VALID_S, PREFERRED_S)));
        leaving.forEach(one -> words.append(prefix(one, LEAVING_S, 0)));
        type(router, "set lan prefix none");
        type(router, words.toString());
    }

    void cease(Station router) {
        type(router, "set lan off");
    }

    private static String prefix(String prefix, int valid, int preferred) {
        return " prefix " + prefix + "/64 valid " + valid + " preferred " + preferred;
    }

    private Station router(String name) {
        var router = new Station(lab.node(name, true), true, Map.of());
        router.link("lan", lan);
        router.link("net", net);
        return router;
    }

    private Station host(String name, Map<String, ?> addresses) {
        var host = new Station(lab.node(name, false), false, addresses);
        host.link("lan", lan);
        return host;
    }

    private static int number(Station router) {
        return router.name().charAt(1) - '0';
    }

    private static void type(Station router, String words) {
        try {
            TypedCall.type(new Ra6Command(router.engine()), words);
        } catch (CommandException wrong) {
            throw new IllegalArgumentException(words, wrong);
        }
    }
}
