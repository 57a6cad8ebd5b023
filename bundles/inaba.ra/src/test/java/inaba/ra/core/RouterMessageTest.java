package inaba.ra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.DnsSearch;
import inaba.api.link.AdvertisingRow.DnsServers;
import inaba.api.link.AdvertisingRow.MoreSpecificRoute;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterMessageTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final OnLinkPrefix PREFIX =
            new OnLinkPrefix(Prefix.parse("2001:db8::/64"), true, true, 2592000, 604800);

    @Clause({"RFC 4861 §6.2.3c", "RFC 4861 §6.2.3d"})
    @Test
    void everyFieldAndOptionIsWhereItsRfcPutsIt() {
        assertEquals(
                """
                86000000 40c80708 00001388 000003e8
                0101020000000001
                05010000 00000514
                030440c0 00278d00 00093a80 00000000 20010db8000000000000000000000000
                18023008 00000708 20010db800020000
                19030000 00000708 20010db8000000000000000000000053
                1f030000 ffffffff 076578616d706c65036f726700000000
                2602070800 64ff9b0000000000000000
                """.replaceAll("\\s", ""),
                hex(RouterMessage.messages(full(), MAC, List.of(PREFIX), false, 1460)
                        .getFirst()));
    }

    @Clause({"RFC 4861 §6.2.5", "RFC 4191 §2.2a", "RFC 4191 §4e"})
    @Test
    void aFinalOneTakesBackWhatLeadsThroughTheRouter() {
        assertEquals(
                """
                86000000 40c00000 00001388 000003e8
                0101020000000001
                05010000 00000514
                030440c0 00278d00 00093a80 00000000 20010db8000000000000000000000000
                18023008 00000000 20010db800020000
                19030000 00000000 20010db8000000000000000000000053
                1f030000 00000000 076578616d706c65036f726700000000
                2602000000 64ff9b0000000000000000
                """.replaceAll("\\s", ""),
                hex(RouterMessage.messages(full(), MAC, List.of(PREFIX), true, 1460)
                        .getFirst()));
    }

    @Clause({"RFC 4861 §6.2.3e", "RFC 6980 §5a"})
    @Test
    void optionsThatDoNotFitGoIntoAnotherMessage() {
        var prefixes = IntStream.range(0, 60)
                .mapToObj(i -> new OnLinkPrefix(
                        Prefix.parse("2001:db8:" + Integer.toHexString(i) + "::/64"), true, true, 9, 9))
                .toList();
        var messages = RouterMessage.messages(Settings.defaults(1), MAC, prefixes, false, 1240);
        assertEquals(2, messages.size());
        long options = 0;
        for (byte[] message : messages) {
            assertTrue(message.length <= 1240);
            var advertisement = new RouterAdvertisement(MemorySegment.ofArray(message));
            assertEquals(1800, advertisement.routerLifetime());
            assertTrue(NdOptions.valid(advertisement.options()));
            for (var _ : new NdOptions(advertisement.options())) {
                options++;
            }
        }
        assertEquals(61, options);
    }

    private static AdvertisingRow full() {
        return new AdvertisingRow(
                1,
                true,
                AdvertisingRow.DEFAULT,
                600_000,
                AdvertisingRow.DEFAULT,
                Preference.HIGH,
                64,
                5000,
                1000,
                true,
                true,
                1300,
                List.of(PREFIX),
                List.of(new MoreSpecificRoute(
                        Prefix.parse("2001:db8:2::/48"), Preference.HIGH, AdvertisingRow.DEFAULT)),
                List.of(new DnsServers(List.of(Ipv6Address.parse("2001:db8::53")), AdvertisingRow.DEFAULT)),
                List.of(new DnsSearch(List.of("example.org"), 0xffff_ffffL)),
                List.of(Prefix.parse("64:ff9b::/96")),
                "",
                AdvertisingRow.Delivery.USUAL,
                AdvertisingRow.Mobility.NONE,
                Row.PERSON);
    }

    private static String hex(byte[] message) {
        return HexFormat.of().formatHex(message);
    }
}
