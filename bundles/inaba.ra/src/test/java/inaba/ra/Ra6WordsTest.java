package inaba.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AdvertisingRow;
import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.ra.core.Settings;
import inaba.ra.core.SettingsCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ra6WordsTest {
    @Clause({"RFC 4861 §6.2.1a", "RFC 4191 §4c"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "on interval 3 4",
                "interval 3.75 5 lifetime 9000",
                "on lifetime 0 pref high hoplimit 0 reachable 3600000 retrans 1 managed on other on mtu 1280",
                "on prefix 2001:db8::/64 onlink on auto on valid 2592000 preferred 604800",
                "prefix 2001:db8::/64 onlink off auto off valid forever preferred 0"
                        + " prefix 2001:db8:1::/56 onlink on auto off valid 1 preferred 1",
                "route ::/0 pref low lifetime 0 route 2001:db8:2::/48 pref medium",
                "rdnss 2001:db8::53 fe80::53 rdnss 2001:db8::54 lifetime 60",
                "dnssl example.org lan.example dnssl example.net lifetime forever",
                "pref64 64:ff9b::/96 pref64 2001:db8:64::/48",
                "captive https://portal.example/api slla off unicast on source fe80::9",
                "homeagent on hapref 7 halifetime 600 advinterval on client 2001:db8::5 client fe80::6",
                "prefix 2001:db8::/64 onlink on auto on valid 100 preferred 50 router on decrement on deprecate on"
            })
    void whatIsReplayedIsWhatWasTyped(String words) throws CommandException {
        assertEquals("set lan " + words, Replay.command("lan", typed(Settings.defaults(1), words), 0));
    }

    @Clause({"RFC 4861 §6.2.1b", "RFC 4191 §4a"})
    @Test
    void defaultsNeedNoCommand() {
        assertEquals("", Replay.command("lan", Settings.defaults(1), 0));
    }

    @Test
    void namingAListReplacesItAndNoneEmptiesIt() throws CommandException {
        var row = typed(Settings.defaults(1), "rdnss 2001:db8::1 rdnss 2001:db8::2 pref64 64:ff9b::/96");
        assertEquals(2, row.rdnss().size());
        assertEquals(typed(row, "rdnss fe80::53"), typed(row, "rdnss fe80::53%lan"));
        row = typed(row, "rdnss 2001:db8::3");
        assertEquals(1, row.rdnss().size());
        row = typed(row, "rdnss none");
        assertTrue(row.rdnss().isEmpty());
        assertEquals(1, row.pref64().size());
    }

    @Clause({"RFC 4861 §6.2.1c", "RFC 4861 §6.2.1d", "RFC 4861 §6.2.1e", "RFC 4191 §2.3c", "RFC 4191 §4b"})
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        interval 3 3.999                        | the longest interval is 4 to 1800 seconds, not 3.999
        interval 3 1800.001                     | the longest interval is 4 to 1800 seconds, not 1800.001
        interval 2.999 10                       | the shortest interval is 3 to 7.5 seconds (0.75 of the longest), not 2.999
        interval 8 10                           | the shortest interval is 3 to 7.5 seconds (0.75 of the longest), not 8
        lifetime 599                            | the lifetime is 0, or 600 (the longest interval) to 9000 seconds, not 599
        mtu 1279                                | the MTU is 0 (not sent), or 1280 to the link's 1500, not 1279
        mtu 1501                                | the MTU is 0 (not sent), or 1280 to the link's 1500, not 1501
        prefix fe80::/64                        | the prefix fe80::/64 is not one of global unicast addresses
        prefix ff0e::/64                        | the prefix ff0e::/64 is not one of global unicast addresses
        prefix 2001:db8::/56 auto on            | hosts form addresses only in a /64: give 2001:db8::/56 auto off
        prefix 2001:db8::/64 valid 5 preferred 6 | the prefix 2001:db8::/64 cannot be preferred (6 s) longer than valid (5 s)
        prefix 2001:db8::/64 prefix 2001:db8::/64 | the prefix 2001:db8::/64 is given twice
        route 2001:db8::/48 route 2001:db8::/48 | the route 2001:db8::/48 is given twice
        route fe80::/10                         | the route fe80::/10 is not one to global unicast addresses
        rdnss ff02::fb                          | a DNS server has a unicast address, not ff02::fb
        source 2001:db8::1                      | advertisements come from a link-local address, not 2001:db8::1
        client ff02::1                          | a client has a unicast address, not ff02::1
        captive https://ü                       | the URI of a captive portal has printable US-ASCII letters only
        pref64 64:ff9b::/95                     | a NAT64 prefix has a length of 32, 40, 48, 56, 64 or 96, not 95
        dnssl ex*mple.org                       | 'ex*mple.org' is not a domain name
        """)
    void aSettingOutOfItsRangeIsNamedWithTheRange(String words, String why) throws CommandException {
        var row = typed(Settings.defaults(1), words);
        var refused = assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(row, 1500));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(why), refused::getMessage);
    }

    @Test
    @Clause("RFC 4191 §4b")
    void routesAreFew() throws CommandException {
        var words = new StringBuilder();
        for (int i = 1; i <= 17; i++) {
            words.append("route 2001:db8:").append(i).append("::/48 ");
        }
        SettingsCheck.check(typed(Settings.defaults(1), words.toString().strip()), 1500);
        var row = typed(Settings.defaults(1), words + "route 2001:db8:99::/48");
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(row, 1500));
    }

    @Clause("RFC 4861 §6.2.1c")
    @ParameterizedTest
    @ValueSource(
            strings = {"interval 3 4", "interval 3 1800 lifetime 1800", "lifetime 9000", "hoplimit 255", "mtu 1500"})
    void theEndsOfTheRangesAreAllowed(String words) throws CommandException {
        SettingsCheck.check(typed(Settings.defaults(1), words), 1500);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        lifetime              | ra6: expected seconds from 0 to 9000 after "lifetime"
        pref best             | ra6: expected high, medium or low after "pref", not "best"
        frobnicate            | ra6: expected advinterval, captive, client,
        interval 3 4.0001     | ra6: expected the longest interval in seconds after "3", not "4.0001": seconds have
        rdnss fe80::53%wan    | ra6: the server fe80::53%wan is not on lan
        rdnss lifetime 5      | ra6: expected an IPv6 address after "rdnss", not "lifetime"
        """)
    void aWrongWordSaysWhatWasExpected(String words, String why) {
        var refused = assertThrows(CommandException.class, () -> typed(Settings.defaults(1), words));
        assertEquals(2, refused.exitCode());
        assertTrue(String.valueOf(refused.getMessage()).startsWith(why), refused::getMessage);
    }

    @Clause("RFC 4861 §6.2.1c")
    @ParameterizedTest(name = "max {0} s: min {1} s, lifetime {2} s")
    @CsvSource({"600, 198000, 1800", "1800, 594000, 5400", "10, 3300, 30", "9, 3000, 27", "8, 6000, 24", "4, 3000, 12"})
    void unsetOnesFollowTheLongestInterval(int max, int min, int lifetime) throws CommandException {
        var given = typed(Settings.defaults(1), "interval 3 " + max);
        var row = new AdvertisingRow(
                1,
                true,
                AdvertisingRow.DEFAULT,
                given.maxIntervalMillis(),
                AdvertisingRow.DEFAULT,
                given.preference(),
                64,
                0,
                0,
                false,
                false,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                AdvertisingRow.Delivery.USUAL,
                AdvertisingRow.Mobility.NONE,
                given.owner());
        SettingsCheck.check(row, 1500);
        assertEquals(min, Settings.minIntervalMillis(row));
        assertEquals(lifetime, Settings.lifetime(row));
        assertEquals(lifetime, Settings.lifetime(row, AdvertisingRow.DEFAULT));
    }

    private static AdvertisingRow typed(AdvertisingRow before, String words) throws CommandException {
        var args = new Args("ra6", List.of(words.split(" ")));
        var draft = new Draft(before, "lan", 0);
        while (args.hasNext()) {
            draft.take(args);
        }
        return draft.row();
    }
}
