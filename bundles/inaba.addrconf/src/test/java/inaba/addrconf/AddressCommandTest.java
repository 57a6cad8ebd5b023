package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.LINK_LOCAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `addr6` as typed; the lines below a line stand behind slashes.
class AddressCommandTest {
    private static final String LINK = "1: eth: <UP> mtu 1500";
    private static final String OWN =
            " / inet6 " + LINK_LOCAL + "/64 scope link / valid_lft forever preferred_lft forever";

    @TempDir
    Path state;

    private AddrconfLab lab;
    private AddressCommand command;

    @BeforeEach
    void start() {
        lab = AddrconfLab.ready(state);
        command = new AddressCommand(lab.a.engine());
    }

    @Test
    void anAddressIsAddedShownSavedAndDeleted() throws CommandException {
        type("add fe80::1/64 dev eth");
        assertEquals(
                List.of(LINK + OWN
                        + " / inet6 fe80::1/64 scope link tentative / valid_lft forever preferred_lft forever"),
                type(""));
        lab.advance(1000);
        String shown = LINK + OWN + " / inet6 fe80::1/64 scope link / valid_lft forever preferred_lft forever";
        assertEquals(List.of(shown), type("show"));
        assertEquals(List.of(shown), type("show dev eth"));
        assertEquals(List.of(shown), type("dev eth"));
        assertEquals(List.of("add fe80::1/64 dev eth"), command.configuration());
        type("del fe80::1/64 dev eth");
        assertEquals(List.of(LINK + OWN), type("sh"));
        assertEquals(List.of(), command.configuration());
    }

    @Test
    void lifetimesCountDown() throws CommandException {
        type("add 2001:db8::1/64 dev eth preferred 50 valid 100");
        lab.advance(10_000);
        assertEquals(
                List.of(LINK + OWN + " / inet6 2001:db8::1/64 scope global / valid_lft 90sec preferred_lft 40sec"),
                type(""));
        assertEquals(List.of("add 2001:db8::1/64 dev eth preferred 40 valid 90"), command.configuration());
        lab.advance(50_000);
        assertEquals(
                List.of(LINK + OWN
                        + " / inet6 2001:db8::1/64 scope global deprecated / valid_lft 40sec preferred_lft 0sec"),
                type(""));
        lab.advance(40_000);
        assertEquals(List.of(LINK + OWN), type(""));
    }

    @Test
    @Clause("RFC 4862 §5.4b")
    void uncheckedAndAnycastAddressesAreThereAtOnce() throws CommandException {
        type("add 2001:db8::1/64 nodad dev eth");
        type("add 2001:db8::/64 dev eth anycast");
        assertEquals(
                List.of(LINK + OWN
                        + " / inet6 2001:db8::1/64 scope global nodad / valid_lft forever preferred_lft forever"
                        + " / inet6 2001:db8::/64 scope global anycast / valid_lft forever preferred_lft forever"),
                type(""));
        assertEquals(
                List.of("add 2001:db8::1/64 dev eth nodad", "add 2001:db8::/64 dev eth anycast"),
                command.configuration());
    }

    @Test
    void whatTheNodeFormedItselfSaysSo() throws CommandException {
        lab.hears(NdFrame.routerAdvertisement(1800).prefix("2001:db8:1::/64", "LA", 100, 50));
        lab.advance(2000);
        String address = "2001:db8:1::ff:fe00:101/64";
        assertEquals(
                List.of(LINK + OWN + " / inet6 " + address
                        + " scope global dynamic / valid_lft 98sec preferred_lft 48sec"),
                type(""));
        assertEquals(List.of(), command.configuration());
        type("add " + address + " dev eth"); // becomes the person's, as it is
        assertEquals(
                List.of(LINK + OWN + " / inet6 " + address + " scope global / valid_lft forever preferred_lft forever"),
                type(""));
    }

    @Test
    void aDuplicateSaysSo() throws CommandException {
        type("add 2001:db8::1/64 dev eth");
        lab.hears(NdFrame.neighborAdvertisement("2001:db8::1", "O"));
        assertEquals(
                List.of(LINK + OWN
                        + " / inet6 2001:db8::1/64 scope global dadfailed / valid_lft forever preferred_lft forever"),
                type(""));
    }

    @Test
    @Clause("RFC 4007 §11.7")
    void aZoneSaysWhatDevSays() throws CommandException {
        type("add fe80::1%eth/64 nodad");
        assertTrue(type("").getFirst().contains("inet6 fe80::1/64 scope link"), type("").getFirst());
        type("del fe80::1%eth/64");
        assertEquals(List.of(LINK + OWN), type(""));
    }

    @ParameterizedTest(name = "addr6 {0}: {1} ({2})")
    @CsvSource(delimiter = '|', textBlock = """
        add fe80::1 dev eth          | addr6: expected ADDR/LEN after "add", not "fe80::1": 'fe80::1' needs a prefix length, such as fe80::1/64 | 2
        add fe80::1/64               | addr6: expected dev LINK after "fe80::1/64"                                   | 2
        add fe80::1/64 dev           | addr6: expected LINK after "dev"                                              | 2
        add fe80::1/64 dev lan       | addr6: no link named "lan"; there is eth                                       | 1
        add fe80::1/64 on eth        | addr6: expected dev, anycast, nodad, preferred or valid after "fe80::1/64", not "on" | 2
        add ff02::1/64 dev eth       | addr6: ff02::1 cannot be an address of a link: it is not unicast              | 1
        add ::/64 dev eth            | addr6: :: cannot be an address of a link: it is not unicast                   | 1
        add ::1/64 dev eth           | addr6: ::1 cannot be an address of a link: it is not unicast                  | 1
        add fe80::1/64 dev eth preferred 9 valid 8 | addr6: preferred 9 is longer than valid 8                       | 2
        add fe80::1/64 dev eth valid 0 | addr6: expected seconds from 1 to 4294967294 after "valid", not "0": out of range | 2
        del fe80::1 dev eth          | addr6: no address fe80::1 on eth                                              | 1
        del fe80::ff:fe00:101/63 dev eth | addr6: no address fe80::ff:fe00:101/63 on eth                             | 1
        del fe80::1 dev lan          | addr6: no link named "lan"; there is eth                                       | 1
        show dev lan                 | addr6: no link named "lan"; there is eth                                       | 1
        add fe80::1%eth/64 dev lan   | addr6: expected one link, not both eth and lan                                | 2
        add fe80::1%lan/64           | addr6: no link named "lan"; there is eth                                      | 1
        add fe80::1%/64              | addr6: expected ADDR/LEN after "add", not "fe80::1%/64": no zone behind its '%' | 2
        del fe80::1%eth              | addr6: no address fe80::1 on eth                                              | 1
        show all                     | addr6: expected nothing more after "show", not "all"                          | 2
        get                          | addr6: expected show, add or del, not "get"                                     | 2
        """)
    void anErrorSaysWhatWasExpected(String words, String message, int exitCode) {
        var error = assertThrows(CommandException.class, () -> type(words));
        assertEquals(message, error.getMessage());
        assertEquals(exitCode, error.exitCode());
    }

    @Test
    void theSameAddressIsNotAddedTwice() throws CommandException {
        type("add fe80::1/64 dev eth");
        var error = assertThrows(CommandException.class, () -> type("add fe80::1/64 dev eth"));
        assertEquals("addr6: fe80::1 is already on eth", error.getMessage());
    }

    private List<String> type(String words) throws CommandException {
        return TypedCall.type(command, words);
    }
}
