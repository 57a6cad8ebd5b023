package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.junit.NeedsGuest;
import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import inaba.lab.ApplianceProcess;
import inaba.lab.Charon;
import inaba.lab.Host;
import inaba.lab.Network;
import inaba.lab.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// charon on the appliance's IPsec, and charon on Linux's in a virtual machine.
@NeedsGuest
@NeedsRoot
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class CharonGuestTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PLUGINS = "/usr/lib/ipsec/plugins/libstrongswan-";
    private static final List<String> LOADED = List.of(
            "random", "nonce", "aes", "sha1", "sha2", "hmac", "kdf", "gmp", "kernel-netlink", "socket-default", "vici");

    private GuestLab lab;
    private Network network;
    private Guest guest;
    private ApplianceProcess appliance;
    private Charon charon;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        assumeTrue(Charon.isInstalled(), "needs charon-systemd and swanctl");
        lab = GuestLab.open();
        network = Network.open();
        var daemon = network.host("daemon");
        var wan = Cable.lay();
        guest = lab.guest("linux", image(lab.folder()), wan);
        var lan = Cable.lay();
        appliance = lab.appliance(
                List.of(
                        "addr6 add 2001:db8:1::1/64 dev lan",
                        "addr6 add 2001:db8:c::1/64 dev wan",
                        "route6 add 2001:db8:2::/64 via 2001:db8:c::2 dev wan",
                        "addr4 add 10.1.0.1/24 dev lan",
                        "addr4 add 192.0.2.1/24 dev wan",
                        "route4 add 10.2.0.0/24 via 192.0.2.2 dev wan",
                        "link set wan hosttap ike0 netns " + daemon.namespace()),
                "lan=" + lan.device(),
                "wan=" + wan.device());
        linux();
        charon = keyManager(daemon);
    }

    private static GuestImage image(Path folder) throws IOException, InterruptedException {
        var etc = Files.createDirectories(folder.resolve("image/root/etc"));
        Files.writeString(etc.resolve("strongswan.conf"), Charon.settings("/run"));
        Files.writeString(etc.resolve("swanctl.conf"), connections(2, 1));
        var files = new ArrayList<>(List.of("/usr/sbin/charon-systemd", "/usr/sbin/swanctl"));
        LOADED.forEach(name -> files.add(PLUGINS + name + ".so"));
        return GuestImage.get().with(folder.resolve("image"), files);
    }

    private void linux() throws IOException, InterruptedException {
        guest.awaitBoot().run("""
                set -e
                modprobe drbg || modprobe jitterentropy_rng
                modprobe -a dummy xfrm_user esp4 esp6 tunnel4 tunnel6 aes_generic ctr ghash-generic gcm seqiv authenc echainiv
                ip link add site type dummy
                for each in lo eth0 site; do ip link set $each up; done
                ip addr add 2001:db8:c::2/64 dev eth0 nodad
                ip addr add 192.0.2.2/24 dev eth0
                ip addr add 2001:db8:2::1/64 dev site nodad
                ip addr add 10.2.0.1/24 dev site
                ip route add 2001:db8:1::/64 via 2001:db8:c::1
                ip route add 10.1.0.0/24 via 192.0.2.1
                mkdir -p /etc/strongswan.d
                STRONGSWAN_CONF=/etc/strongswan.conf setsid /usr/sbin/charon-systemd > /run/charon.out 2>&1 < /dev/null &
                """);
        Until.holds("charon in the guest", LIMIT, () -> guest.run("ls /run").contains("vici"));
        guest.run("/usr/sbin/swanctl --load-all --file /etc/swanctl.conf --uri unix:///run/vici");
    }

    private Charon keyManager(Host daemon) throws IOException, InterruptedException {
        Until.holds("the tap", LIMIT, () -> daemon.run("ip link").contains("ike0"));
        daemon.run("ip addr add 2001:db8:c::1/128 dev ike0 nodad");
        daemon.run("ip addr add 192.0.2.1/32 dev ike0");
        daemon.run("ip -6 route add default dev ike0");
        daemon.run("ip route add default dev ike0");
        return Charon.start(daemon, appliance.state(), network.folder().resolve("charon"), connections(1, 2));
    }

    private static String connections(int us, int them) {
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
                    }""".formatted(us, them);
        return """
                connections {
                  six {
                    local_addrs = 2001:db8:c::%1$d
                    remote_addrs = 2001:db8:c::%2$d
                    %3$s
                    children {
                      six {
                        local_ts = 2001:db8:%1$d::/64
                        remote_ts = 2001:db8:%2$d::/64
                        esp_proposals = aes128gcm16
                      }
                    }
                  }
                  four {
                    local_addrs = 192.0.2.%1$d
                    remote_addrs = 192.0.2.%2$d
                    encap = yes
                    %3$s
                    children {
                      four {
                        local_ts = 10.%1$d.0.0/24
                        remote_ts = 10.%2$d.0.0/24
                        esp_proposals = aes128-sha256
                      }
                    }
                  }
                }
                secrets {
                  ike-1 {
                    secret = "correct horse battery staple"
                  }
                }
                """.formatted(us, them, peer);
    }

    @AfterAll
    void stop() throws IOException {
        try (var _ = network;
                var _ = lab) {
            if (charon != null) {
                charon.close();
            }
        }
    }

    @Test
    void ipv6IsProtectedAndRenewedByEitherSide() throws IOException, InterruptedException {
        charon.swanctl("--initiate", "--child", "six");
        ping("-6 -I 2001:db8:2::1 2001:db8:1::1");
        for (int i = 0; i < 3; i++) {
            charon.swanctl("--rekey", "--child", "six");
            ping("-6 -I 2001:db8:2::1 2001:db8:1::1");
            guest.run("/usr/sbin/swanctl --rekey --child six --uri unix:///run/vici");
            ping("-6 -I 2001:db8:2::1 2001:db8:1::1");
        }
        charon.swanctl("--rekey", "--ike", "six");
        ping("-6 -I 2001:db8:2::1 2001:db8:1::1");
        var state = guest.run("ip -s xfrm state");
        assertTrue(state.contains("aead rfc4106(gcm(aes))"), state);
    }

    @Test
    void ipv4InUdpIsMadeByLinux() throws IOException, InterruptedException {
        guest.run("/usr/sbin/swanctl --initiate --child four --uri unix:///run/vici");
        ping("-4 -I 10.2.0.1 10.1.0.1");
        guest.run("/usr/sbin/swanctl --rekey --child four --uri unix:///run/vici");
        ping("-4 -I 10.2.0.1 10.1.0.1");
        assertTrue(appliance.shell("xfrm state").contains("encap espinudp 4500 4500"));
    }

    private void ping(String how) throws IOException, InterruptedException {
        guest.run("ping -n -c 3 -i 0.3 -W 5 " + how);
    }
}
