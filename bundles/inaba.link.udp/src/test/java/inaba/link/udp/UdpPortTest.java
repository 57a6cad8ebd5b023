package inaba.link.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.packet.Packet;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class UdpPortTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final UdpDriver driver = new UdpDriver();
    private final Arena arena = Arena.ofAuto();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatOneSideSendsTheOtherReceives(String host) throws Exception {
        int a = freePort();
        int b = freePort();
        try (var one = open(a + ":" + host + ":" + b);
                var other = open(b + ":" + host + ":" + a)) {
            assertArrayEquals(frame(1514, 1), carried(one, other, frame(1514, 1)));
            assertArrayEquals(frame(60, 2), carried(other, one, frame(60, 2)));
            assertTrue(one.carrier());
            assertEquals(1500, one.mtu());
        }
    }

    @Test
    void nobodyThereIsNoErrorAndLaterSomebodyReceives() throws Exception {
        int a = freePort();
        int b = freePort();
        try (var one = open(a + ":127.0.0.1:" + b)) {
            var way = one.transmitter();
            Packet[] burst = {packet(frame(60, 1))};
            for (int i = 0; i < 3; i++) {
                assertEquals(1, way.send(burst, 0, 1));
            }
            assertEquals(0, one.receiver(0).receive(new Packet[] {packet(new byte[0])}, 1));
            try (var other = open(b + ":127.0.0.1:" + a)) {
                assertArrayEquals(frame(70, 3), carried(one, other, frame(70, 3)));
            }
        }
    }

    @Test
    void datagramsOfOthersAreNotForUs() throws Exception {
        int a = freePort();
        int b = freePort();
        try (var one = open(a + ":127.0.0.1:" + b);
                var other = open(b + ":127.0.0.1:" + a);
                var stranger = new DatagramSocket()) {
            stranger.send(new DatagramPacket(frame(60, 9), 60, InetAddress.getLoopbackAddress(), b));
            assertArrayEquals(frame(60, 1), carried(one, other, frame(60, 1)));
        }
    }

    @Test
    void framesThatFitNoLinkAreCountedAsMissed() throws Exception {
        int a = freePort();
        try (var remote = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                var port = open(a + ":127.0.0.1:" + remote.getLocalPort())) {
            for (int length : new int[] {13, 1515, 1514}) {
                remote.send(new DatagramPacket(frame(length, 5), length, InetAddress.getByName("127.0.0.1"), a));
            }
            assertArrayEquals(frame(1514, 5), receive(port));
            assertEquals(2, port.receiver(0).missed());
        }
    }

    @Test
    void framesThatTheSocketDroppedAreCountedAsMissed() throws Exception {
        int a = freePort();
        int b = freePort();
        try (var one = open(a + ":127.0.0.1:" + b);
                var other = open(b + ":127.0.0.1:" + a)) {
            var way = one.transmitter();
            Packet[] burst = {packet(frame(1514, 1))};
            int sent = 20_000;
            for (int i = 0; i < sent; i++) {
                assertEquals(1, way.send(burst, 0, 1));
            }
            long received = 0;
            Packet[] room = {packet(new byte[0])};
            while (other.receiver(0).receive(room, 1) == 1) {
                room[0].reset(128);
                received++;
            }
            assertEquals(sent, received + other.receiver(0).missed());
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        int a = freePort();
        try (var one = open(a + ":127.0.0.1:9")) {
            var refused = assertThrows(LinkException.class, () -> open(a + ":127.0.0.1:9"));
            assertEquals("UDP port " + a + " is in use: choose another local port", refused.getMessage());
            assertEquals(0, one.receiver(0).missed());
        }
    }

    @Test
    void aPortOpenedBesideTakesOverWithoutLossOrCopies() throws Exception {
        int a = freePort();
        int b = freePort();
        try (var far = open(a + ":127.0.0.1:" + b);
                var before = open(b + ":127.0.0.1:" + a)) {
            far.transmitter().send(new Packet[] {packet(frame(61, 1))}, 0, 1);
            var options = new PortOptions("lan", null, Path.of("state"), false, true);
            try (var after = driver.open(b + ":127.0.0.1:" + a, options, () -> {})) {
                far.transmitter().send(new Packet[] {packet(frame(62, 2))}, 0, 1);
                assertArrayEquals(frame(61, 1), receive(before));
                assertArrayEquals(frame(62, 2), receive(after));
                assertEquals(0, before.receiver(0).receive(new Packet[] {packet(new byte[0])}, 1));
                before.close();
                assertArrayEquals(frame(63, 3), carried(far, after, frame(63, 3)));
                assertEquals(before.mac(), after.mac());
            }
        }
    }

    @Test
    void wakeupEndsAWait() throws Exception {
        try (var port = open(freePort() + ":127.0.0.1:9")) {
            port.receiver(0).wakeup();
            port.receiver(0).await(60 * SECOND);
            var waiting = Thread.ofPlatform().start(() -> port.receiver(0).await(60 * SECOND));
            port.receiver(0).wakeup();
            assertTrue(waiting.join(java.time.Duration.ofSeconds(10)));
        }
    }

    @Test
    void theMacIsLocallyAdministeredAndStableUnlessGiven() throws Exception {
        int a = freePort();
        MacAddress first;
        try (var port = open(a + ":127.0.0.1:9")) {
            first = port.mac();
            assertEquals(0x02, first.value() >>> 40);
        }
        try (var port = open(a + ":127.0.0.1:9")) {
            assertEquals(first, port.mac());
        }
        var given = MacAddress.parse("02:00:00:00:00:07");
        var options = new PortOptions("lan", given, Path.of("state"), false, false);
        try (var port = driver.open(a + ":127.0.0.1:9", options, () -> {})) {
            assertEquals(given, port.mac());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5000",
                "5000:",
                "5000:127.0.0.1",
                "x:127.0.0.1:1",
                "5000::1",
                "0:127.0.0.1:1",
                "5000:127.0.0.1:70000"
            })
    void aDeviceThatIsNoneIsRefused(String device) {
        assertThrows(LinkException.class, () -> open(device));
    }

    private Port open(String device) throws LinkException {
        return driver.open(device, new PortOptions("lan", null, Path.of("state"), false, false), () -> {});
    }

    private byte[] carried(Port from, Port to, byte[] frame) {
        assertEquals(1, from.transmitter().send(new Packet[] {packet(frame)}, 0, 1));
        return receive(to);
    }

    private byte[] receive(Port port) {
        Packet[] burst = {packet(new byte[0])};
        while (port.receiver(0).receive(burst, 1) == 0) {
            port.receiver(0).await(SECOND);
        }
        return burst[0].memory().asSlice(burst[0].start(), burst[0].length()).toArray(ValueLayout.JAVA_BYTE);
    }

    private Packet packet(byte[] content) {
        var packet = new Packet(arena.allocate(2048), 0, 2048).reset(128);
        packet.memory()
                .asSlice(packet.start(), content.length)
                .copyFrom(java.lang.foreign.MemorySegment.ofArray(content));
        return packet.end(packet.start() + content.length);
    }

    private static byte[] frame(int length, int fill) {
        byte[] frame = new byte[length];
        java.util.Arrays.fill(frame, (byte) fill);
        return frame;
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
