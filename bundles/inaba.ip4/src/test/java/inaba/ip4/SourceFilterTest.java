package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Row;
import inaba.ip4.igmp.Igmp;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From whom a host hears a group: RFC 3376 §3.2, for all listeners of the link together.
class SourceFilterTest {
    private static final String GROUP = "239.1.2.3";
    private static final String PEER = "10.0.0.1";
    private static final String OTHER = "10.0.0.77";
    private static final int EXPERIMENT = 253;
    private static final String REFUSED = "inaba.core.source-not-wanted";

    private final Ip4Lab lab;
    private final Listener listener = new Listener();

    SourceFilterTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
        lab.host.start(listener);
    }

    @ParameterizedTest(name = "{0} and {1}: hears {2}")
    @CsvSource({
        "EXCLUDE -,     -,             yes",
        "INCLUDE peer,  -,             yes",
        "INCLUDE other, -,             no",
        "EXCLUDE peer,  -,             no",
        "EXCLUDE other, -,             yes",
        "INCLUDE other, INCLUDE peer,  yes",
        "INCLUDE other, EXCLUDE peer,  no",
        "INCLUDE peer,  EXCLUDE peer,  yes",
        "EXCLUDE peer,  EXCLUDE other, yes",
        "EXCLUDE peer,  EXCLUDE -,     yes"
    })
    @Clause("RFC 3376 §3.2")
    void aGroupIsHeardFromTheSourcesThatItsListenersWant(String first, String second, String heard) {
        listen(1, first);
        listen(2, second);
        hears(PEER);
        boolean yes = heard.equals("yes");
        assertEquals(yes ? List.of(PEER) : List.of(), listener.sources);
        assertEquals(yes ? 0 : 1, refused());
    }

    @Test
    @Clause("RFC 3376 §3.2")
    void whatListenersWantIsKeptInStepWithTheirRows() {
        listen(1, "INCLUDE peer");
        hears(PEER);
        hears(OTHER);
        listen(2, "EXCLUDE peer");
        hears(PEER);
        hears(OTHER);
        leave(1, "INCLUDE peer");
        hears(PEER);
        hears(OTHER);
        leave(2, "EXCLUDE peer");
        hears(OTHER);
        assertEquals(List.of(PEER, PEER, OTHER, OTHER), listener.sources);
        assertEquals(2, refused());
    }

    /// RFC 3376 §3.2: queries and reports are not subject to source filtering.
    @Test
    @Clause({"RFC 3376 §3.2", "RFC 3376 §4.1.12"})
    void aQueryIsAnsweredWhoeverIsNotWanted() {
        lab.host.start(Components.make(Igmp.class));
        listen(1, "EXCLUDE peer");
        lab.advance(30_000);
        lab.seen(lab.left);
        var query = HexFormat.of().parseHex("1101" + "0000" + "ef010203" + "02000000");
        long sum = 0x1101 + 0xef01 + 0x0203 + 0x0200;
        query[2] = (byte) ((~(sum + (sum >> 16))) >> 8);
        query[3] = (byte) ~(sum + (sum >> 16));
        hears(frame(PEER).options("94040000").timeToLive(1).payload(IpProtocol.IGMP, query));
        lab.advance(1_000);
        assertEquals(0, refused());
        assertEquals(
                List.of("10.0.0.2 > 224.0.0.22 ttl 1 igmp IS_EX 239.1.2.3 10.0.0.1"),
                lab.left.carried().stream().skip(1).map(Ip4Text::of).toList());
    }

    private void listen(long id, String filter) {
        if (!filter.equals("-")) {
            lab.host.engine().groups().put(row(id, filter));
            lab.lab.settle();
        }
    }

    private void leave(long id, String filter) {
        lab.host.engine().groups().remove(row(id, filter).key());
        lab.lab.settle();
    }

    private static GroupRow row(long id, String filter) {
        var words = filter.split(" ");
        var sources = words[1].equals("-")
                ? new Ipv6Address[0]
                : new Ipv6Address[] {IpFamily.IPV4.parseAddress(words[1].equals("peer") ? PEER : OTHER)};
        var what = words[0].equals("INCLUDE") ? SourceFilter.include(sources) : SourceFilter.exclude(sources);
        return new GroupRow(1, IpFamily.IPV4.parseAddress(GROUP), id, what, Row.PERSON);
    }

    private void hears(String source) {
        hears(frame(source).payload(EXPERIMENT, new byte[8]));
    }

    private void hears(Ip4Frame frame) {
        lab.left.inject(frame.frame());
        lab.lab.settle();
    }

    private static Ip4Frame frame(String source) {
        return Ip4Frame.echo()
                .from(Ip4Frame.OTHER)
                .to(MacAddress.ofMulticast(IpFamily.IPV4.parseAddress(GROUP)))
                .source(source)
                .destination(GROUP);
    }

    private long refused() {
        return lab.host.engine().counters().totals().getOrDefault(REFUSED, 0L);
    }

    /// Takes packets with no meaning, and notes from whom they are.
    private static final class Listener implements Protocol {
        private final List<String> sources = new ArrayList<>();

        @Override
        public String slot() {
            return "listener";
        }

        @Override
        public Set<Integer> ipv4Protocols() {
            return Set.of(EXPERIMENT);
        }

        @Override
        public void start(Node node) {}

        @Override
        public void stop() {}

        @Override
        public Verdict receive(Packet packet) {
            int source = new Ipv4Header(packet.memory(), packet.network()).source();
            sources.add(IpFamily.text(Ipv6Address.ofIpv4(source)));
            return Verdict.Go.DELIVER;
        }
    }
}
