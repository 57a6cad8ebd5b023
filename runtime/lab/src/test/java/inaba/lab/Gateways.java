package inaba.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two appliances as gateways of two sites, each with a charon of its own:
///
///     host1 ─ lan0:left:wan0 ─── wire ─── wan0:right:lan0 ─ host2
///             2001:db8:1::/64, 10.1.0.0/24                2001:db8:2::/64, 10.2.0.0/24
///             wan: 2001:db8:c::1, 192.0.2.1               wan: 2001:db8:c::2, 192.0.2.2
///
/// The daemons are in namespaces of their own, with the taps of the appliances.
final class Gateways implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final Network network;
    final Host wire;
    final Site left;
    final Site right;

    private Gateways(Network network) throws IOException, InterruptedException {
        this.network = network;
        wire = network.hub("wire");
        left = new Site(1, 2);
        right = new Site(2, 1);
    }

    static Gateways start() throws IOException, InterruptedException {
        var network = Network.open();
        try {
            return new Gateways(network);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            network.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        try (network) {
            left.close();
            right.close();
        }
    }

    /// One end.
    final class Site implements AutoCloseable {
        final int number;
        final int other;
        final Host host;
        private final Host router;
        private final Host daemon;
        private final Path folder;
        final ApplianceProcess appliance;
        private @Nullable Charon charon;

        Site(int number, int other) throws IOException, InterruptedException {
            this.number = number;
            this.other = other;
            host = network.host("host" + number);
            router = network.host("router" + number);
            daemon = network.host("daemon" + number);
            folder = network.folder().resolve("site" + number);
            network.cable(host, "eth0", router, "lan0");
            network.plug(wire, router, "wan0");
            host.run("ip addr add " + address6() + "/64 dev eth0 nodad");
            host.run("ip addr add " + address4() + "/24 dev eth0");
            host.run("ip -6 route add default via 2001:db8:" + number + "::1");
            host.run("ip route add default via 10." + number + ".0.1");
            appliance = ApplianceProcess.launch(
                    router, folder, configuration(), List.of("--link", "lan=packet:lan0", "--link", "wan=packet:wan0"));
        }

        String address6() {
            return "2001:db8:" + number + "::2";
        }

        String address4() {
            return "10." + number + ".0.2";
        }

        Charon charon() {
            return Objects.requireNonNull(charon);
        }

        private List<String> configuration() {
            return List.of(
                    "addr6 add 2001:db8:" + number + "::1/64 dev lan",
                    "addr6 add 2001:db8:c::" + number + "/64 dev wan",
                    "route6 add 2001:db8:" + other + "::/64 via 2001:db8:c::" + other + " dev wan",
                    "addr4 add 10." + number + ".0.1/24 dev lan",
                    "addr4 add 192.0.2." + number + "/24 dev wan",
                    "route4 add 10." + other + ".0.0/24 via 192.0.2." + other + " dev wan",
                    "link set wan hosttap ike0 netns " + daemon.namespace());
        }

        /// Waits for the appliance and starts the key manager on it.
        void keyManager() throws IOException, InterruptedException {
            appliance.awaitReady();
            Until.holds("the tap", LIMIT, () -> daemon.run("ip link").contains("ike0"));
            daemon.run("ip addr add 2001:db8:c::" + number + "/128 dev ike0 nodad");
            daemon.run("ip addr add 192.0.2." + number + "/32 dev ike0");
            daemon.run("ip -6 route add default dev ike0");
            daemon.run("ip route add default dev ike0");
            charon = Charon.start(daemon, folder, folder.resolve("charon"), connections());
        }

        /// IPv6 as it is, IPv4 in UDP as through a NAT; and IPv6 again, made when a packet wants it.
        private String connections() {
            var peer = """
                      version = 2
                      proposals = aes128-sha256-modp2048
                      local {
                        auth = psk
                        id = site%d
                      }
                      remote {
                        auth = psk
                        id = site%d
                      }
                    """.formatted(number, other);
            return """
                    connections {
                      six {
                        local_addrs = 2001:db8:c::N
                        remote_addrs = 2001:db8:c::O
                        dpd_delay = 1
                        PEER
                        children {
                          six {
                            local_ts = 2001:db8:N::/64
                            remote_ts = 2001:db8:O::/64
                            esp_proposals = aes128gcm16
                          }
                        }
                      }
                      four {
                        local_addrs = 192.0.2.N
                        remote_addrs = 192.0.2.O
                        encap = yes
                        PEER
                        children {
                          four {
                            local_ts = 10.N.0.0/24
                            remote_ts = 10.O.0.0/24
                            esp_proposals = aes128-sha256
                            start_action = trap
                          }
                        }
                      }
                    }
                    secrets {
                      ike-1 {
                        secret = "correct horse battery staple"
                      }
                    }
                    """.replace("PEER", peer)
                    .replace("::N", "::" + number)
                    .replace("::O", "::" + other)
                    .replace(":N:", ":" + number + ":")
                    .replace(":O:", ":" + other + ":")
                    .replace(".N", "." + number)
                    .replace(".O", "." + other);
        }

        @Override
        public void close() throws IOException {
            if (charon != null) {
                charon.close();
            }
            appliance.close();
        }
    }
}
