package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Unmodified strongSwan manages the keys of two appliances.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CharonTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path REPOSITORY = Path.of(System.getProperty("inaba.home", "../.."))
            .toAbsolutePath()
            .normalize()
            .resolve("runtime/dist/target/repository/inaba");

    private Gateways gateways;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        assumeTrue(Charon.isInstalled(), "needs charon-systemd and swanctl");
        gateways = Gateways.start();
        gateways.left.keyManager();
        gateways.right.keyManager();
        gateways.left.charon().swanctl("--initiate", "--child", "six");
    }

    @AfterAll
    void stop() throws IOException {
        if (gateways != null) {
            gateways.close();
        }
    }

    @Test
    void keysAreRenewedUnderTrafficAndNothingIsLostOrTakenTwice() throws IOException, InterruptedException {
        renewals(5, 1_000);
    }

    @Slow
    @Test
    void aHundredRenewalsUnderFiveThousandPacketsASecondLoseNothing() throws IOException, InterruptedException {
        renewals(100, 5_000);
    }

    /// Children, in the middle also the IKE association and the bundle of IPsec itself.
    private void renewals(int times, int perSecond) throws IOException, InterruptedException {
        ping("-6", gateways.right.address6());
        long missed = missed();
        long replays = replays();
        try (var repeater = Repeater.start(gateways.network, gateways.wire, "router1", "router2")) {
            var stream = UdpStream.start(gateways.left.host, gateways.right.host, gateways.right.address6(), perSecond);
            UdpStream.Outcome outcome;
            try {
                for (int i = 0; i < times; i++) {
                    var side = i % 2 == 0 ? gateways.left : gateways.right;
                    renewChild(side);
                    if (i == times / 2) {
                        update("inaba.xfrm");
                        update("inaba.xfrm.netlink");
                    }
                }
                renewIke();
            } finally {
                outcome = stream.stop();
            }
            int again = repeater.stop();
            System.out.println(outcome + ", sent again " + again + ", refused " + (replays() - replays) + ", missed "
                    + (missed() - missed));
            assertAll(
                    outcome + drops(),
                    () -> assertEquals(0, outcome.lost() - outcome.socketDrops() - (missed() - missed), "lost"),
                    () -> assertEquals(0, outcome.duplicated(), "replays accepted"),
                    () -> assertTrue(again > 0, "nothing was sent again"),
                    () -> assertTrue(
                            gateways.left.appliance.shell("xfrm policy").contains("2001:db8:2::/64"),
                            "nothing is protected any more"));
        }
    }

    /// While the other side's renewal is under way, this one has no child that it could renew.
    private static void renewChild(Gateways.Site side) throws IOException, InterruptedException {
        Until.holds("a child to renew", LIMIT, () -> {
            try {
                side.charon().swanctl("--rekey", "--child", "six");
                return true;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("no matching SAs")) {
                    throw e;
                }
                return false;
            }
        });
    }

    /// While a child's old association is being deleted, the peer asks to wait.
    private void renewIke() throws IOException, InterruptedException {
        Until.holds("a new IKE association", LIMIT, () -> {
            gateways.left.charon().swanctl("--rekey", "--ike", "six");
            return gateways.left.charon().log().contains("IKE_SA six[1] rekeyed")
                    || gateways.left.charon().log().contains("deleting IKE_SA six[1]");
        });
    }

    private String drops() throws IOException, InterruptedException {
        var told = new StringBuilder();
        for (var site : new Gateways.Site[] {gateways.left, gateways.right}) {
            told.append("\nsite ").append(site.number).append('\n').append(site.appliance.shell("stat"));
            var log = site.charon().log();
            told.append(log, Math.max(0, log.length() - 8_000), log.length());
        }
        return told.toString();
    }

    private void update(String bundle) throws IOException, InterruptedException {
        var jar = REPOSITORY.resolve(bundle + "/0.1.0/" + bundle + "-0.1.0.jar");
        for (var site : new Gateways.Site[] {gateways.left, gateways.right}) {
            var told = site.appliance.shell("bundle update " + jar);
            assertTrue(told.contains("is replaced by"), told);
        }
    }

    private long missed() throws IOException, InterruptedException {
        long all = 0;
        for (var site : new Gateways.Site[] {gateways.left, gateways.right}) {
            var counters = Counters.of(site.appliance);
            all += counters.of("lan", "missed") + counters.of("wan", "missed");
        }
        return all;
    }

    /// As the association counted them; those of associations that have gone are not among them.
    private long replays() throws IOException, InterruptedException {
        var stat = gateways.right.appliance.shell("xfrm stat | grep XfrmInStateSeqError");
        return Long.parseLong(stat.replaceAll("\\D+", ""));
    }

    @Test
    void aPacketThatWantsAnAssociationGetsOne() throws IOException, InterruptedException {
        Until.holds(
                "an answer through ESP in UDP",
                LIMIT,
                () -> gateways.left
                                .host
                                .start("ping -4 -n -c 1 -W 1 " + gateways.right.address4())
                                .await(LIMIT)
                        == 0);
        var log = gateways.left.charon().log();
        assertTrue(log.contains("creating acquire job"), log);
        assertTrue(gateways.right.appliance.shell("xfrm state").contains("encap espinudp 4500 4500"));
    }

    /// What an unmodified ip(8) shows and tells.
    @Test
    void ipXfrmShowsTheSame() throws IOException, InterruptedException {
        var state = gateways.left.appliance.state().toString();
        var shown = Task.start(
                        ApplianceProcess.words("ipsec", "--state", state, "ip", "xfrm", "state"),
                        ApplianceProcess.ENVIRONMENT)
                .succeed(LIMIT);
        assertTrue(shown.contains("src 2001:db8:c::1 dst 2001:db8:c::2"), shown);
        assertTrue(shown.contains("aead rfc4106(gcm(aes)) 0x"), shown);
        var policies = Task.start(
                        ApplianceProcess.words("ipsec", "--state", state, "ip", "xfrm", "policy"),
                        ApplianceProcess.ENVIRONMENT)
                .succeed(LIMIT);
        assertTrue(policies.contains("src 2001:db8:1::/64 dst 2001:db8:2::/64"), policies);
    }

    /// Whose second is over first asks; the other has then heard of its peer, and may never have to ask.
    @Test
    void aDeadPeerIsAskedFor() throws IOException, InterruptedException {
        Until.holds(
                "an exchange of the peer's life",
                LIMIT,
                () -> gateways.left.charon().log().contains("sending DPD request")
                        || gateways.right.charon().log().contains("sending DPD request"));
    }

    private void ping(String family, String address) throws IOException, InterruptedException {
        gateways.left.host.run("ping " + family + " -n -c 3 -i 0.2 " + address);
    }
}
