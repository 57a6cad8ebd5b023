package inaba.link.pcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.packet.Packet;
import inaba.junit.Namespace;
import inaba.junit.NeedsRoot;
import inaba.linux.NetDevice;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against the kernel, in namespaces of their own.
@NeedsRoot
@Timeout(120)
class PcapPortTest {
    private static final int TRANSFER = 20_000_000;

    @TempDir
    private Path state;

    private final PcapDriver driver = new PcapDriver();

    @Test
    void aTcpSenderWithOffloadsReachesItsPeerInRightSegments() throws Exception {
        Namespace.fresh(here -> {
            var client = here.cable("dut0", "far0");
            var server = here.cable("dut1", "far1");
            Namespace.run("ip -n " + client + " addr add 2001:db8::1/64 dev far0 nodad");
            Namespace.run("ip -n " + server + " addr add 2001:db8::2/64 dev far1 nodad");
            try (var a = open("dut0", false);
                    var b = open("dut1", false);
                    var across = new Across(a, b)) {
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
                assertTrue(across.frames() > TRANSFER / 1500, "super frames were cut");
                assertEquals("", across.complaints());
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
        } catch (Exception failed) {
            port.completeExceptionally(failed);
            throw new CompletionException(failed);
        }
    }

    @Test
    void ourOwnFramesAreNotSeen() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            try (var port = open("dut0", false);
                    var out = port.transmitter()) {
                var seen = new Seen(port.receiver(0), 20);
                assertEquals(10, Numbered.send(out, 0, 10));
                Numbered.sendFrom(far, "far0", 10, 20, 0);
                Namespace.until("the frames of the other end were seen", () -> seen.total() == 10);
                seen.close();
                assertEquals(0, Arrays.stream(seen.times(), 0, 10).sum());
            }
        });
    }

    @Test
    void twoReceiversHandOverAtAnInstant() throws Exception {
        Namespace.fresh(here -> {
            var far = here.cable("dut0", "far0");
            int frames = 20_000;
            try (var before = open("dut0", false);
                    var after = open("dut0", true)) {
                assertTrue(before.stamped());
                var old = new Seen(before.receiver(0), frames);
                var sending = CompletableFuture.runAsync(() -> Numbered.sendFrom(far, "far0", 0, frames, 50_000));
                Namespace.until("the old one has its part", () -> old.total() > 2_000);
                long instant = System.currentTimeMillis() * 1_000_000 + 100_000_000;
                before.receiver(0).only(Long.MIN_VALUE, instant);
                after.receiver(0).only(instant, Long.MAX_VALUE);
                var young = new Seen(after.receiver(0), frames);

                Namespace.until("the old one is through", () -> old.passed(instant));
                old.close();
                long missedByOld = before.receiver(0).missed(); // on a busy machine the kernel may have no room
                before.close();
                sending.join();
                Namespace.until(
                        "all were seen",
                        () -> old.total()
                                        + young.total()
                                        + missedByOld
                                        + after.receiver(0).missed()
                                >= frames);
                young.close();

                int lost = 0;
                for (int i = 0; i < frames; i++) {
                    int times = old.times()[i] + young.times()[i];
                    assertTrue(times <= 1, "frame " + i + " was seen twice");
                    lost += 1 - times;
                }
                long missed = missedByOld + after.receiver(0).missed();
                assertTrue(lost <= missed, lost + " lost, but " + missed + " missed by the kernel");
                assertTrue(old.total() > 1000 && young.total() > 1000, "both had their part");
            }
        });
    }

    @Test
    void aReceiverWithoutTrafficSaysThatAnInstantPassed() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            try (var port = open("dut0", false)) {
                var seen = new Seen(port.receiver(0), 0);
                long instant = System.currentTimeMillis() * 1_000_000;
                port.receiver(0).only(Long.MIN_VALUE, instant);
                Namespace.until("it passed", () -> seen.passed(instant));
                seen.close();
            }
        });
    }

    @Test
    void closingEndsTheThreadsAndGivesTheDeviceBack() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            for (int i = 0; i < 3; i++) {
                var port = open("dut0", false);
                try (var out = port.transmitter()) {
                    port.close();
                    port.close();
                    assertEquals(0, Numbered.send(out, 0, 1));
                }
                assertEquals(0, port.receiver(0).receive(new Packet[0], 0));
                assertEquals(0, port.receiver(0).missed());
                assertTrue(port.receiver(0).passed(0));
            }
            assertFalse(Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.isAlive() && thread.getName().equals("inaba-pcap-dut0")));
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
                Namespace.run("ip -n " + far + " link set far0 up");
                Namespace.until("carrier is back", port::carrier);
                var seen = new Seen(port.receiver(0), 10);
                Numbered.sendFrom(far, "far0", 0, 10, 0);
                Namespace.until("frames come again", () -> seen.total() == 10);
                seen.close();
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
                assertEquals(1, port.queues());
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
}
