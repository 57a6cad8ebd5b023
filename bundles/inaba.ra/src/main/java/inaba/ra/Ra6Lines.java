package inaba.ra;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingState;
import inaba.api.link.LinkRow;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow.Preference;
import inaba.ra.core.LinkPrefixes;
import inaba.ra.core.Readiness;
import inaba.ra.core.Settings;
import inaba.wire.IpFamily;
import inaba.wire.nd.NdOption;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `ra6 show` prints of a link. On the control loop.
record Ra6Lines(Node node) {
    /// @param row null when nothing was ever set
    Line line(LinkRow link, @Nullable AdvertisingRow row) {
        return row == null ? Line.of().bare("link", link.name()).bare("state", "off") : full(link, row);
    }

    private Line full(LinkRow link, AdvertisingRow row) {
        var addresses = node.addressesOf(IpFamily.IPV6).stream()
                .filter(a -> a.link() == link.index())
                .toList();
        var source = Readiness.source(addresses, row.delivery().source());
        String waits = Readiness.waitsFor(row, link, source);
        var line = Line.of()
                .bare("link", link.name())
                .bare("state", row.on() ? "on" : "off")
                .keyed("interval", seconds(Settings.minIntervalMillis(row)))
                .bare("interval_max", seconds(row.maxIntervalMillis()))
                .keyed("lifetime", Settings.lifetime(row))
                .keyed("pref", text(row.preference()))
                .keyed("hoplimit", row.hopLimit())
                .keyed("reachable", row.reachableMillis())
                .keyed("retrans", row.retransMillis())
                .keyed("managed", onOff(row.managed()))
                .keyed("other", onOff(row.other()))
                .keyed("mtu", row.mtu())
                .keyed("unicast", onlyIf(row.delivery().unicastOnly(), "on"))
                .keyed(
                        "client",
                        onlyIf(
                                !row.delivery().clients().isEmpty(),
                                row.delivery().clients()))
                .keyed("slla", onlyIf(!row.delivery().linkAddress(), "off"))
                .keyed("advinterval", onlyIf(row.mobility().interval(), "on"))
                .keyed("homeagent", onlyIf(row.mobility().homeAgent(), "on"))
                .keyed(
                        "hapref",
                        onlyIf(row.mobility().homeAgent(), row.mobility().preference()))
                .keyed("halifetime", onlyIf(row.mobility().homeAgent(), Settings.homeAgentLifetime(row)))
                .keyed("captive", onlyIf(!row.captivePortal().isEmpty(), row.captivePortal()))
                .keyed("waits", row.on() && !waits.isEmpty() ? waits : null)
                .keyed("from", waits.isEmpty() ? source.orElse(null) : null)
                .keyed("next", next(node.advertisingStates().get(link.index())));
        var below = new ArrayList<Line>();
        LinkPrefixes.of(row, addresses, node.time().nanos()).forEach(p -> below.add(prefix(p)));
        LinkPrefixes.deprecated(withdrawn(link), node.time().nanos()).forEach(p -> below.add(prefix(p)));
        row.routes().forEach(r -> below.add(route(row, r)));
        row.rdnss().forEach(d -> below.add(list("rdnss", d.servers(), Settings.lifetime(row, d.seconds()))));
        row.dnssl().forEach(d -> below.add(list("dnssl", d.domains(), Settings.lifetime(row, d.seconds()))));
        row.pref64()
                .forEach(p -> below.add(Line.of().keyed("pref64", p).keyed("lifetime", Settings.pref64Lifetime(row))));
        return line.children("options", below);
    }

    private static Line prefix(AdvertisingRow.OnLinkPrefix p) {
        return Line.of()
                .keyed("prefix", p.prefix())
                .keyed("onlink", onOff(p.onLink()))
                .keyed("auto", onOff(p.autonomous()))
                .keyed("valid", lifetime(p.validSeconds()))
                .keyed("preferred", lifetime(p.preferredSeconds()));
    }

    private List<AdvertisingState.Withdrawn> withdrawn(LinkRow link) {
        var state = node.advertisingStates().get(link.index());
        return state == null ? List.of() : state.withdrawn();
    }

    private static Line route(AdvertisingRow row, AdvertisingRow.MoreSpecificRoute r) {
        return Line.of()
                .keyed("route", r.prefix())
                .keyed("pref", text(r.preference()))
                .keyed("lifetime", lifetime(Settings.lifetime(row, r.seconds())));
    }

    private static Line list(String name, List<?> values, long seconds) {
        return Line.of().keyed(name, values).keyed("lifetime", lifetime(seconds));
    }

    private static @Nullable Object onlyIf(boolean shown, Object value) {
        return shown ? value : null;
    }

    /// Seconds to the next multicast advertisement, to the millisecond.
    private @Nullable Object next(@Nullable AdvertisingState state) {
        return state == null
                ? null
                : BigDecimal.valueOf(Math.max(0, state.next() - node.time().nanos()), 9)
                        .setScale(3, RoundingMode.UP);
    }

    private static Object lifetime(long seconds) {
        return seconds == NdOption.INFINITY ? "forever" : seconds;
    }

    private static Object seconds(int millis) {
        return millis % 1000 == 0 ? (Object) (millis / 1000) : BigDecimal.valueOf(millis, 3);
    }

    static String text(Preference preference) {
        return preference.name().toLowerCase(Locale.ROOT);
    }

    static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
