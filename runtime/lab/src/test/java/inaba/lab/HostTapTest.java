package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A daemon in a network namespace of its own serves port 500 of the appliance's addresses. [CharonTest] is the short
/// form.
@NeedsRoot
@Slow
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostTapTest {
    private static final int IKE = 500;
    /// Nobody is there on any host.
    private static final int CLOSED = 502;

    private static final int WAIT_MS = 10_000;
    private static final int LONGEST = 10_000;
    private static final String IPV6 = "2001:db8:2::1";
    private static final String IPV4 = "192.0.2.1";

    @Test
    void aDaemonServesAPortOfTheApplianceInBothFamilies() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var peer = network.host("peer");
            var router = network.host("appliance");
            var daemon = network.host("daemon");
            network.cable(peer, "eth0", router, "wan0");
            peer.run("ip addr add 2001:db8:2::2/64 dev eth0 nodad");
            peer.run("ip addr add 192.0.2.2/24 dev eth0");
            var config = List.of(
                    "addr6 add " + IPV6 + "/64 dev wan",
                    "addr4 add " + IPV4 + "/24 dev wan",
                    "link set wan hosttap ike0 netns " + daemon.namespace() + " proto udp/500,udp/" + CLOSED);
            var state = network.folder().resolve("state");
            try (var appliance = ApplianceProcess.start(router, state, config, List.of("--link", "wan=packet:wan0"));
                    var server = daemon.call(() -> new DatagramSocket(IKE));
                    var client = peer.call(() -> new DatagramSocket(IKE))) {
                Until.holds("the tap in the daemon's namespace", Duration.ofSeconds(10), () -> daemon.run("ip link")
                        .contains("ike0"));
                daemon.run("ip addr add " + IPV6 + "/128 dev ike0 nodad");
                daemon.run("ip addr add " + IPV4 + "/32 dev ike0");
                daemon.run("ip route add default dev ike0");
                daemon.run("ip -6 route add default dev ike0");

                exchange(client, server, IPV6);
                exchange(client, server, IPV4);
                refused(peer);
                toldOfErrors(daemon, "2001:db8:2::2");
                toldOfErrors(daemon, "192.0.2.2");
                joined(daemon, appliance, "ff02::5", "maddr6");
                joined(daemon, appliance, "224.0.0.5", "maddr4");

                appliance.shell("bundle stop inaba.hosttap; bundle start inaba.hosttap");
                Until.holds("the tap is open again", Duration.ofSeconds(10), () -> {
                    send(client, "again", new InetSocketAddress(IPV6, IKE));
                    server.setSoTimeout(200);
                    return arrives(server);
                });
                drain(server);
                exchange(client, server, IPV4);
                assertTrue(appliance.shell("config show").contains("link set wan hosttap ike0 netns"));

                appliance.shell("link set wan hosttap off");
                Until.holds("the tap is gone", Duration.ofSeconds(10), () -> !daemon.run("ip link")
                        .contains("ike0"));
            }
        }
    }

    /// What is short, and what is longer than a frame in both directions.
    private static void exchange(DatagramSocket client, DatagramSocket server, String address) throws IOException {
        client.setSoTimeout(WAIT_MS);
        server.setSoTimeout(WAIT_MS);
        for (var question : List.of("ask " + address, "ask long ".repeat(500))) {
            send(client, question, new InetSocketAddress(address, IKE));
            var asked = receive(server);
            assertEquals(question, text(asked));
            send(server, "answer to " + question, (InetSocketAddress) asked.getSocketAddress());
            var answer = receive(client);
            assertEquals("answer to " + question, text(answer));
            assertEquals(new InetSocketAddress(address, IKE), answer.getSocketAddress());
        }
    }

    /// The daemon hears that nobody is at the peer's port.
    private static void toldOfErrors(Host daemon, String peer) throws IOException, InterruptedException {
        try (var socket = daemon.call(() -> new DatagramSocket())) {
            socket.setSoTimeout(WAIT_MS);
            socket.connect(new InetSocketAddress(peer, CLOSED));
            socket.send(new DatagramPacket(new byte[1], 1));
            assertThrows(PortUnreachableException.class, () -> receive(socket));
        }
    }

    private static void joined(Host daemon, ApplianceProcess appliance, String group, String command)
            throws IOException, InterruptedException {
        var on = new InetSocketAddress(group, 0);
        try (var _ = daemon.call(() -> {
            var made = new DatagramSocket();
            made.joinGroup(on, NetworkInterface.getByName("ike0"));
            return made;
        })) {
            Until.holds(group + " is joined", Duration.ofSeconds(10), () -> appliance
                    .shell(command + " show dev wan")
                    .contains(group + " dev wan owner inaba.hosttap"));
        }
        Until.holds(group + " is left", Duration.ofSeconds(10), () -> !appliance
                .shell(command + " show dev wan")
                .contains(group + " "));
    }

    /// What was not asked for stays the appliance's: nobody is there.
    private static void refused(Host peer) throws IOException, InterruptedException {
        try (var socket = peer.call(() -> new DatagramSocket())) {
            socket.setSoTimeout(WAIT_MS);
            socket.connect(new InetSocketAddress(IPV6, IKE + 1));
            socket.send(new DatagramPacket(new byte[1], 1));
            assertThrows(PortUnreachableException.class, () -> receive(socket));
        }
    }

    private static void drain(DatagramSocket server) throws IOException {
        while (arrives(server)) {
            // what was sent while the tap was not open yet
        }
    }

    private static boolean arrives(DatagramSocket socket) throws IOException {
        try {
            receive(socket);
            return true;
        } catch (java.net.SocketTimeoutException nothing) {
            return false;
        }
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
