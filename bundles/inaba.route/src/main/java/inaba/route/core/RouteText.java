package inaba.route.core;

import inaba.api.manage.Line;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Prints routes in the manner of `ip -6 route`, and as the words that make them again.
public final class RouteText {
    private RouteText() {}

    /// `default via fe80::1 dev wan proto ra metric 1024 expires 1790sec pref medium`
    ///
    /// @param now nanoseconds
    public static Line line(RouteRow row, Scene scene, long now) {
        var line = Line.of();
        if (row.kind() != RouteRow.Kind.UNICAST) {
            line.bare("type", kind(row));
        }
        line.bare("dst", destination(row.destination()));
        line.keyed("from", row.source().length() == 0 ? null : IpFamily.text(row.source()));
        boolean several = row.nextHops().size() > 1;
        if (!several && !row.nextHops().isEmpty()) {
            hop(line, row.nextHops().getFirst(), scene);
        }
        line.keyed("table", row.table().equals(RouteRow.MAIN) ? null : row.table());
        attributes(line, row, row.preferredSource(), now);
        if (several) {
            var hops = new ArrayList<Line>();
            for (var hop : row.nextHops()) {
                hops.add(hop(Line.of().flag("nexthop", true), hop, scene).keyed("weight", hop.weight()));
            }
            line.children("nexthops", hops);
        }
        return line;
    }

    /// `proto static src 2001:db8::1 metric 1024 expires 60sec mtu 1400 pref medium`
    ///
    /// @param source that the node uses, or null
    public static Line attributes(Line line, RouteRow row, @Nullable Ipv6Address source, long now) {
        return line.keyed("proto", row.protocol())
                .keyed("src", text(source))
                .keyed("metric", row.metric())
                .keyed("expires", row.validUntil() == Row.FOREVER ? null : expires(row.validUntil() - now))
                .keyed("mtu", row.mtu() == 0 ? null : row.mtu())
                .keyed("pref", row.family() == IpFamily.IPV6 ? RouteWords.word(row.preference()) : null);
    }

    /// The words behind `route6 add` that make a person's route again; what is the default is left out.
    public static String words(RouteRow row, Scene scene) {
        var words = new ArrayList<String>();
        if (row.kind() != RouteRow.Kind.UNICAST) {
            words.add(kind(row));
        }
        words.add(destination(row.destination()));
        add(words, row.source().length() > 0, "from", IpFamily.text(row.source()));
        if (row.nextHops().size() == 1) {
            hop(words, row.nextHops().getFirst(), scene);
        }
        add(words, row.preferredSource() != null, "src", text(row.preferredSource()));
        add(words, row.metric() != RouteSpec.METRIC, "metric", row.metric());
        add(words, row.preference() != RouteRow.Preference.MEDIUM, "pref", RouteWords.word(row.preference()));
        add(words, row.mtu() != 0, "mtu", row.mtu());
        add(words, !row.table().equals(RouteRow.MAIN), "table", row.table());
        if (row.nextHops().size() > 1) {
            for (var hop : row.nextHops()) {
                words.add("nexthop");
                hop(words, hop, scene);
                add(words, true, "weight", hop.weight());
            }
        }
        return String.join(" ", words);
    }

    /// `default` for every address of the family, and no length behind a whole address, as in iproute2.
    public static String destination(Prefix prefix) {
        if (prefix.equals(IpFamily.of(prefix).all())) {
            return "default";
        }
        return prefix.length() == 128 ? IpFamily.text(prefix.address()) : IpFamily.text(prefix);
    }

    private static @Nullable String text(@Nullable Ipv6Address address) {
        return address == null ? null : IpFamily.text(address);
    }

    /// `blackhole`
    public static String kind(RouteRow row) {
        return RouteWords.word(row.kind());
    }

    private static Line hop(Line line, NextHop hop, Scene scene) {
        return line.keyed("via", text(hop.via())).keyed("dev", scene.name(hop.link()));
    }

    private static void hop(List<String> words, NextHop hop, Scene scene) {
        add(words, hop.via() != null, "via", text(hop.via()));
        add(words, true, "dev", scene.name(hop.link()));
    }

    private static void add(List<String> words, boolean said, String name, @Nullable Object value) {
        if (said) {
            words.add(name);
            words.add(String.valueOf(value));
        }
    }

    private static String expires(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nanos)) + "sec";
    }
}
