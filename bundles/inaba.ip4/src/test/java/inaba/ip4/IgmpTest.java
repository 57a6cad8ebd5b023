package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.ip4.igmp.Igmp;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IgmpMessage;
import inaba.wire.IgmpQuery;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Options;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a router hears of the groups that a host wants.
class IgmpTest {
    private static final String GROUP = "239.1.2.3";
    private static final String ALL = "224.0.0.1";
    private static final String TO_EX = "10.0.0.2 > 224.0.0.22 ttl 1 igmp TO_EX 239.1.2.3";
    private static final String IS_EX = "10.0.0.2 > 224.0.0.22 ttl 1 igmp IS_EX 239.1.2.3";
    private static final String V2 = "10.0.0.2 > 239.1.2.3 ttl 1 igmp v2-report 239.1.2.3";
    private static final String V1 = "10.0.0.2 > 239.1.2.3 ttl 1 igmp v1-report 239.1.2.3";
    private static final int ALERT = Ipv4Options.ROUTER_ALERT_BYTES;

    private final Ip4Lab lab;
    private final Igmp igmp = Components.make(Igmp.class);

    IgmpTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
        lab.host.start(igmp);
    }

    @Test
    @Clause({"RFC 3376 §5.1", "RFC 3376 §4", "RFC 3376 §4.2.14", "RFC 1122 §3.3.7"})
    void aGroupThatIsJoinedIsReportedAtOnceAndAgainWithinASecond() {
        join(SourceFilter.ANY);
        assertEquals(List.of(TO_EX), seen());
        lab.advance(1_000);
        assertEquals(List.of(TO_EX), seen());
        lab.advance(60_000);
        assertEquals(List.of(), seen());
    }

    @Test
    @Clause("RFC 3376 §5.1")
    void aGroupThatIsLeftIsReportedAtOnceAndAgain() {
        join(SourceFilter.ANY);
        lab.advance(2_000);
        seen();
        lab.host.engine().groups().remove(row(SourceFilter.ANY).key());
        lab.advance(2_000);
        var left = "10.0.0.2 > 224.0.0.22 ttl 1 igmp TO_IN 239.1.2.3";
        assertEquals(List.of(left, left), seen());
    }

    @ParameterizedTest
    @CsvSource({
        "include 192.0.2.1,             include 192.0.2.1 192.0.2.2, ALLOW 239.1.2.3 192.0.2.2",
        "include 192.0.2.1 192.0.2.2,   include 192.0.2.2,           BLOCK 239.1.2.3 192.0.2.1",
        "include 192.0.2.1,             exclude 192.0.2.9,           TO_EX 239.1.2.3 192.0.2.9",
        "exclude 192.0.2.9,             include 192.0.2.1,           TO_IN 239.1.2.3 192.0.2.1",
        "exclude 192.0.2.1,             exclude 192.0.2.1 192.0.2.2, BLOCK 239.1.2.3 192.0.2.2",
    })
    @Clause({"RFC 3376 §5.1", "RFC 3376 §3.2"})
    void aChangeOfSourcesIsReportedTwice(String before, String after, String record) {
        join(filter(before));
        lab.advance(5_000);
        seen();
        join(filter(after));
        lab.advance(2_000);
        var report = "10.0.0.2 > 224.0.0.22 ttl 1 igmp " + record;
        assertEquals(List.of(report, report), seen());
    }

    @Test
    @Clause({"RFC 3376 §5.2", "RFC 3376 §4.1.1"})
    void aGeneralQueryIsAnsweredOnceWithinItsTime() {
        joinQuietly();
        inject(query(100, "0.0.0.0", ALL));
        assertEquals(1, seen().size(), "the query, and nothing at once");
        lab.advance(10_000);
        assertEquals(List.of(IS_EX), seen());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "127, 12700", "128, 12800", "143, 24800", "255, 3174400"})
    @Clause("RFC 3376 §4.1.1")
    void maxRespCodeIsAFloatingPointNumberFrom128On(int code, long millis) {
        var bytes = MemorySegment.ofArray(new byte[IgmpQuery.FIXED_BYTES]);
        assertEquals(
                millis, new IgmpQuery(bytes).write(code, 0, 0, 0, List.of()).maximumResponseMillis());
    }

    @Test
    @Clause({"RFC 3376 §5.2", "RFC 3376 §4.1.10", "RFC 3376 §4.1.12"})
    void aQueryAboutSourcesIsAnsweredWithThoseThatAreWanted() {
        join(filter("include 192.0.2.1 192.0.2.2"));
        lab.advance(5_000);
        seen();
        inject(query(10, GROUP, GROUP, "192.0.2.2", "192.0.2.3"));
        lab.advance(1_000);
        assertEquals("10.0.0.2 > 224.0.0.22 ttl 1 igmp IS_IN 239.1.2.3 192.0.2.2", seen().getLast());
        inject(query(10, GROUP, GROUP, "192.0.2.3"));
        lab.advance(1_000);
        assertEquals(1, seen().size(), "nothing that is wanted, nothing to say");
    }

    @Test
    @Clause("RFC 3376 §4.1.6")
    void theQueriersRobustnessIsOurs() {
        inject(query(100, "0.0.0.0", ALL));
        lab.advance(20_000);
        seen();
        join(SourceFilter.ANY);
        lab.advance(10_000);
        assertEquals(List.of(TO_EX, TO_EX, TO_EX), seen(), "QRV 3");
    }

    @Test
    @Clause({"RFC 3376 §7.2.1", "RFC 2236 §3", "RFC 3376 §8.12"})
    void whereVersionTwoQueriesItIsSpokenUntilItFallsSilent() {
        joinQuietly();
        inject(older(50, "0.0.0.0", ALL));
        lab.advance(5_000);
        assertEquals(V2, seen().getLast());
        lab.host.engine().groups().remove(row(SourceFilter.ANY).key());
        lab.advance(20_000);
        assertEquals(List.of("10.0.0.2 > 224.0.0.2 ttl 1 igmp leave 239.1.2.3"), seen());
        lab.advance((2 * 125 + 5) * 1_000);
        join(SourceFilter.ANY);
        assertEquals(List.of(TO_EX), seen(), "Older Version Querier Present Timeout, §8.12");
    }

    @Test
    @Clause({"RFC 3376 §7.2.1b", "RFC 3376 §7.2.1c"})
    void whereVersionOneQueriesThereAreItsReportsAndNoLeaving() {
        joinQuietly();
        inject(older(0, "0.0.0.0", ALL));
        lab.advance(10_000);
        assertEquals(V1, seen().getLast());
        lab.host.engine().groups().remove(row(SourceFilter.ANY).key());
        lab.advance(20_000);
        assertEquals(List.of(), seen());
    }

    @Test
    @Clause("RFC 3376 §7.2.1d")
    void fromVersionOneItGoesToVersionTwoWhereOneIsThere() {
        joinQuietly();
        inject(older(0, "0.0.0.0", ALL));
        lab.advance(200_000);
        inject(older(100, "0.0.0.0", ALL));
        lab.advance(10_000);
        assertEquals(V1, seen().getLast(), "the lower one rules");
        lab.advance(60_000);
        inject(older(100, "0.0.0.0", ALL));
        lab.advance(10_000);
        assertEquals(V2, seen().getLast());
    }

    @Test
    @Clause("RFC 3376 §7.2.1")
    void aQueryOfVersionTwoAboutAGroupChangesNothing() {
        joinQuietly();
        inject(older(10, GROUP, GROUP));
        lab.advance(1_000);
        assertEquals(IS_EX, seen().getLast());
    }

    @Test
    @Clause("RFC 2236 §3")
    void whatAnotherReportsIsNotRepeated() {
        joinQuietly();
        inject(older(100, "0.0.0.0", ALL));
        inject(message(IgmpMessage.V2_REPORT, 0, GROUP, GROUP));
        lab.advance(10_000);
        assertFalse(seen().contains(V2));
        lab.host.engine().groups().remove(row(SourceFilter.ANY).key());
        lab.advance(20_000);
        assertEquals(List.of(), seen(), "the other one reported last, and leaves last");
    }

    @Test
    @Clause("RFC 3376 §5.2")
    void queriesDoNotPostponeAReport() {
        joinQuietly();
        for (int i = 0; i < 20; i++) {
            inject(query(100, "0.0.0.0", ALL));
            lab.advance(1_000);
        }
        assertTrue(seen().stream().filter(IS_EX::equals).count() >= 2, "every 10 s at the latest");
    }

    @Test
    @Clause("RFC 3376 §4.2.13")
    void withoutAnAddressReportsComeFromNobodyAndThenAnew() {
        var addresses = lab.host.engine().addresses();
        var address = lab.host.engine().addressesOf(IpFamily.IPV4).getFirst();
        addresses.put(address.withState(AddressRow.State.TENTATIVE));
        join(SourceFilter.ANY);
        assertEquals("0.0.0.0 > 224.0.0.22 ttl 1 igmp TO_EX 239.1.2.3", seen().getLast());
        addresses.put(address);
        lab.lab.settle();
        assertEquals(TO_EX, seen().getLast());
    }

    @Test
    @Clause("RFC 3376 §5")
    void nobodyTellsOfAllHosts() {
        lab.advance(10_000);
        inject(query(100, "0.0.0.0", ALL));
        lab.advance(10_000);
        assertEquals(1, seen().size(), "224.0.0.1 is joined, and the query stays without an answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksum", "length", "sources", "group", "no alert", "to another group", "type", "short"})
    @Clause({"RFC 3376 §4.1.2", "RFC 3376 §4b", "RFC 3376 §7.1", "RFC 3376 §9.1", "RFC 3376 §9.1b", "RFC 1122 §3.2.3"})
    void whatIsNoQueryIsNotAnswered(String wrong) {
        joinQuietly();
        byte[] query = query(100, "0.0.0.0", ALL);
        int at = EthernetHeader.BYTES + Ipv4Header.BYTES + ALERT;
        switch (wrong) {
            case "checksum" -> query[at + 2] ^= 1;
            case "length" -> query = withMessage(ALL, at, 10);
            case "short" -> query = withMessage(ALL, at, 4);
            case "sources" -> query = query(100, "0.0.0.0", ALL, "192.0.2.1");
            case "group" -> query = query(100, "192.0.2.1", ALL);
            case "no alert" -> query[EthernetHeader.BYTES + Ipv4Header.BYTES] = 1;
            case "to another group" -> query = query(100, "0.0.0.0", GROUP);
            default -> query = message(0x99, 100, "0.0.0.0", ALL);
        }
        new Ipv4Header(MemorySegment.ofArray(query), EthernetHeader.BYTES).updateChecksum();
        lab.left.inject(query);
        lab.advance(20_000);
        assertEquals(1, lab.left.carried().size(), "nothing but the query");
    }

    @Test
    @Clause("RFC 3376 §4.1.10b")
    void whatFollowsTheSourcesIsIgnored() {
        joinQuietly();
        byte[] query = withMessage(ALL, EthernetHeader.BYTES + Ipv4Header.BYTES + ALERT, 20);
        lab.left.inject(query);
        lab.advance(20_000);
        assertEquals(IS_EX, seen().getLast());
    }

    @Test
    void aSuccessorGoesOnWithWhatIsStillToBeTold() {
        join(SourceFilter.ANY);
        seen();
        lab.host.swap(igmp, Components.make(Igmp.class, Map.of()));
        lab.advance(5_000);
        assertEquals(List.of(TO_EX), seen(), "the second of two reports, and no third");
    }

    private List<String> seen() {
        return lab.seen(lab.left);
    }

    private void join(SourceFilter filter) {
        lab.host.engine().groups().put(row(filter));
        lab.lab.settle();
    }

    private void joinQuietly() {
        join(SourceFilter.ANY);
        lab.advance(10_000);
        seen();
    }

    private static GroupRow row(SourceFilter filter) {
        return new GroupRow(1, IpFamily.IPV4.parseAddress(GROUP), 0, filter, "test");
    }

    private static SourceFilter filter(String words) {
        var sources = List.of(words.split(" ")).stream().skip(1).map(IpFamily.IPV4::parseAddress);
        return words.startsWith("include")
                ? SourceFilter.include(sources.toArray(Ipv6Address[]::new))
                : SourceFilter.exclude(sources.toArray(Ipv6Address[]::new));
    }

    private void inject(byte[] frame) {
        lab.left.inject(frame);
        lab.lab.settle();
    }

    /// Of version 3, from a querier with the robustness 3.
    private static byte[] query(int code, String group, String to, String... sources) {
        var asked = List.of(sources).stream().map(IgmpTest::ipv4).toList();
        int length = IgmpQuery.FIXED_BYTES + asked.size() * IgmpQuery.SOURCE_BYTES;
        byte[] frame = frame(to, length);
        var message = message(frame);
        new IgmpQuery(message).write(code, ipv4(group), 3, 125, asked);
        return frame;
    }

    private static byte[] older(int tenths, String group, String to) {
        return message(IgmpMessage.QUERY, tenths, group, to);
    }

    private static byte[] message(int type, int tenths, String group, String to) {
        byte[] frame = frame(to, IgmpMessage.BYTES);
        var message = message(frame);
        new IgmpMessage(message, 0).write(type, ipv4(group));
        Layouts.u8(message, 1, tenths);
        return sealed(frame);
    }

    /// A query of so many octets in all, the first of which are right.
    private static byte[] withMessage(String to, int at, int length) {
        byte[] frame = frame(to, length);
        frame[at] = IgmpMessage.QUERY;
        frame[at + 1] = 100;
        return sealed(frame);
    }

    private static byte[] sealed(byte[] frame) {
        var message = message(frame);
        Layouts.u16(message, 2, 0);
        Layouts.u16(message, 2, Checksum.finish(Checksum.sum(message, 0, message.byteSize(), 0)));
        return frame;
    }

    private static MemorySegment message(byte[] frame) {
        return MemorySegment.ofArray(frame).asSlice(EthernetHeader.BYTES + Ipv4Header.BYTES + ALERT);
    }

    private static int ipv4(String address) {
        return IpFamily.IPV4.parseAddress(address).toIpv4();
    }

    private static byte[] frame(String to, int length) {
        int headers = Ipv4Header.BYTES + ALERT;
        byte[] frame = new byte[EthernetHeader.BYTES + headers + length];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0)
                .destination(MacAddress.ofMulticast(IpFamily.IPV4.parseAddress(to)))
                .source(MacAddress.parse("02:00:00:00:00:09"))
                .etherType(EthernetHeader.ETHERTYPE_IPV4);
        var header = new Ipv4Header(bytes, EthernetHeader.BYTES)
                .start(headers)
                .typeOfService(6 << 5)
                .totalLength(headers + length)
                .timeToLive(1)
                .protocol(IpProtocol.IGMP)
                .source(ipv4("10.0.0.9"))
                .destination(ipv4(to));
        Ipv4Options.writeRouterAlert(bytes, EthernetHeader.BYTES + Ipv4Header.BYTES);
        header.updateChecksum();
        return frame;
    }
}
