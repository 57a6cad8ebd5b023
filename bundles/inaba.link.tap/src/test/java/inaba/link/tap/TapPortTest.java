package inaba.link.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.junit.Namespace;
import inaba.linux.NetDevice;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the kernel, in namespaces of their own.
@Tag("root")
class TapPortTest {
    private static final String KERNEL = "2001:db8::1";
    private static final String OURS = "2001:db8::2";
    private static final int PORT = 4000;
    private static final int UDP_AT = EthernetHeader.BYTES + Ipv6Header.BYTES;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path state;

    private final TapDriver driver = new TapDriver();

    @Test
    void theKernelSendsWithWholeChecksumsAndHearsUs() throws Exception {
        Namespace.fresh(here -> {
            try (var port = open(false);
                    var arena = Arena.ofConfined()) {
                furnish(port);
                try (var socket = new DatagramSocket(PORT, InetAddress.getByName(KERNEL))) {
                    socket.setSoTimeout(10_000);
                    byte[] hello = "hello".getBytes(US_ASCII);
                    socket.send(new DatagramPacket(hello, hello.length, InetAddress.getByName(OURS), PORT));
                    var frame = firstUdp(port.receiver(0), arena);
                    assertTrue(Checksum.valid(
                            frame.memory(),
                            frame.start() + EthernetHeader.BYTES,
                            frame.start() + UDP_AT,
                            UdpHeader.BYTES + hello.length,
                            IpProtocol.UDP));

                    answer(frame);
                    try (var out = port.transmitter()) {
                        assertEquals(1, out.send(new Packet[] {frame}, 0, 1));
                    }
                    var heard = new DatagramPacket(new byte[100], 100);
                    socket.receive(heard);
                    assertEquals("hello", new String(heard.getData(), 0, heard.getLength(), US_ASCII));
                }
                assertEquals(0, port.receiver(0).missed());
            }
        });
    }

    @Test
    void aDeviceThatWasMadeIsGoneAndOneThatWasThereStaysAsItWas() throws Exception {
        Namespace.fresh(here -> {
            open(false).close();
            assertFalse(NetDevice.exists("tap0"));

            Namespace.run("ip tuntap add tap0 mode tap");
            Namespace.run("ip addr add 192.0.2.1/24 dev tap0");
            var before = shown();
            try (var port = open(false)) {
                assertTrue(port.carrier());
                assertNotEquals(NetDevice.named("tap0").mac(), port.mac());
                assertEquals(1500, port.mtu());
            }
            assertEquals(before, shown());
        });
    }

    @Test
    void aSuccessorOpensItBesideAndTheDeviceLivesOn() throws Exception {
        Namespace.fresh(here -> {
            var old = open(false);
            Namespace.run("ip addr add " + KERNEL + "/64 dev tap0 nodad");
            assertEquals(
                    "tap0 is held by this appliance already",
                    assertThrows(LinkException.class, () -> open(false)).getMessage());

            try (var young = open(true)) {
                old.close();
                assertEquals(old.mac(), young.mac());
                assertTrue(Namespace.run("ip addr show dev tap0").contains(KERNEL));
            }
            assertFalse(NetDevice.exists("tap0"));
        });
    }

    @Test
    void whatIsNoTapIsRefused() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            var refusal = assertThrows(LinkException.class, () -> driver.open("dut0", options(false), () -> {}));
            assertEquals("attach to the tap dut0: Invalid argument", refusal.getMessage());
            var noName = assertThrows(LinkException.class, () -> driver.open("a/b", options(false), () -> {}));
            assertEquals("'a/b' is not a name for a network device", noName.getMessage());
        });
    }

    private Port open(boolean beside) throws LinkException {
        return driver.open("tap0", options(beside), () -> {});
    }

    private PortOptions options(boolean beside) {
        return new PortOptions("lan", null, state, false, beside);
    }

    private static void furnish(Port port) throws IOException {
        Namespace.run("ip addr add " + KERNEL + "/64 dev tap0 nodad");
        Namespace.run("ip -6 neigh add " + OURS + " lladdr " + port.mac() + " dev tap0");
    }

    /// Without the queueing discipline, which a device gets when it is set up for the first time.
    private static String shown() throws IOException {
        return Namespace.run("ip addr show dev tap0").replaceAll("qdisc \\S+", "");
    }

    private static Packet firstUdp(Receiver receiver, Arena arena) {
        var burst = new Packet[] {new Packet(arena.allocate(2048), 0, 2048)};
        for (int tries = 0; tries < 1000; tries++) {
            burst[0].reset(64);
            if (receiver.receive(burst, 1) == 0) {
                receiver.await(10_000_000);
            } else if (new Ipv6Header(burst[0].memory(), burst[0].start() + EthernetHeader.BYTES).nextHeader()
                    == IpProtocol.UDP) {
                return burst[0];
            }
        }
        throw new AssertionError("no UDP came");
    }

    /// Sends the frame back to where it came from; the checksum stays right, as addresses and ports only change places.
    private static void answer(Packet frame) {
        var ethernet = new EthernetHeader(frame.memory(), frame.start());
        long source = ethernet.sourceValue();
        ethernet.sourceValue(ethernet.destinationValue()).destinationValue(source);
        MemorySegment bytes = frame.memory();
        long addresses = frame.start() + EthernetHeader.BYTES + Ipv6Header.SOURCE;
        var from = Ipv6Address.read(bytes, addresses);
        Ipv6Address.read(bytes, addresses + Ipv6Address.BYTES).write(bytes, addresses);
        from.write(bytes, addresses + Ipv6Address.BYTES);
    }
}
