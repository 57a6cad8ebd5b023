package inaba.link.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SimDriverTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SimDriver driver = new SimDriver();

    @Test
    void whatOnePortSendsAllOthersReceive() throws Exception {
        try (var one = open("a", "x,hosts=0");
                var two = open("b", "x,hosts=0");
                var three = open("c", "x,hosts=0");
                var elsewhere = open("d", "y,hosts=0")) {
            send(one, frame(1514, 7));
            send(two, frame(60, 8));
            assertArrayEquals(frame(1514, 7), receive(two));
            assertArrayEquals(frame(1514, 7), receive(three));
            assertArrayEquals(frame(60, 8), receive(three));
            assertArrayEquals(frame(60, 8), receive(one));
            assertEquals(0, elsewhere.receiver(0).receive(new Packet[] {empty()}, 1));
            assertNotEquals(one.mac(), two.mac());
            assertTrue(one.carrier());
        }
    }

    @Test
    void framesBeyondTheRingAreCountedAsMissed() throws Exception {
        try (var one = open("a", "x,hosts=0");
                var two = open("b", "x,hosts=0")) {
            for (int i = 0; i < 1500; i++) {
                send(one, frame(60, i));
            }
            int received = 0;
            Packet[] burst = new Packet[64];
            Arrays.setAll(burst, _ -> empty());
            for (int n = two.receiver(0).receive(burst, 64);
                    n > 0;
                    n = two.receiver(0).receive(burst, 64)) {
                received += n;
                for (var packet : burst) {
                    packet.reset(128);
                }
            }
            assertEquals(1024, received);
            assertEquals(1500 - 1024, two.receiver(0).missed());
        }
    }

    @Test
    void wakeupEndsAWait() throws Exception {
        try (var port = open("a", "x,hosts=0")) {
            port.receiver(0).wakeup();
            port.receiver(0).await(60 * SECOND);
            var waiting = Thread.ofPlatform().start(() -> port.receiver(0).await(60 * SECOND));
            port.receiver(0).wakeup();
            assertTrue(waiting.join(Duration.ofSeconds(10)));
        }
    }

    @Test
    void aWireComesWithAHostThatLooksForRouters() throws Exception {
        try (var port = open("lan", "lan")) {
            byte[] solicitation = receive(port);
            var bytes = MemorySegment.ofArray(solicitation);
            var ip = new Ipv6Header(bytes, EthernetHeader.BYTES);
            assertEquals(Ipv6Address.parse("fe80::100"), ip.source());
            assertEquals(Ipv6Address.ALL_ROUTERS, ip.destination());
            assertEquals(
                    Icmpv6Type.ROUTER_SOLICITATION,
                    new Icmpv6Header(bytes, EthernetHeader.BYTES + Ipv6Header.BYTES).type());
        }
    }

    @Test
    void theHostsGoWithTheLastPort() throws Exception {
        var port = open("lan", "gone,hosts=2");
        assertEquals(2, hostThreads());
        port.close();
        while (hostThreads() > 0) {
            Thread.onSpinWait(); // bounded by the timeout
        }
    }

    private static long hostThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sim-gone-host-"))
                .count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''             | expected NAME[,hosts=N][,mtu=N] such as lan,hosts=0, not ""
        lan,hosts=x    | hosts is a number from 0 to 64: hosts=x
        lan,hosts=65   | hosts is a number from 0 to 64: hosts=65
        lan,mtu=1279   | mtu is a number from 1280 to 9000: mtu=1279
        lan,speed=1    | expected hosts=N or mtu=N behind the wire's name, not "speed=1"
        """)
    void aDeviceThatIsNoneIsRefused(String device, String because) {
        assertEquals(
                because,
                assertThrows(LinkException.class, () -> open("a", device)).getMessage());
    }

    @Test
    void thePortsOfAWireAgreeOnIt() throws Exception {
        try (var one = open("a", "x,hosts=0")) {
            var refused = assertThrows(LinkException.class, () -> open("b", "x"));
            assertEquals("the wire x is there already, as sim:x,hosts=0", refused.getMessage());
            assertEquals(1500, one.mtu());
        }
        try (var other = open("b", "x,hosts=0,mtu=9000")) {
            assertEquals(9000, other.mtu());
        }
    }

    private Port open(String link, String device) throws LinkException {
        return driver.open(device, new PortOptions(link, null, Path.of("state"), false, false), () -> {});
    }

    private static void send(Port port, byte[] frame) {
        var packet = empty();
        MemorySegment.copy(MemorySegment.ofArray(frame), 0, packet.memory(), packet.start(), frame.length);
        packet.end(packet.start() + frame.length);
        assertEquals(1, port.transmitter().send(new Packet[] {packet}, 0, 1));
    }

    private static byte[] receive(Port port) {
        Packet[] burst = {empty()};
        while (port.receiver(0).receive(burst, 1) == 0) {
            port.receiver(0).await(SECOND);
        }
        return burst[0].memory().asSlice(burst[0].start(), burst[0].length()).toArray(ValueLayout.JAVA_BYTE);
    }

    private static Packet empty() {
        return new Packet(Arena.ofAuto().allocate(2048), 0, 2048).reset(128);
    }

    private static byte[] frame(int length, int fill) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) fill);
        return frame;
    }
}
