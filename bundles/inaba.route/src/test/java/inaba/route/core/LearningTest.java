package inaba.route.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.LinkRow;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterPreference;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Advertisements, written as `header LIFETIME PREF; route PREFIX LIFETIME PREF; prefix PREFIX LIFETIME FLAGS`, and the
/// routes that a host then has.
class LearningTest {
    private static final Learning.Accept ALL = new Learning.Accept(true, true, true);
    private static final Learning.Limits LIMITS = new Learning.Limits(2, 3, 2);

    private final Map<RouteKey, RouteRow> table = new LinkedHashMap<>();
    private long now;
    private int refused;

    @Clause({
        "RFC 4861 §6.3.4l",
        "RFC 4861 §6.3.4m",
        "RFC 4191 §2.2b",
        "RFC 4191 §2.2c",
        "RFC 4191 §2.3a",
        "RFC 4191 §2.3b",
        "RFC 4191 §2.3d",
        "RFC 4191 §3.1b"
    })
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 4861 §6.3.4: the router lifetime
        header 1800 medium | default via fe80::1 dev wan proto ra metric 1024 expires 1800sec pref medium
        header 65535 high  | default via fe80::1 dev wan proto ra metric 1024 expires 65535sec pref high
        header 0 medium    | ''
        # RFC 4191 §2.2: the reserved preference counts as medium
        header 9 reserved  | default via fe80::1 dev wan proto ra metric 1024 expires 9sec pref medium
        # RFC 4191 §3.1: a route for ::/0 overrides the header, whichever says that there is none
        header 100 medium; route ::/0 200 low  | default via fe80::1 dev wan proto ra metric 1024 expires 200sec pref low
        header 0 medium; route ::/0 200 high   | default via fe80::1 dev wan proto ra metric 1024 expires 200sec pref high
        header 100 medium; route ::/0 0 medium | ''
        # RFC 4191 §2.3
        header 0 medium; route 2001:db8:5::/48 60 high | 2001:db8:5::/48 via fe80::1 dev wan proto ra metric 1024 expires 60sec pref high
        header 0 medium; route 2001:db8::5/128 60 low  | 2001:db8::5 via fe80::1 dev wan proto ra metric 1024 expires 60sec pref low
        header 0 medium; route 2001:db8::/32 4294967295 low | 2001:db8::/32 via fe80::1 dev wan proto ra metric 1024 pref low
        header 0 medium; route 2001:db8::/32 0 low     | ''
        header 0 medium; route 2001:db8::/32 60 reserved | ''
        header 0 medium; route fe80::/64 60 high       | ''
        header 0 medium; route ff00::/8 60 high        | ''
        # RFC 4861 §6.3.4: prefixes with the L flag, other than the link-local one
        header 0 medium; prefix 2001:db8:1::/64 86400 L  | 2001:db8:1::/64 dev wan proto ra metric 256 expires 86400sec pref medium
        header 0 medium; prefix 2001:db8:1::/64 86400 LA | 2001:db8:1::/64 dev wan proto ra metric 256 expires 86400sec pref medium
        header 0 medium; prefix 2001:db8:1::/64 86400 A  | ''
        header 0 medium; prefix 2001:db8:1::/64 0 L      | ''
        header 0 medium; prefix 2001:db8:1::/64 4294967295 L | 2001:db8:1::/64 dev wan proto ra metric 256 pref medium
        header 0 medium; prefix 2001:db8:1::/56 10 L     | 2001:db8:1::/56 dev wan proto ra metric 256 expires 10sec pref medium
        header 0 medium; prefix fe80::/64 86400 L        | ''
        header 0 medium; prefix fe80::/10 86400 L        | ''
        """)
    void anAdvertisementBecomesRoutes(String said, String routes) {
        hears("fe80::1", said);
        assertEquals(routes, shown());
    }

    @Clause({"RFC 4861 §6.3.4a", "RFC 4191 §3.1a", "RFC 4861 §6.3.4l"})
    @Test
    void eachAdvertisementRenewsWhatItSaysAndLeavesTheRest() {
        hears("fe80::1", "header 1800 medium; route 2001:db8:5::/48 600 medium; prefix 2001:db8:1::/64 900 L");
        now = TimeUnit.SECONDS.toNanos(100);
        hears("fe80::1", "header 1800 low");
        assertEquals("""
                default via fe80::1 dev wan proto ra metric 1024 expires 1800sec pref low
                2001:db8:5::/48 via fe80::1 dev wan proto ra metric 1024 expires 500sec pref medium
                2001:db8:1::/64 dev wan proto ra metric 256 expires 800sec pref medium""", shown());
    }

    @Clause({"RFC 4861 §6.3.4d", "RFC 4191 §3.1a"})
    @Test
    void aLifetimeOfZeroTakesBackWhatTheSameRouterSaidAndNothingElse() {
        hears("fe80::1", "header 1800 medium; route 2001:db8:5::/48 600 medium; prefix 2001:db8:1::/64 900 L");
        hears("fe80::2", "header 1800 high; route 2001:db8:5::/48 600 high");
        hears("fe80::1", "header 0 medium; route 2001:db8:5::/48 0 medium");
        assertEquals("""
                2001:db8:1::/64 dev wan proto ra metric 256 expires 900sec pref medium
                default via fe80::2 dev wan proto ra metric 1024 expires 1800sec pref high
                2001:db8:5::/48 via fe80::2 dev wan proto ra metric 1024 expires 600sec pref high""", shown());
    }

    @Test
    void anyRouterMayTakeBackAnOnLinkPrefix() {
        hears("fe80::1", "header 0 medium; prefix 2001:db8:1::/64 900 L");
        hears("fe80::2", "header 0 medium; prefix 2001:db8:1::/64 0 L");
        assertEquals("", shown());
    }

    @Clause("RFC 4861 §6.3.4e")
    @Test
    void whatIsKnownIsKeptAndWhatIsTooMuchIsRefused() {
        hears(
                "fe80::1",
                "header 1800 medium; prefix 2001:db8:1::/64 9 L; prefix 2001:db8:2::/64 9 L; prefix 2001:db8:3::/64 9 L");
        hears(
                "fe80::2",
                "header 1800 medium; route 2001:db8::/48 9 low; route 2001:db8::/49 9 low; route 2001:db8::/50 9 low");
        assertEquals(1, refused);
        hears("fe80::3", "header 1800 high; route 2001:db8::/48 9 high");
        assertEquals(3, refused);
        hears("fe80::2", "header 900 low; route 2001:db8::/48 8 low");
        assertEquals(3, refused);
        assertEquals(2 + 2 + 3, table.size());
    }

    @Test
    void whatIsNotAcceptedIsNotLearned() {
        hears(
                "fe80::1",
                "header 9 low; route 2001:db8:5::/48 9 low; prefix 2001:db8:1::/64 9 L",
                new Learning.Accept(true, false, false));
        assertEquals("default via fe80::1 dev wan proto ra metric 1024 expires 9sec pref low", shown());
        table.clear();
        hears(
                "fe80::1",
                "header 9 low; route 2001:db8:5::/48 9 low; prefix 2001:db8:1::/64 9 L",
                new Learning.Accept(false, true, false));
        assertEquals("2001:db8:5::/48 via fe80::1 dev wan proto ra metric 1024 expires 9sec pref low", shown());
        table.clear();
        hears(
                "fe80::1",
                "header 9 low; route 2001:db8:5::/48 9 low; prefix 2001:db8:1::/64 9 L",
                new Learning.Accept(false, false, true));
        assertEquals("2001:db8:1::/64 dev wan proto ra metric 256 expires 9sec pref medium", shown());
    }

    @Test
    void routesOfALinkGoIntoItsTable() {
        hears(Given.RED, "fe80::1", "header 9 low; prefix 2001:db8:1::/64 9 L", ALL);
        assertEquals("""
                default via fe80::1 dev red table red proto ra metric 1024 expires 9sec pref low
                2001:db8:1::/64 dev red table red proto ra metric 256 expires 9sec pref medium""", shown());
    }

    @Test
    void anInstantBeyondTheEndOfTimeIsForever() {
        now = Long.MAX_VALUE - 5;
        hears("fe80::1", "header 9 low");
        assertEquals(Row.FOREVER, table.values().iterator().next().validUntil());
    }

    private void hears(String router, String said) {
        hears(router, said, ALL);
    }

    private void hears(String router, String said, Learning.Accept accept) {
        hears(Given.WAN, router, said, accept);
    }

    private void hears(LinkRow link, String router, String said, Learning.Accept accept) {
        var heard = new Learning.Heard(link, Ipv6Address.parse(router), now, Advertisement.read(message(said)));
        var outcome = Learning.heard(heard, List.copyOf(table.values()), accept, LIMITS, Given.OWNER);
        refused += outcome.refused();
        apply(outcome.changes());
    }

    private void apply(List<RouteChange> changes) {
        for (var change : changes) {
            switch (change) {
                case RouteChange.Put(var row) -> table.put(row.key(), row);
                case RouteChange.Remove(var key) -> table.remove(key);
            }
        }
    }

    private String shown() {
        return String.join(
                "\n",
                table.values().stream()
                        .map(row -> TypedCall.text(RouteText.line(row, Given.scene(), now)))
                        .toList());
    }

    private static MemorySegment message(String said) {
        var bytes = MemorySegment.ofArray(new byte[512]);
        var header = new RouterAdvertisement(bytes).start();
        var options = new NdOptionsWriter(bytes, RouterAdvertisement.FIXED_BYTES);
        for (String part : said.split(";")) {
            var words = part.strip().split(" ");
            long lifetime = Long.parseLong(words[words.length - 2]);
            String last = words[words.length - 1];
            switch (words[0]) {
                case "header" -> {
                    header.routerLifetime((int) lifetime).preference(preference(last));
                    reserve(bytes, 5, last);
                }
                case "route" -> {
                    long at = options.end();
                    options.routeInformation(Prefix.parse(words[1]), preference(last), lifetime);
                    reserve(bytes, at + 3, last);
                }
                default ->
                    options.prefixInformation(
                            Prefix.parse(words[1]), last.contains("L"), last.contains("A"), lifetime, lifetime);
            }
        }
        return bytes.asSlice(0, options.end());
    }

    private static RouterPreference preference(String word) {
        return word.equals("reserved")
                ? RouterPreference.MEDIUM
                : RouterPreference.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }

    /// Sets the two preference bits to the reserved value 10.
    private static void reserve(MemorySegment bytes, long at, String word) {
        if (word.equals("reserved")) {
            bytes.set(java.lang.foreign.ValueLayout.JAVA_BYTE, at, (byte) 0x10);
        }
    }
}
