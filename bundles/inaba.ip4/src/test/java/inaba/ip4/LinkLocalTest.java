package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.manage.CommandException;
import inaba.ip4.address.Address4Command;
import inaba.junit.Clause;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.wire.ArpPacket;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3927: an address that a link chooses for itself.
class LinkLocalTest {
    private final Ip4Lab lab;

    LinkLocalTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @Test
    @Clause({"RFC 3927 §2.2", "RFC 3927 §2.2.1", "RFC 3927 §2.4", "RFC 3927 §2.1b"})
    void itIsChosenByTheMacProbedAndAnnounced() throws Exception {
        add("link-local");
        var address = text();
        lab.advance(10_000);
        assertEquals(
                List.of(
                        "arp probe " + address,
                        "arp probe " + address,
                        "arp probe " + address,
                        "arp announcement " + address,
                        "arp announcement " + address),
                lab.seen(lab.left));
        assertEquals(State.PREFERRED, row().state());
        type("del link-local dev eth");
        add("link-local");
        assertEquals(address, text(), "the same MAC, the same address");
    }

    @Test
    @Clause({"RFC 3927 §2.2.1b", "RFC 3927 §2.2.1c"})
    void anotherIsChosenWhereOneIsInUse() throws Exception {
        add("link-local");
        var first = text();
        lab.advance(1_500);
        conflict(first);
        assertNotEquals(first, text());
        assertEquals(State.TENTATIVE, row().state());
        lab.advance(10_000);
        assertEquals(State.PREFERRED, row().state());
    }

    @Test
    @Clause("RFC 3927 §2.2.1d")
    void afterTenConflictsItTriesOnceAMinute() throws Exception {
        add("link-local");
        for (int i = 0; i < 9; i++) {
            var before = text();
            lab.advance(1_500);
            conflict(before);
            assertNotEquals(before, text());
        }
        var tenth = text();
        lab.advance(1_500);
        conflict(tenth);
        assertEquals(tenth, text());
        assertEquals(State.DUPLICATE, row().state());
        lab.advance(58_000);
        assertEquals(tenth, text());
        lab.advance(2_000);
        assertNotEquals(tenth, text());
    }

    @Test
    @Clause({"RFC 3927 §2.5", "RFC 3927 §2.5b"})
    void itIsDefendedOnceThenGivenUp() throws Exception {
        add("link-local");
        lab.advance(10_000);
        var address = text();
        conflict(address);
        assertEquals(address, text());
        assertEquals("arp announcement " + address, lab.seen(lab.left).getLast());
        conflict(address);
        assertNotEquals(address, text());
    }

    @Test
    @Clause({"RFC 3927 §2.1", "RFC 3927 §2.1c"})
    void itIsWithinTheRangeAndRemembered() throws Exception {
        add("link-local 169.254.77.88");
        assertEquals("169.254.77.88", text());
        assertEquals(
                List.of("add link-local 169.254.77.88 dev eth"),
                new Address4Command(lab.host.engine())
                        .configuration().stream()
                                .filter(line -> line.contains("link-local"))
                                .toList());
        for (var reserved : List.of("169.254.0.255", "169.254.255.0", "10.0.0.9")) {
            type("del link-local dev eth");
            assertThrows(CommandException.class, () -> add("link-local " + reserved));
            add("link-local");
        }
        int low = row().address().toIpv4() & 0xffff;
        assertTrue(low >= 256 && low < 65_280);
    }

    @Test
    @Clause({"RFC 3927 §2.6.2", "RFC 3927 §2.6.2b", "RFC 3927 §2.5c"})
    void fromItEveryDestinationIsOnTheLink() throws Exception {
        add("link-local");
        lab.advance(10_000);
        lab.seen(lab.left);
        var output = lab.host.engine().output();
        var packet = output.takeIpv4(8, IpProtocol.UDP, row().address().toIpv4(), Ip4Frame.ipv4("192.0.2.1"), 64);
        output.send(packet, 0);
        lab.lab.settle();
        assertEquals("arp who-has 192.0.2.1 tell " + text(), lab.seen(lab.left).getFirst(), "not for the router");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "destination"})
    @Clause({"RFC 3927 §2.7", "RFC 3927 §7"})
    void noRouterForwardsIt(String where) {
        var frame = Ip4Frame.echo();
        lab.left.inject(
                (where.equals("source") ? frame.source("169.254.7.7") : frame.destination("169.254.7.7")).frame());
        lab.lab.settle();
        assertEquals(List.of(), lab.seen(lab.right));
    }

    @Test
    @Clause("RFC 3927 §1.9")
    void aRoutableAddressIsUsedForWhatIsNew() throws Exception {
        add("link-local");
        lab.advance(10_000);
        var source = lab.host.engine().output().source(IpFamily.IPV4.parseAddress("192.0.2.1"), 0);
        assertEquals(IpFamily.IPV4.parseAddress(Ip4Lab.HOST), source);
    }

    private void conflict(String address) {
        lab.left.inject(Ip4Frame.arp(ArpPacket.REPLY, address, address));
        lab.advance(1);
    }

    private void add(String words) throws CommandException {
        type("add " + words + " dev eth");
    }

    private void type(String words) throws CommandException {
        LabNode host = lab.host;
        TypedCall.type(new Address4Command(host.engine()), words);
        lab.lab.settle();
    }

    private String text() {
        return IpFamily.text(row().address());
    }

    private AddressRow row() {
        return lab.host.engine().addressesOf(IpFamily.IPV4).stream()
                .filter(row -> row.origin() == AddressRow.Origin.LINK_LOCAL)
                .findFirst()
                .orElseThrow();
    }
}
