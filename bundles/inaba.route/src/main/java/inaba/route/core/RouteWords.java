package inaba.route.core;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow.Kind;
import inaba.api.route.RouteRow.Preference;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a route from words: `[blackhole|unreachable|prohibit] PREFIX|default [from PREFIX] [via ADDR] [dev LINK] ...`,
/// the attributes
/// in any order, as in iproute2.
public final class RouteWords {
    private static final String ATTRIBUTES = "from, via, dev, src, metric, pref, mtu, table or nexthop";

    private final Args args;
    private final Scene scene;
    private final @Nullable Kind kind;
    private final Prefix destination;
    private @Nullable Prefix source;
    private @Nullable Ipv6Address via;
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
        this.destination = routable(args.prefix());
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
            throw args.failed("src " + source + " is no address of this node");
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
            case "from" -> source = source(taken().prefix());
            case "via" -> via = gateway(taken().address());
            case "dev" -> link = link(taken(), scene);
            case "src" -> preferredSource = taken().address();
            case "metric" -> metric = (int) taken().number("a metric", 1, Integer.MAX_VALUE);
            case "pref" -> preference = preference(taken());
            case "mtu" -> mtu = (int) taken().number("an MTU", 1280, 65535);
            case "table" -> table = taken().next("a table", RouteWords::tableName);
            case "nexthop" -> hops.add(nexthop(taken()));
            default -> throw args.unexpected(ATTRIBUTES);
        }
    }

    private Args taken() throws CommandException {
        args.next("an attribute");
        return args;
    }

    private RouteSpec.Hop nexthop(Args args) throws CommandException {
        Ipv6Address gateway = null;
        Integer through = null;
        int weight = 1;
        while (true) {
            if (args.accept("via")) {
                gateway = gateway(args.address());
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

    private RouteSpec.Hop hop(@Nullable Ipv6Address gateway, @Nullable Integer through, int weight)
            throws CommandException {
        if (gateway != null && gateway.isLinkLocal() && through == null) {
            throw args.usage("the gateway " + gateway + " is link-local: say on which link with dev LINK");
        }
        return new RouteSpec.Hop(gateway, through, weight);
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
        if (prefix.length() >= 8 && prefix.address().isMulticast()) {
            throw args.failed(prefix + " is multicast and not routed here");
        }
        if (prefix.length() >= 10 && prefix.address().isLinkLocal()) {
            throw args.failed(prefix + " is link-local: it is on every link, without a route");
        }
        if (prefix.length() >= 96 && prefix.address().isMapped()) {
            throw args.failed(prefix + " stands for IPv4 and is on no wire");
        }
        return prefix;
    }

    private Prefix source(Prefix prefix) throws CommandException {
        if (prefix.length() >= 8 && prefix.address().isMulticast()) {
            throw args.failed("from " + prefix + ": no packet has a multicast source");
        }
        return prefix;
    }

    private Ipv6Address gateway(Ipv6Address address) throws CommandException {
        if (address.isMulticast() || address.isUnspecified() || address.isLoopback() || address.isMapped()) {
            throw args.failed("the gateway " + address + " is not the address of a neighbour");
        }
        if (scene.own(address)) {
            throw args.failed("the gateway " + address + " is an address of this node");
        }
        return address;
    }

    /// Takes the next word, a link's name.
    ///
    /// @return the link's index
    public static int link(Args args, Scene scene) throws CommandException {
        String name = args.next("LINK");
        LinkRow row = scene.link(name);
        if (row == null) {
            throw args.failed("there is no link \"" + name + '"');
        }
        return row.index();
    }

    private static Preference preference(Args args) throws CommandException {
        return args.next("high, medium or low", word -> switch (word) {
            case "high" -> Preference.HIGH;
            case "medium" -> Preference.MEDIUM;
            case "low" -> Preference.LOW;
            default -> throw new IllegalArgumentException("none of these");
        });
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
