package inaba.ra;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.ra.core.LinkPrefixes;
import inaba.ra.core.Settings;
import inaba.ra.core.SettingsCheck;
import inaba.wire.nd.NdOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words that make an advertising row again: what differs from the defaults.
final class Replay {
    private final AdvertisingRow row;
    private final AdvertisingRow defaults;
    private final long now;
    private final List<String> words = new ArrayList<>();

    private Replay(AdvertisingRow row, long now) {
        this.now = now;
        this.row = row;
        this.defaults = Settings.defaults(row.link());
    }

    /// `set lan on lifetime 1800`, or an empty text where nothing differs.
    ///
    /// @param now nanoseconds: lifetimes that run down begin where they are
    static String command(String link, AdvertisingRow row, long now) {
        var replay = new Replay(row, now);
        replay.scalars();
        replay.lists();
        return replay.words.isEmpty() ? "" : "set " + link + ' ' + String.join(" ", replay.words);
    }

    private void scalars() {
        if (row.on()) {
            words.add("on");
        }
        if (row.minIntervalMillis() != AdvertisingRow.DEFAULT) {
            add("interval", SettingsCheck.seconds(row.minIntervalMillis()));
            words.add(SettingsCheck.seconds(row.maxIntervalMillis()));
        }
        differing("lifetime", row.lifetime(), defaults.lifetime());
        differing("pref", Ra6Lines.text(row.preference()), Ra6Lines.text(defaults.preference()));
        differing("hoplimit", row.hopLimit(), defaults.hopLimit());
        differing("reachable", row.reachableMillis(), defaults.reachableMillis());
        differing("retrans", row.retransMillis(), defaults.retransMillis());
        differing("managed", Ra6Lines.onOff(row.managed()), "off");
        differing("other", Ra6Lines.onOff(row.other()), "off");
        differing("mtu", row.mtu(), defaults.mtu());
        differing("captive", row.captivePortal(), "");
        differing("slla", Ra6Lines.onOff(row.delivery().linkAddress()), "on");
        differing("unicast", Ra6Lines.onOff(row.delivery().unicastOnly()), "off");
        differing("source", row.delivery().source(), null);
        differing("homeagent", Ra6Lines.onOff(row.mobility().homeAgent()), "off");
        differing("hapref", row.mobility().preference(), 0);
        differing("halifetime", row.mobility().lifetime(), AdvertisingRow.DEFAULT);
        differing("advinterval", Ra6Lines.onOff(row.mobility().interval()), "off");
    }

    private void lists() {
        row.delivery().clients().forEach(client -> add("client", client));
        for (var p : LinkPrefixes.named(row, now)) {
            add("prefix", p.prefix());
            add("onlink", Ra6Lines.onOff(p.onLink()));
            add("auto", Ra6Lines.onOff(p.autonomous()));
            add("valid", seconds(p.validSeconds()));
            add("preferred", seconds(p.preferredSeconds()));
            if (p.router() != null) {
                add("router", "on");
            }
            if (p.since() != OnLinkPrefix.FIXED) {
                add("decrement", "on");
            }
            if (p.deprecate()) {
                add("deprecate", "on");
            }
        }
        for (var r : row.routes()) {
            add("route", r.prefix());
            add("pref", Ra6Lines.text(r.preference()));
            lifetime(r.seconds());
        }
        for (var d : row.rdnss()) {
            words.add("rdnss");
            d.servers().forEach(server -> words.add(server.toString()));
            lifetime(d.seconds());
        }
        for (var d : row.dnssl()) {
            words.add("dnssl");
            words.addAll(d.domains());
            lifetime(d.seconds());
        }
        row.pref64().forEach(prefix -> add("pref64", prefix));
    }

    private void lifetime(long seconds) {
        if (seconds != AdvertisingRow.DEFAULT) {
            add("lifetime", seconds(seconds));
        }
    }

    private static String seconds(long seconds) {
        return seconds == NdOption.INFINITY ? "forever" : Long.toString(seconds);
    }

    private void differing(String word, @Nullable Object value, @Nullable Object standard) {
        if (value != null && !value.equals(standard)) {
            add(word, value);
        }
    }

    private void add(String word, Object value) {
        words.add(word);
        words.add(value.toString());
    }
}
