package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.CoreDrop;
import inaba.core.count.Column;
import inaba.core.slot.LoopThread;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose a packet or a neighbour is, and that it is let go once, whatever happens.
class OwnershipTest {
    private static final int LAN = 1;
    private static final int EXPERIMENT = 253;

    @TempDir
    Path state;

    private final Wire wire = new Wire();
    private Lab lab;
    private LabNode node;
    private int ready;

    @BeforeEach
    void aNode() {
        lab = new Lab(state);
        node = lab.node("node", true);
        node.link("lan", wire);
        node.address("lan", "fe80::1/64");
        lab.settle();
        ready = node.engine().pool().outstanding();
    }

    @Test
    void aPacketThatWasHeldAndIsSentOnIsNoLongerHeld() {
        node.start(new Taker(packet -> {
            var header = new Ipv6Header(packet.memory(), packet.network());
            header.destination(Ipv6Address.parse("ff02::5"));
            packet.start(packet.network());
            node.engine().output().send(packet, LAN);
            return Verdict.Go.HELD;
        }));

        inject(3);
        lab.settle();

        assertEquals(0, value(Column.HELD));
        assertEquals(3, value(Column.CONSUMED));
        assertEquals(3, value(Column.GENERATED));
        assertAllIsAccountedFor();
    }

    @Test
    void aPacketOfCodeThatDoesNotComeBackIsAccountedForByTheNextThread() throws InterruptedException {
        node.start(new Taker(_ -> {
            ((LoopThread) Thread.currentThread()).fence(); // what the watch does after 8 s
            return Verdict.Go.DELIVER;
        }));
        inject(1);

        var stuck = new LoopThread(() -> runUntilFenced(lab), 1);
        stuck.start();
        stuck.join();
        assertEquals(1, value(Column.HELD));
        lab.settle();

        assertEquals(0, value(Column.HELD));
        assertEquals(1, node.engine().board().drops(LAN).get(CoreDrop.EXCEPTION.counterName()));
        assertAllIsAccountedFor();
    }

    @Test
    void anOffenderInTheHandsOfAnErrorSenderThatDoesNotComeBackIsReplaced() throws InterruptedException {
        node.engine().errors(IpFamily.IPV6, (_, _, _, _) -> ((LoopThread) Thread.currentThread()).fence());
        inject(1); // nobody wants the protocol

        var stuck = new LoopThread(() -> runUntilFenced(lab), 1);
        stuck.start();
        stuck.join();
        lab.settle();

        assertEquals(1, node.engine().board().drops(LAN).get(CoreDrop.PROTOCOL_UNREACHABLE.counterName()));
        assertAllIsAccountedFor();
    }

    @Test
    void aGatewayThatARouteNamesTwiceIsForgottenWithTheRoute() {
        var gateway = Ipv6Address.parse("fe80::9");
        var row = new RouteRow(
                RouteRow.MAIN,
                Prefix.parse("2001:db8::/32"),
                Prefix.ALL,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(LAN, gateway, 1), new NextHop(LAN, gateway, 1), new NextHop(LAN, gateway, 2)),
                1024,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                Row.PERSON,
                Row.FOREVER);
        node.engine().routes().put(row);
        lab.settle();
        node.engine().routes().remove(row.key());
        lab.settle();

        assertNull(node.engine().adjacencies().get(LAN, gateway.high(), gateway.low()));
    }

    private static void runUntilFenced(Lab lab) {
        try {
            lab.settle();
        } catch (LoopThread.FencedOff expected) {
            assertTrue(Thread.currentThread() instanceof LoopThread);
        }
    }

    private long value(Column column) {
        return node.engine().board().value(LAN, column);
    }

    private void assertAllIsAccountedFor() {
        assertTrue(node.addsUp("lan"));
        assertEquals(ready, node.engine().pool().outstanding());
    }

    private void inject(int frames) {
        var frame = new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + 8];
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
        for (int i = 0; i < frames; i++) {
            wire.inject(frame);
        }
    }

    private record Taker(Function<Packet, Verdict> use) implements Protocol {
        @Override
        public String slot() {
            return "taker";
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
            return use.apply(packet);
        }
    }
}
