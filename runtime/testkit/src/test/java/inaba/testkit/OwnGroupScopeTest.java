package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.GroupRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a packet of the node itself to a group goes, RFC 4291 §2.7.
class OwnGroupScopeTest {
    private static final int LAN = 1;
    private static final int EXPERIMENT = 253;

    private final Wire wire = new Wire();
    private final List<Ipv6Address> heard = new ArrayList<>();
    private Ipv6Address group = Ipv6Address.UNSPECIFIED;

    @ParameterizedTest(name = "{0}, joined {1}: {2} on the link, {3} here, {4} dropped")
    @CsvSource({
        "ff00::5, true,  0, 0, 1",
        "ff00::5, false, 0, 0, 1",
        "ff01::5, true,  0, 1, 0",
        "ff01::5, false, 0, 0, 1",
        "ff02::5, true,  1, 1, 0",
        "ff02::5, false, 1, 0, 0",
        "ff0e::5, false, 1, 0, 0"
    })
    @Clause({"RFC 4291 §2.7.1b", "RFC 4291 §2.7.1c"})
    void interfaceLocalStaysAndTheReservedScopeIsNobodys(
            String to, boolean joined, int sent, int here, int dropped, @TempDir Path state) {
        group = Ipv6Address.parse(to);
        var lab = new Lab(state);
        var node = lab.node("node", true);
        node.link("lan", wire);
        node.address("lan", "fe80::1/64");
        node.start(new Relay(node));
        if (joined) {
            node.engine().groups().put(new GroupRow(LAN, group, Row.PERSON));
        }
        lab.settle();
        wire.carried();

        wire.inject(packetFor(node));
        lab.settle();

        assertEquals(sent, wire.carried().size() - 1, "besides what was injected");
        assertEquals(here, heard.size());
        assertEquals((long) dropped, node.engine().counters().totals().getOrDefault("inaba.core.multicast-scope", 0L));
    }

    private static byte[] packetFor(LabNode node) {
        byte[] frame = new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + 8];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0)
                .destinationValue(node.port("lan").mac().value())
                .sourceValue(0x0200_0000_00ffL)
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(bytes, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(8)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(Ipv6Address.parse("fe80::ff"))
                .destination(Ipv6Address.parse("fe80::1"));
        return frame;
    }

    /// Sends what comes for the node to the group, from itself.
    private final class Relay implements Protocol {
        private final LabNode node;

        private Relay(LabNode node) {
            this.node = node;
        }

        @Override
        public String slot() {
            return "relay";
        }

        @Override
        public void start(Node on) {}

        @Override
        public void stop() {}

        @Override
        public Set<Integer> nextHeaders() {
            return Set.of(EXPERIMENT);
        }

        @Override
        public Verdict receive(Packet packet) {
            var header = new Ipv6Header(packet.memory(), packet.network());
            if (header.destination().isMulticast()) {
                heard.add(header.destination());
                return Verdict.Go.DELIVER;
            }
            header.source(Ipv6Address.parse("fe80::1")).destination(group);
            packet.start(packet.network());
            node.engine().output().send(packet, LAN);
            return Verdict.Go.HELD;
        }
    }
}
