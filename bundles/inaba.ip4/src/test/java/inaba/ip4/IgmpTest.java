package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.GroupRow;
import inaba.ip4.igmp.Igmp;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IgmpMessage;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a router hears of the groups that a host wants.
class IgmpTest {
    private static final String GROUP = "239.1.2.3";
    private static final String REPORT = "10.0.0.2 > 239.1.2.3 ttl 1 igmp v2-report 239.1.2.3";

    private final Ip4Lab lab;
    private final GroupRow wanted;

    IgmpTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
        lab.host.start(new Igmp());
        wanted = new GroupRow(1, IpFamily.IPV4.parseAddress(GROUP), "test");
        lab.host.engine().groups().put(wanted);
        lab.lab.settle();
    }

    @Test
    @Clause("RFC 2236 §3")
    void aGroupThatIsJoinedIsReportedAtOnceAndAgain() {
        assertEquals(List.of(REPORT), lab.seen(lab.left));
        lab.advance(10_000);
        assertEquals(List.of(REPORT), lab.seen(lab.left));
        lab.advance(60_000);
        assertEquals(List.of(), lab.seen(lab.left));
    }

    @Test
    @Clause("RFC 2236 §3")
    void aQueryIsAnsweredWithinItsTimeUnlessAnotherDoes() {
        lab.advance(10_000);
        lab.seen(lab.left);
        lab.left.inject(message(IgmpMessage.QUERY, 0, "224.0.0.1"));
        lab.advance(10_000);
        assertEquals(List.of("10.0.0.9 > 224.0.0.1 ttl 1 igmp query 0.0.0.0", REPORT), lab.seen(lab.left));

        lab.left.inject(message(IgmpMessage.QUERY, 0, "224.0.0.1"));
        lab.left.inject(message(IgmpMessage.V2_REPORT, wanted.group().toIpv4(), GROUP));
        lab.advance(10_000);
        assertEquals(2, lab.seen(lab.left).size(), "nothing but what others sent");
    }

    @Test
    @Clause("RFC 2236 §3")
    void queriesDoNotPostponeAReport() {
        lab.advance(10_000);
        lab.seen(lab.left);
        for (int i = 0; i < 20; i++) {
            lab.left.inject(message(IgmpMessage.QUERY, 0, "224.0.0.1"));
            lab.advance(1_000);
        }
        assertTrue(lab.seen(lab.left).stream().filter(REPORT::equals).count() >= 2, "every 10 s at the latest");
    }

    @Test
    @Clause("RFC 2236 §3")
    void aGroupIsReportedOnceThereIsAnAddressToComeFrom() {
        lab.advance(10_000);
        var addresses = lab.host.engine().addresses();
        var row = lab.host.engine().addressesOf(IpFamily.IPV4).getFirst();
        addresses.put(row.withState(AddressRow.State.TENTATIVE));
        lab.seen(lab.left);
        addresses.put(row);
        lab.lab.settle();
        assertEquals(REPORT, lab.seen(lab.left).getLast());
    }

    @Test
    @Clause("RFC 2236 §3")
    void theLastWhoReportedTellsThatItLeaves() {
        lab.seen(lab.left);
        lab.host.engine().groups().remove(wanted.key());
        lab.advance(20_000);
        assertEquals(List.of("10.0.0.2 > 224.0.0.2 ttl 1 igmp leave 239.1.2.3"), lab.seen(lab.left));
    }

    private static byte[] message(int type, int group, String to) {
        byte[] frame = new byte[EthernetHeader.BYTES + Ipv4Header.BYTES + IgmpMessage.BYTES];
        var bytes = MemorySegment.ofArray(frame);
        var destination = IpFamily.IPV4.parseAddress(to);
        new EthernetHeader(bytes, 0)
                .destination(MacAddress.ofMulticast(destination))
                .source(MacAddress.parse("02:00:00:00:00:09"))
                .etherType(EthernetHeader.ETHERTYPE_IPV4);
        new Ipv4Header(bytes, EthernetHeader.BYTES)
                .start(Ipv4Header.BYTES)
                .totalLength(Ipv4Header.BYTES + IgmpMessage.BYTES)
                .timeToLive(1)
                .protocol(IpProtocol.IGMP)
                .source(IpFamily.IPV4.parseAddress("10.0.0.9").toIpv4())
                .destination(destination.toIpv4())
                .updateChecksum();
        new IgmpMessage(bytes, EthernetHeader.BYTES + Ipv4Header.BYTES).write(type, group);
        return frame;
    }
}
