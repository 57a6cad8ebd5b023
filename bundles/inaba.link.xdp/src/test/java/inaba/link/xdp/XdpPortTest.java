package inaba.link.xdp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.junit.Namespace;
import inaba.junit.NeedsRoot;
import inaba.link.packet.PacketDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the kernel, in namespaces of their own.
@NeedsRoot
class XdpPortTest {
    private static final int TRANSFER = 10_000_000;
    private static final int FRAMES = 20_000;
    private static final int FRAME = 60;
    private static final int NUMBER_AT = 14;
    private static final int BYTES = 2304;
    private static final short EXPERIMENT = (short) 0x88b5; // IEEE 802 local experimental

    @TempDir
    private Path state;

    private final XdpDriver driver = new XdpDriver();

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", ",generic"})
    void whatOnePortReceivesTheOtherSendsWithoutACopy(String mode) throws Exception {
        Namespace.fresh(here -> {
            var client = here.cable("dut0", "far0");
            var server = here.cable("dut1", "far1");
            for (var far : new String[] {client + " far0 2001:db8::1", server + " far1 2001:db8::2"}) {
                var words = far.split(" ");
                Namespace.run("ip -n " + words[0] + " addr add " + words[2] + "/64 dev " + words[1] + " nodad");
                Namespace.run("ip netns exec " + words[0] + " ethtool -K " + words[1] + " tso off gso off");
            }
            try (var a = open(driver, "dut0" + mode, false);
                    var b = open(driver, "dut1" + mode, false);
                    var patch = new Patch(a, b)) {
                byte[] sent = new byte[TRANSFER];
                new Random(1).nextBytes(sent);

                assertArrayEquals(sent, transfer(client, server, sent));
                assertTrue(patch.frames.get() > TRANSFER / 1500);
                assertEquals(0, patch.copied.get(), "copied");
                assertEquals(0, patch.wrongChecksum.get(), "wrong checksums");
                assertEquals(0, patch.unsent.get(), "not sent");
                assertEquals(0, a.receiver(0).missed() + b.receiver(0).missed(), "missed");
            }
            assertFalse(Namespace.run("ip link show").contains("xdp"), () -> "a program stays behind");
        });
    }

    private static byte[] transfer(String client, String server, byte[] sent) throws Exception {
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
        return received.get();
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
    void noFrameIsLostOrSeenTwiceWhenItTakesOverFromAnotherDriverAndGivesBack() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            var packets = new PacketDriver();
            try (var feeder = Namespace.in(far, () -> open(packets, "far0", false));
                    var arena = Arena.ofShared()) {
                var seen = new int[FRAMES];
                var packet = open(packets, "dut0", false);
                var out = Namespace.in(far, feeder::transmitter);
                var sender = Thread.ofPlatform().start(() -> {
                    var frame = frame(arena);
                    for (int i = 0; i < FRAMES; i++) {
                        frame[0].memory().set(ValueLayout.JAVA_INT_UNALIGNED, frame[0].start() + NUMBER_AT, i);
                        out.send(frame, 0, 1);
                        LockSupport.parkNanos(20_000);
                    }
                });
                var burst = packets(arena);
                until(FRAMES / 4, packet.receiver(0), burst, seen);
                var xdp = open(driver, "dut0", true);
                until(FRAMES / 3, packet.receiver(0), burst, seen);
                xdp.receiver(0).only(Long.MIN_VALUE, Long.MAX_VALUE);
                drain(packet.receiver(0), burst, seen);
                until(FRAMES / 2, xdp.receiver(0), burst, seen);
                xdp.receiver(0).only(Long.MIN_VALUE, 0);
                while (!xdp.receiver(0).passed(0)) {
                    drain(xdp.receiver(0), burst, seen);
                }
                until(FRAMES / 4 * 3, packet.receiver(0), burst, seen);
                xdp.close();
                sender.join();
                drain(packet.receiver(0), burst, seen);
                packet.close();
                for (int i = 0; i < FRAMES; i++) {
                    int number = i;
                    assertEquals(1, seen[i], () -> "frame " + number);
                }
            }
        });
    }

    @Test
    void onlyADeviceOrGenericCanBeNamed() {
        assertEquals(
                "expected DEVICE[,generic] such as eth1, not \"dut0,native\"",
                assertThrows(LinkException.class, () -> open(driver, "dut0,native", false))
                        .getMessage());
    }

    private static Packet[] frame(Arena arena) {
        var packet = new Packet(arena.allocate(BYTES, 64), 0, BYTES).reset(0);
        packet.end(packet.start() + FRAME);
        packet.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 2);
        packet.memory().set(ValueLayout.JAVA_BYTE, 6, (byte) 2);
        packet.memory().set(ValueLayout.JAVA_SHORT_UNALIGNED, 12, Short.reverseBytes(EXPERIMENT));
        return new Packet[] {packet};
    }

    private static Packet[] packets(Arena arena) {
        var burst = new Packet[64];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = new Packet(arena.allocate(BYTES, 64), 0, BYTES);
        }
        return burst;
    }

    /// Receives until this frame was seen.
    private static void until(int number, Receiver from, Packet[] burst, int[] seen) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (seen[number] == 0 && System.nanoTime() < end) {
            take(from, burst, seen);
        }
    }

    /// Receives until nothing more comes.
    private static void drain(Receiver from, Packet[] burst, int[] seen) {
        int idle = 0;
        while (idle < 20) {
            idle = take(from, burst, seen) > 0 ? 0 : idle + 1;
            from.await(100_000);
        }
    }

    private static int take(Receiver from, Packet[] burst, int[] seen) {
        for (var packet : burst) {
            packet.reset(128);
        }
        int n = from.receive(burst, burst.length);
        for (int i = 0; i < n; i++) {
            var p = burst[i];
            short type = Short.reverseBytes(p.memory().get(ValueLayout.JAVA_SHORT_UNALIGNED, p.start() + 12));
            if (type == EXPERIMENT) {
                seen[p.memory().get(ValueLayout.JAVA_INT_UNALIGNED, p.start() + NUMBER_AT)]++;
            }
        }
        from.release();
        return n;
    }

    private Port open(LinkDriver with, String device, boolean beside) throws LinkException {
        return with.open(device, new PortOptions(device, null, state, false, beside), () -> {});
    }
}
