package inaba.ra;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.DnsSearch;
import inaba.api.link.AdvertisingRow.DnsServers;
import inaba.api.link.AdvertisingRow.MoreSpecificRoute;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.ra.core.Settings;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The settings of a link while words change them.
///
/// A list named once replaces the list that was there; `none` empties it.
final class Draft {
    /// Words that end a list of names.
    private static final Set<String> WORDS = Set.of(
            "on",
            "off",
            "interval",
            "lifetime",
            "pref",
            "hoplimit",
            "reachable",
            "retrans",
            "managed",
            "other",
            "mtu",
            "prefix",
            "route",
            "rdnss",
            "dnssl",
            "pref64",
            "captive");

    static final String NONE = "none";
    private static final long MAX_U32 = NdOption.INFINITY;

    private final String name;
    private final int link;
    private boolean on;
    private int minIntervalMillis;
    private int maxIntervalMillis;
    private int lifetime;
    private Preference preference;
    private int hopLimit;
    private int reachableMillis;
    private int retransMillis;
    private boolean managed;
    private boolean other;
    private int mtu;
    private final Named<OnLinkPrefix> prefixes;
    private final Named<MoreSpecificRoute> routes;
    private final Named<DnsServers> rdnss;
    private final Named<DnsSearch> dnssl;
    private final Named<Prefix> pref64;
    private final long now;
    private final DraftDelivery delivery;
    private String captivePortal;

    /// @param name of the link
    /// @param now nanoseconds, from which on lifetimes run down that are to
    Draft(AdvertisingRow row, String name, long now) {
        this.name = name;
        this.now = now;
        link = row.link();
        on = row.on();
        minIntervalMillis = row.minIntervalMillis();
        maxIntervalMillis = row.maxIntervalMillis();
        lifetime = row.lifetime();
        preference = row.preference();
        hopLimit = row.hopLimit();
        reachableMillis = row.reachableMillis();
        retransMillis = row.retransMillis();
        managed = row.managed();
        other = row.other();
        mtu = row.mtu();
        prefixes = new Named<>(row.prefixes());
        routes = new Named<>(row.routes());
        rdnss = new Named<>(row.rdnss());
        dnssl = new Named<>(row.dnssl());
        pref64 = new Named<>(row.pref64());
        captivePortal = row.captivePortal();
        delivery = new DraftDelivery(row);
    }

    AdvertisingRow row() {
        return new AdvertisingRow(
                link,
                on,
                minIntervalMillis,
                maxIntervalMillis,
                lifetime,
                preference,
                hopLimit,
                reachableMillis,
                retransMillis,
                managed,
                other,
                mtu,
                prefixes.list,
                routes.list,
                rdnss.list,
                dnssl.list,
                pref64.list,
                captivePortal,
                delivery.delivery(),
                delivery.mobility(),
                Row.PERSON);
    }

    /// Takes one setting and its values.
    void take(Args args) throws CommandException {
        switch (args.next("a setting")) {
            case "on" -> on = true;
            case "off" -> on = false;
            case "interval" -> {
                minIntervalMillis = millis(args, "the shortest interval in seconds");
                maxIntervalMillis = millis(args, "the longest interval in seconds");
            }
            case "lifetime" -> lifetime = (int) args.number("seconds", 0, 9000);
            case "pref" -> preference = args.preference();
            case "hoplimit" -> hopLimit = (int) args.number("a hop limit", 0, 255);
            case "reachable" -> reachableMillis = (int) args.number("milliseconds", 0, 3_600_000);
            case "retrans" -> retransMillis = (int) args.number("milliseconds", 0, Integer.MAX_VALUE);
            case "managed" -> managed = args.onOff();
            case "other" -> other = args.onOff();
            case "mtu" -> mtu = (int) args.number("bytes", 0, 65_535);
            case "prefix" -> prefixes.take(args, this::prefix);
            case "route" -> routes.take(args, this::route);
            case "rdnss" -> rdnss.take(args, this::servers);
            case "dnssl" -> dnssl.take(args, this::domains);
            case "pref64" -> pref64.take(args, Args::prefix);
            case "captive" -> captivePortal = args.accept(NONE) ? "" : args.next("a URI");
            case String word when DraftDelivery.WORDS.contains(word) -> delivery.take(word, args);
            case String word -> throw args.usage("expected " + String.join(", ", words()) + ", not \"" + word + '"');
        }
    }

    private OnLinkPrefix prefix(Args args) throws CommandException {
        Prefix prefix = args.prefix();
        boolean onLink = true;
        boolean autonomous = prefix.length() == 64;
        long valid = Settings.DEFAULT_VALID_SECONDS;
        long preferred = -1;
        Ipv6Address router = null;
        long since = OnLinkPrefix.FIXED;
        boolean deprecate = false;
        while (true) {
            if (args.accept("onlink")) {
                onLink = args.onOff();
            } else if (args.accept("auto")) {
                autonomous = args.onOff();
            } else if (args.accept("valid")) {
                valid = seconds(args);
            } else if (args.accept("preferred")) {
                preferred = seconds(args);
            } else if (args.accept("router")) {
                router = args.onOff() ? Ipv6Address.UNSPECIFIED : null;
            } else if (args.accept("decrement")) {
                since = args.onOff() ? now : OnLinkPrefix.FIXED;
            } else if (args.accept("deprecate")) {
                deprecate = args.onOff();
            } else {
                long least = Math.min(valid, Settings.DEFAULT_PREFERRED_SECONDS);
                preferred = preferred < 0 ? least : preferred;
                return new OnLinkPrefix(prefix, onLink, autonomous, valid, preferred, router, since, deprecate);
            }
        }
    }

    private MoreSpecificRoute route(Args args) throws CommandException {
        Prefix prefix = args.prefix();
        var pref = args.accept("pref") ? args.preference() : Preference.MEDIUM;
        return new MoreSpecificRoute(prefix, pref, lifetimeOfOption(args));
    }

    private DnsServers servers(Args args) throws CommandException {
        var servers = new ArrayList<Ipv6Address>();
        do {
            servers.add(server(args));
        } while (anotherValue(args));
        return new DnsServers(servers, lifetimeOfOption(args));
    }

    /// A link-local server is one on this very link, with its zone or without (RFC 4007 §11).
    private Ipv6Address server(Args args) throws CommandException {
        var said = args.zonedAddress();
        if (said.zone() != null && !said.zone().equals(name)) {
            throw args.usage("the server " + said.value() + '%' + said.zone() + " is not on " + name);
        }
        return said.value();
    }

    private DnsSearch domains(Args args) throws CommandException {
        var domains = new ArrayList<String>();
        do {
            String name = args.next("a domain name");
            domains.add(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        } while (anotherValue(args));
        return new DnsSearch(domains, lifetimeOfOption(args));
    }

    private static List<String> words() {
        return Stream.concat(WORDS.stream(), DraftDelivery.WORDS.stream())
                .sorted()
                .toList();
    }

    static boolean anotherValue(Args args) {
        String word = args.peek();
        return word != null && !WORDS.contains(word) && !DraftDelivery.WORDS.contains(word);
    }

    private static long lifetimeOfOption(Args args) throws CommandException {
        return args.accept("lifetime") ? seconds(args) : AdvertisingRow.DEFAULT;
    }

    private static long seconds(Args args) throws CommandException {
        return args.accept("forever") ? MAX_U32 : args.number("seconds", 0, MAX_U32);
    }

    /// Seconds, with up to three decimals.
    private static int millis(Args args, String expected) throws CommandException {
        return args.next(expected, word -> {
            try {
                return new BigDecimal(word).movePointRight(3).intValueExact();
            } catch (ArithmeticException | NumberFormatException wrong) {
                throw new IllegalArgumentException("seconds have at most three decimals", wrong);
            }
        });
    }

    /// A list that the first word about it empties.
    private static final class Named<T> {
        private List<T> list;
        private boolean named;

        Named(List<T> before) {
            list = before;
        }

        void take(Args args, Taker<T> taker) throws CommandException {
            if (!named) {
                list = new ArrayList<>();
                named = true;
            }
            if (!args.accept(NONE)) {
                list.add(taker.take(args));
            }
        }
    }

    @FunctionalInterface
    private interface Taker<T> {
        T take(Args args) throws CommandException;
    }
}
