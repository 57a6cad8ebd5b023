package inaba.route.core;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.manage.LinkWords;
import inaba.api.manage.Zoned;
import inaba.api.route.RouteRow.Kind;
import inaba.api.route.RouteRow.Preference;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a route from words: `[blackhole|unreachable|prohibit] PREFIX|default [from PREFIX] [via ADDR] [dev LINK] ...`,
/// the attributes in any order, as in iproute2.
public final class RouteWords {
    private static final String ATTRIBUTES = "from, via, dev, src, metric, pref, mtu, table or nexthop";

    private static final int SMALLEST_MTU = 68; // RFC 791 §3.2

    private final Args args;
    private final Scene scene;
    private final @Nullable Kind kind;
    private final Prefix destination;
    private @Nullable Prefix source;
    private @Nullable Zoned<Ipv6Address> via;
    private @Nullable Integer link;
    private final List<RouteSpec.Hop> hops = new ArrayList<>();
    private @Nullable Ipv6Address preferredSource;
    private @Nullable Integer metric;
    private @Nullable Preference preference;
    private @Nullable Integer mtu;
    private @Nullable String table;

    private RouteWords(Args args, Scene scene) throws CommandException {
        this.args = args;
        this.scene = scene;
        this.kind = kind();
        this.destination = routable(args.prefix(scene.family()));
    }

    /// Reads the words to their end.
    ///
    /// @throws CommandException saying what was expected, or that a link or an address is not there
    public static RouteSpec parse(Args args, Scene scene) throws CommandException {
        var words = new RouteWords(args, scene);
        while (args.hasNext()) {
            words.attribute();
        }
        return words.spec();
    }

    /// As [#parse], for a route that is to be added: it must lead somewhere.
    public static RouteSpec parseNew(Args args, Scene scene) throws CommandException {
        var spec = parse(args, scene);
        boolean unicast = spec.kind() == null || spec.kind() == Kind.UNICAST;
        if (unicast && spec.hop() == null && spec.hops().isEmpty()) {
            throw args.usage("expected via ADDR, dev LINK or nexthop");
        }
        var source = spec.preferredSource();
        if (source != null && !scene.own(source)) {
            throw args.failed("src " + IpFamily.text(source) + " is no address of this node");
        }
        return spec;
    }

    private RouteSpec spec() throws CommandException {
        boolean hop = via != null || link != null;
        if (hop && !hops.isEmpty()) {
            throw args.usage("via and dev stand behind each nexthop, or there is no nexthop");
        }
        if (kind != null && kind != Kind.UNICAST && (hop || !hops.isEmpty())) {
            throw args.usage(word(kind) + " leads nowhere: no via, dev or nexthop");
        }
        return new RouteSpec(
                kind,
                destination,
                source,
                hop ? hop(via, link, 1) : null,
                List.copyOf(hops),
                preferredSource,
                metric,
                preference,
                mtu,
                table);
    }

    private void attribute() throws CommandException {
        switch (args.hasNext() ? String.valueOf(args.peek()) : "") {
            case "from" -> source = source(taken().prefix(scene.family()));
            case "via" -> via = gateway(taken().zonedAddress(scene.family()));
            case "dev" -> link = through(args, scene, taken().next("LINK"), link);
            case "src" -> preferredSource(taken().zonedAddress(scene.family()));
            case "metric" -> metric = (int) taken().number("a metric", 1, Integer.MAX_VALUE);
            case "pref" -> preference = taken().preference();
            case "mtu" ->
                mtu = (int) taken().number("an MTU", scene.family() == IpFamily.IPV6 ? 1280 : SMALLEST_MTU, 65535);
            case "table" -> table = taken().next("a table", RouteWords::tableName);
            case "nexthop" -> hops.add(nexthop(taken()));
            default -> throw args.unexpected(ATTRIBUTES);
        }
    }

    private void preferredSource(Zoned<Ipv6Address> said) throws CommandException {
        preferredSource = said.value();
        link = through(args, scene, said.zone(), link);
    }

    private Args taken() throws CommandException {
        args.next("an attribute");
        return args;
    }

    private RouteSpec.Hop nexthop(Args args) throws CommandException {
        Zoned<Ipv6Address> gateway = null;
        Integer through = null;
        int weight = 1;
        while (true) {
            if (args.accept("via")) {
                gateway = gateway(args.zonedAddress(scene.family()));
            } else if (args.accept("dev")) {
                through = link(args, scene);
            } else if (args.accept("weight")) {
                weight = (int) args.number("a weight", 1, 256);
            } else if (gateway == null && through == null) {
                throw args.unexpected("via ADDR or dev LINK");
            } else {
                return hop(gateway, through, weight);
            }
        }
    }

    private RouteSpec.Hop hop(@Nullable Zoned<Ipv6Address> gateway, @Nullable Integer dev, int weight)
            throws CommandException {
        if (gateway == null) {
            return new RouteSpec.Hop(null, dev, weight);
        }
        var through = through(args, scene, gateway.zone(), dev);
        if (gateway.value().isLinkLocal() && through == null) {
            throw args.usage("the gateway " + gateway.value() + " is link-local: say on which link, as "
                    + gateway.value() + "%LINK or with dev LINK");
        }
        return new RouteSpec.Hop(gateway.value(), through, weight);
    }

    /// The index of the link that a zone or `dev` says, or null.
    public static @Nullable Integer through(Args args, Scene scene, @Nullable String zone, @Nullable Integer dev)
            throws CommandException {
        var name = LinkWords.device(args, scene.links(), zone, dev == null ? null : scene.name(dev));
        return name == null
                ? dev
                : Integer.valueOf(LinkWords.find(args, scene.links(), name).index());
    }

    private @Nullable Kind kind() {
        for (var candidate : Kind.values()) {
            if (args.accept(word(candidate))) {
                return candidate;
            }
        }
        return null;
    }

    /// Link-local destinations are per link, multicast has tables of its own, and both are in no FIB.
    private Prefix routable(Prefix prefix) throws CommandException {
        if (isRoutable(prefix, scene.family())) {
            return prefix;
        }
        String text = IpFamily.text(prefix);
        if (IpFamily.of(prefix) != scene.family()) {
            throw args.failed(prefix + " stands for IPv4 and is on no wire");
        }
        throw args.failed(text
                + (prefix.address().isMulticast()
                        ? " is multicast and not routed here"
                        : " is link-local: it is on every link, without a route"));
    }

    static boolean isRoutable(Prefix prefix, IpFamily family) {
        return IpFamily.of(prefix) == family
                && !(prefix.length() >= 8 && prefix.address().isMulticast())
                && !(prefix.length() >= 10 && prefix.address().isLinkLocal());
    }

    private Prefix source(Prefix prefix) throws CommandException {
        if (prefix.length() >= 8 && prefix.address().isMulticast()) {
            throw args.failed("from " + prefix + ": no packet has a multicast source");
        }
        return prefix;
    }

    private Zoned<Ipv6Address> gateway(Zoned<Ipv6Address> said) throws CommandException {
        var address = said.value();
        if (address.isMulticast()
                || address.isUnspecified()
                || address.isLoopback()
                || IpFamily.of(address) != scene.family()) {
            throw args.failed("the gateway " + IpFamily.text(address) + " is not the address of a neighbour");
        }
        if (scene.own(address)) {
            throw args.failed("the gateway " + IpFamily.text(address) + " is an address of this node");
        }
        return said;
    }

    /// Takes the next word, a link's name.
    ///
    /// @return the link's index
    public static int link(Args args, Scene scene) throws CommandException {
        return LinkWords.next(args, scene.links()).index();
    }

    /// Takes the next word, one of those that say who made a route.
    public static String protocol(Args args, Scene scene) throws CommandException {
        return args.oneOf(scene.protocols());
    }

    static String tableName(String word) {
        if (!word.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")) {
            throw new IllegalArgumentException("a table's name has 1 to 32 letters, digits, '_', '.' or '-'");
        }
        return word;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
