package inaba.link.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.junit.Namespace;
import inaba.linux.NetDevice;
import inaba.linux.Sys;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the kernel, in namespaces of their own.
@Tag("root")
class PacketPortTest {
    private static final int FLOW_BYTES = 321;
    private static final int TRANSFER = 20_000_000;
    private static final int NUMBER_AT = 14;
    private static final int UDP_AT = EthernetHeader.BYTES + Ipv6Header.BYTES;
    private static final short EXPERIMENT = (short) 0x88b5; // IEEE 802 local experimental

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path state;

    private final PacketDriver driver = new PacketDriver();

    @Test
    void aTcpSenderWithOffloadsReachesItsPeerInRightSegments() throws Exception {
        Namespace.fresh(here -> {
            var client = here.cable("dut0", "far0");
            var server = here.cable("dut1", "far1");
            Namespace.run("ip -n " + client + " addr add 2001:db8::1/64 dev far0 nodad");
            Namespace.run("ip -n " + server + " addr add 2001:db8::2/64 dev far1 nodad");
            try (var a = open("dut0", false);
                    var b = open("dut1", false);
                    var cable = new Cable(a, b)) {
                byte[] sent = new byte[TRANSFER];
                new Random(1).nextBytes(sent);
                var listening = new CompletableFuture<Integer>();
                var received = CompletableFuture.supplyAsync(() -> receive(server, listening));
                int port = listening.get();
                Namespace.in(client, () -> {
                    try (var socket = new Socket()) {
                        socket.connect(new InetSocketAddress("2001:db8::2", port));
                        socket.getOutputStream().write(sent);
                    }
                    return 0;
                });

                assertArrayEquals(sent, received.get());
                assertTrue(cable.frames.get() > TRANSFER / 1500, "super frames were cut");
                assertEquals(0, cable.tooLong.get(), "longer than the MTU");
                assertEquals(0, cable.wrongChecksum.get(), "wrong checksums");
                assertEquals(0, cable.unsent.get(), "not sent");
                assertEquals(0, a.receiver(0).missed() + b.receiver(0).missed(), "missed");
            }
        });
    }

    private static byte[] receive(String namespace, CompletableFuture<Integer> port) {
        try {
            return Namespace.in(namespace, () -> {
                try (var server = new ServerSocket(0)) {
                    port.complete(server.getLocalPort());
                    try (var socket = server.accept()) {
                        return socket.getInputStream().readAllBytes();
                    }
                }
            });
        } catch (Exception e) {
            port.completeExceptionally(e);
            throw new CompletionException(e);
        }
    }

    @Test
    void aUdpSuperFrameIsCutIntoItsDatagrams() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            Namespace.run("ip -n " + far + " addr add 2001:db8::1/64 dev far0 nodad");
            Namespace.run("ip -n " + far + " neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev far0");
            try (var port = open("dut0", false);
                    var arena = Arena.ofConfined()) {
                Namespace.in(far, () -> sendLarge(40, 1000));

                var burst = Bursts.of(arena);
                var seen = new TreeSet<Integer>();
                for (int tries = 0; tries < 1000 && seen.size() < 40; tries++) {
                    int n = Bursts.receive(port.receiver(0), burst);
                    for (int i = 0; i < n; i++) {
                        var p = burst[i];
                        if (p.length() == UDP_AT + 8 + 1000) {
                            long ip = p.start() + EthernetHeader.BYTES;
                            assertTrue(Checksum.valid(p.memory(), ip, p.start() + UDP_AT, 1008, IpProtocol.UDP));
                            seen.add(Layouts.u8(p.memory(), p.start() + UDP_AT + 8));
                        }
                    }
                    port.receiver(0).await(10_000_000);
                }
                assertEquals(40, seen.size());
                assertEquals(0, port.receiver(0).missed());
            }
        });
    }

    /// One send of `count` datagrams of `size` bytes, each filled with its number: UDP_SEGMENT, udp(7).
    private static long sendLarge(int count, int size) throws IOException {
        try (var arena = Arena.ofConfined()) {
            int fd = Sys.check(Sys.socket(10, 2, 0), "socket");
            var to = arena.allocate(28, 4); // struct sockaddr_in6
            to.set(ValueLayout.JAVA_SHORT, 0, (short) 10);
            to.set(Layouts.U16, 2, (short) 4000);
            Ipv6Address.parse("2001:db8::2").write(to, 8);
            Sys.check(Sys.setsockopt(fd, 17, 103, size), "UDP_SEGMENT");
            var bytes = arena.allocate((long) count * size);
            for (int i = 0; i < count; i++) {
                bytes.asSlice((long) i * size, size).fill((byte) i);
            }
            long sent = Sys.check(Sys.sendto(fd, bytes, bytes.byteSize(), 0, to), "send");
            Sys.close(fd);
            return sent;
        }
    }

    @Test
    void queuesShareWhatComesByFlows() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            Namespace.run("ip -n " + far + " addr add 2001:db8::1/64 dev far0 nodad");
            Namespace.run("ip -n " + far + " neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev far0");
            try (var port = open("dut0,queues=2", false);
                    var arena = Arena.ofConfined()) {
                assertEquals(2, port.queues());
                Namespace.in(far, () -> sendFlows(200));

                var burst = Bursts.of(arena);
                var seen = List.of(new TreeSet<Integer>(), new TreeSet<Integer>());
                for (int tries = 0;
                        tries < 1000 && seen.get(0).size() + seen.get(1).size() < 200;
                        tries++) {
                    for (int queue = 0; queue < 2; queue++) {
                        int n = Bursts.receive(port.receiver(queue), burst);
                        for (int i = 0; i < n; i++) {
                            var p = burst[i];
                            if (p.length() == UDP_AT + 8 + FLOW_BYTES) {
                                int number = (int) Layouts.u32(p.memory(), p.start() + UDP_AT + 8);
                                assertTrue(seen.get(queue).add(number), "it came before: " + number);
                            }
                        }
                        port.receiver(queue).await(1_000_000);
                    }
                }
                assertEquals(200, seen.get(0).size() + seen.get(1).size());
                assertTrue(seen.get(0).size() > 20 && seen.get(1).size() > 20, "both have their part");
                seen.get(0).retainAll(seen.get(1));
                assertEquals(Set.of(), seen.get(0));
            }
        });
    }

    /// Datagrams with a number, each from a port of its own.
    private static int sendFlows(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (var socket = new DatagramSocket()) {
                var bytes = ByteBuffer.allocate(FLOW_BYTES).putInt(i).array();
                socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("2001:db8::2", 4000)));
            }
        }
        return count;
    }

    @Test
    void whatToOpenIsReadFromText() throws Exception {
        assertEquals(new PacketDevice("eth1", 1), PacketDevice.parse("eth1"));
        assertEquals(new PacketDevice("eth1", 4), PacketDevice.parse("eth1,queues=4"));
        for (var wrong : List.of("", "eth1,", "eth1,queues=0", "eth1,queues=65", "eth1,queues=x", "eth1,generic")) {
            assertThrows(LinkException.class, () -> PacketDevice.parse(wrong), wrong);
        }
    }

    @Test
    void jumboFramesPass() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            Namespace.run("ip link set dut0 mtu 9000");
            Namespace.run("ip -n " + far + " link set far0 mtu 9000");
            try (var port = open("dut0", false);
                    var arena = Arena.ofConfined()) {
                var frame = arena.allocate(9014, 2);
                MemorySegment.copy(frame(arena, 1), 0, frame, 0, 60);
                frame.set(Layouts.U32, 9010, 0x12345678);
                send(far, frame);

                assertEquals(9000, port.mtu());
                assertEquals(-1, frame.mismatch(first(port.receiver(0), EXPERIMENT)));
            }
        });
    }

    @Test
    void aVlanTagIsPutBack() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            try (var port = open("dut0", false);
                    var arena = Arena.ofConfined()) {
                var frame = frame(arena, 7);
                frame.set(Layouts.U16, 12, (short) 0x8100);
                frame.set(Layouts.U16, 14, (short) 0x2064);
                frame.set(Layouts.U16, 16, EXPERIMENT);
                send(far, frame);

                var got = first(port.receiver(0), (short) 0x8100);
                assertEquals(-1, frame.mismatch(got));
            }
        });
    }

    @Test
    void twoReceiversHandOverAtAnInstant() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            int frames = 100_000;
            try (var before = open("dut0", false);
                    var after = open("dut0", true)) {
                var seen = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
                var times = new int[frames];
                long instant = System.currentTimeMillis() * 1_000_000 + 500_000_000;
                before.receiver(0).only(Long.MIN_VALUE, instant);
                after.receiver(0).only(instant, Long.MAX_VALUE);
                var old = new Collector(before.receiver(0), times, seen[0]);
                var young = new Collector(after.receiver(0), times, seen[1]);
                var sending = CompletableFuture.runAsync(() -> sendNumbered(far, frames));

                Namespace.until("the old one is through", () -> old.passed(instant));
                old.close();
                long missedByOld = before.receiver(0).missed(); // on a busy machine the kernel may have no room
                before.close();
                sending.join();
                Namespace.until(
                        "all were seen",
                        () -> seen[0].get()
                                        + seen[1].get()
                                        + missedByOld
                                        + after.receiver(0).missed()
                                >= frames);
                young.close();

                long missed = missedByOld + after.receiver(0).missed();
                long lost = Arrays.stream(times).filter(n -> n == 0).count();
                assertEquals(0, Arrays.stream(times).filter(n -> n > 1).count(), "seen twice");
                assertTrue(lost <= missed, lost + " lost, but " + missed + " missed by the kernel");
                assertTrue(seen[0].get() > 1000 && seen[1].get() > 1000, "both had their part");
            }
        });
    }

    @Test
    void closingLeavesNoDescriptorAndNoThread() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            open("dut0", false).close();
            int files = descriptors();
            var port = open("dut0", false);
            try (var transmitter = port.transmitter()) {
                assertTrue(descriptors() > files);
                port.close();
                port.close();
                assertEquals(0, transmitter.send(new Packet[0], 0, 0));
            }
            assertEquals(0, port.receiver(0).receive(new Packet[0], 0));
            assertEquals(files, descriptors());
            assertFalse(Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(t -> t.isAlive() && t.getName().equals("inaba-watch-dut0")));
        });
    }

    @Test
    void aWaitEndsWhenWokenAndTheStateOfTheCableIsTold() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            var told = new AtomicInteger();
            try (var port = driver.open("dut0", options(false), told::incrementAndGet)) {
                assertTrue(port.carrier());
                assertEquals(NetDevice.named("dut0").mac(), port.mac());
                assertEquals(1500, port.mtu());

                port.receiver(0).wakeup();
                port.receiver(0).await(Long.MAX_VALUE);

                Namespace.run("ip -n " + far + " link set far0 down");
                Namespace.until("carrier is lost", () -> !port.carrier() && told.get() > 0);
            }
        });
    }

    @Test
    void whatCannotBeOpenedIsRefusedInWords() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            assertEquals(
                    "no such network device: eth9; there are: lo, dut0",
                    assertThrows(LinkException.class, () -> open("eth9", false)).getMessage());
            try (var port = open("dut0", false)) {
                assertEquals(
                        "dut0 is held by this appliance already",
                        assertThrows(LinkException.class, () -> open("dut0", false))
                                .getMessage());
            }
        });
    }

    private Port open(String device, boolean beside) throws LinkException {
        return driver.open(device, options(beside), () -> {});
    }

    private PortOptions options(boolean beside) {
        return new PortOptions("lan", null, state, false, beside);
    }

    private static int descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    private static MemorySegment frame(Arena arena, int number) {
        var frame = arena.allocate(60, 2);
        MacAddress.BROADCAST.write(frame, 0);
        MacAddress.parse("02:00:00:00:00:01").write(frame, 6);
        frame.set(Layouts.U16, 12, EXPERIMENT);
        frame.set(Layouts.U32, NUMBER_AT, number);
        return frame;
    }

    private static void send(String namespace, MemorySegment frame) throws Exception {
        Namespace.in(namespace, () -> {
            try (var out = new RingTransmitter(NetDevice.named("far0").index())) {
                var packet = new Packet(frame, 0, frame.byteSize()).reset(0).end(frame.byteSize());
                return out.send(new Packet[] {packet}, 0, 1);
            }
        });
    }

    /// Sends frames numbered from 0, about 100,000 a second.
    private static void sendNumbered(String namespace, int count) {
        try {
            Namespace.in(namespace, () -> {
                try (var arena = Arena.ofConfined();
                        var out = new RingTransmitter(NetDevice.named("far0").index())) {
                    var frame = frame(arena, 0);
                    var burst = new Packet[] {new Packet(frame, 0, 60).reset(0).end(60)};
                    long start = System.nanoTime();
                    for (int i = 0; i < count; i++) {
                        frame.set(Layouts.U32, NUMBER_AT, i);
                        while (System.nanoTime() - start < i * 10_000L) {
                            Thread.onSpinWait();
                        }
                        assertEquals(1, out.send(burst, 0, 1));
                    }
                    return count;
                }
            });
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static MemorySegment first(Receiver receiver, short etherType) {
        try (var arena = Arena.ofConfined()) {
            var burst = Bursts.of(arena);
            for (int tries = 0; tries < 1000; tries++) {
                int n = Bursts.receive(receiver, burst);
                for (int i = 0; i < n; i++) {
                    var p = burst[i];
                    if (p.memory().get(Layouts.U16, p.start() + 12) == etherType) {
                        return MemorySegment.ofArray(
                                p.memory().asSlice(p.start(), p.length()).toArray(ValueLayout.JAVA_BYTE));
                    }
                }
                receiver.await(10_000_000);
            }
        }
        throw new AssertionError("no such frame came");
    }
}
