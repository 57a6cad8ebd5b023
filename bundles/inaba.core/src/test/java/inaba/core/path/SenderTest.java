package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.LinkRow;
import inaba.api.link.Port;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.count.Board;
import inaba.core.count.Column;
import inaba.core.packet.Pool;
import inaba.core.route.PlainFib;
import inaba.core.slot.Faults;
import inaba.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final int LINK = 3;

    private final Faults faults = new Faults();
    private final Pool pool = new Pool(256, 2);
    private final Pool.Cache cache = pool.cache();
    private final Board board = new Board();
    private final EventRing ring =
            new EventRing(cache::give, _ -> true, new Policer((_, _, _) -> true, System::nanoTime));
    private final Sender sender = new Sender(ring, cache, board.tally(), faults, null);
    private final Device device = new Device();

    @BeforeEach
    void plan() {
        sender.plan(Plans.of(faults, links(device)));
    }

    @Test
    void aTransmitterIsOpenedForItsLinksFirstPacket() {
        assertEquals(0, device.opened);

        send(3);
        sender.flush();

        assertEquals(1, device.opened);
        assertEquals(List.of(1, 2), device.bursts);
        assertEquals(3, board.value(LINK, Column.OUT));
        assertEquals(0, pool.outstanding());
    }

    @Test
    void packetsGoInBurstsFromThenOn() {
        send(1 + 64 + 1);
        assertEquals(List.of(1, 64), device.bursts);
        sender.flush();
        assertEquals(List.of(1, 64, 1), device.bursts);
    }

    @Test
    void whereNoTransmitterCanBeOpenedPacketsAreCountedAndFree() {
        device.broken = true;

        send(2);
        sender.flush();

        assertEquals(2, board.value(LINK, Column.OUT_ERRORS));
        assertEquals(0, pool.outstanding());
        device.broken = false;
        send(1);
        sender.flush();
        assertEquals(1, board.value(LINK, Column.OUT));
    }

    @Test
    void aPortThatTakesThePlaceOfAnotherIsOpenedAnew() {
        send(2);
        var other = new Device();

        sender.plan(Plans.of(faults, links(other)));
        send(1);
        sender.flush();

        assertEquals(1, device.closed);
        assertEquals(List.of(1, 1), device.bursts);
        assertEquals(List.of(1), other.bursts);
    }

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            var packet = Objects.requireNonNull(cache.take(100));
            assertEquals(Verdict.Go.FORWARD, sender.transmit(LINK, packet.end(packet.start() + 60)));
        }
    }

    private static LinkView[] links(Port port) {
        var mac = new MacAddress(0x0200_0000_0001L);
        var row = new LinkRow(LINK, "lan", "test", "test", mac, 1500, true, true, true, "main", "");
        var links = new LinkView[LINK + 1];
        var none = PlainFib.of(List.of());
        links[LINK] = LinkView.of(row, port, null, none, none, 0);
        return links;
    }

    private static final class Device implements Port {
        private final List<Integer> bursts = new ArrayList<>();
        private boolean broken;
        private int opened;
        private int closed;

        @Override
        public Transmitter transmitter() {
            if (broken) {
                throw new IllegalStateException("no such device");
            }
            opened++;
            return new Transmitter() {
                @Override
                public int send(Packet[] burst, int from, int to) {
                    bursts.add(to - from);
                    return to - from;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        @Override
        public MacAddress mac() {
            return MacAddress.ZERO;
        }

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public boolean carrier() {
            return true;
        }

        @Override
        public Receiver receiver(int queue) {
            throw new IllegalStateException("it only sends");
        }

        @Override
        public void close() {}
    }
}
