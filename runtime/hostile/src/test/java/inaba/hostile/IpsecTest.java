package inaba.hostile;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// ESP, AH and IPComp that are none, of nobody's, or old; see [Target#gateway].
class IpsecTest extends Siege {
    private static final int ESP = 50;
    private static final int AH = 51;
    private static final int IPCOMP = 108;
    private static final int SPI = 0x100;
    private static final int ICV = 16;
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String AUTHENTICATED = " enc ecb(cipher_null) 0x auth-trunc hmac(sha256) 0x" + KEY + " 128";

    private Battle associated() {
        var gateway = gateway();
        var ends = "state add src " + Target.ATTACKER + " dst " + Target.NODE;
        gateway.target().xfrm(ends + " proto esp spi 0x100 replay-window 64" + AUTHENTICATED);
        gateway.target().xfrm(ends + " proto ah spi 0x100 replay-window 64 auth-trunc hmac(sha256) 0x" + KEY + " 128");
        gateway.target().xfrm(ends + " proto comp spi 0x100 comp deflate");
        return gateway;
    }

    @Test
    void headersOfAnyLengthAreDroppedOrRefused() {
        var gateway = associated();
        for (int protocol : new int[] {ESP, AH, IPCOMP}) {
            for (int length = 0; length <= 64; length++) {
                for (int spi : new int[] {0, 1, SPI, 0x1_0000}) {
                    var payload =
                            Arrays.copyOf(new Octets().u32(spi).u32(1).zeros(64).array(), length);
                    delivered(gateway, protocol, payload);
                }
            }
        }
    }

    /// The length of an Authentication Header says anything.
    @Test
    void anAuthenticationHeaderThatLiesIsDropped() {
        var gateway = associated();
        for (int length = 0; length < 256; length++) {
            var header = new Octets()
                    .u8(Frames.ICMP6)
                    .u8(length)
                    .u16(0)
                    .u32(SPI)
                    .u32(1)
                    .zeros(ICV)
                    .bytes(echo(4))
                    .array();
            delivered(gateway, AH, header);
        }
    }

    @Test
    void indexesThatNobodyHasFillNoTable() {
        var gateway = associated();
        gateway.flood(50_000, i -> {
            int protocol = new int[] {ESP, AH, IPCOMP}[i % 3];
            var payload = protocol == ESP
                    ? new Octets().u32(0x1_0000L + i).u32(1).zeros(40).array()
                    : protocol == AH
                            ? new Octets()
                                    .u8(58)
                                    .u8(5)
                                    .u16(0)
                                    .u32(0x1_0000L + i)
                                    .u32(1)
                                    .zeros(40)
                                    .array()
                            : new Octets()
                                    .u8(58)
                                    .u8(0)
                                    .u16(0x200 + i % 0xf000)
                                    .zeros(40)
                                    .array();
            return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, protocol, 64, payload));
        });
        gateway.rows("associations", 3);
    }

    /// A sequence number counts once, and only with a right ICV does it move the window (RFC 4303 §3.4.3).
    @Test
    void replaysAreDroppedAndForgeriesMoveNoWindow() throws GeneralSecurityException {
        var gateway = associated();
        accepted(gateway, sealed(1));
        var old = sealed(1);
        gateway.flood(10_000, _ -> old);
        gateway.check(total(gateway, "inaba.xfrm.replay") >= 10_000, "a replay was not dropped as one");
        gateway.flood(10_000, i -> forged(1_000_000_000 + i));
        gateway.check(total(gateway, "inaba.xfrm.integrity") >= 10_000, "a forgery was not dropped as one");
        accepted(gateway, sealed(2));
    }

    /// Deflate that is none, is cut, or never ends.
    @Test
    void whatCannotBeDecompressedIsDropped() {
        var gateway = associated();
        var random = new Random(1);
        gateway.flood(20_000, i -> {
            var noise = new byte[4 + random.nextInt(200)];
            random.nextBytes(noise);
            noise[0] = Frames.ICMP6;
            noise[1] = 0;
            noise[2] = 1;
            noise[3] = 0;
            return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, IPCOMP, 64, noise));
        });
    }

    @Test
    void ipv4sAreTreatedAlike() {
        var gateway = associated();
        gateway.target()
                .xfrm("state add src " + Target.ATTACKER4 + " dst " + Target.NODE4 + " proto esp spi 0x100"
                        + AUTHENTICATED);
        for (int protocol : new int[] {ESP, AH, IPCOMP}) {
            for (int length = 0; length <= 64; length++) {
                var payload =
                        Arrays.copyOf(new Octets().u32(SPI).u32(1).zeros(64).array(), length);
                gateway.target()
                        .hears(Target.LAN, toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, protocol, payload)));
                gateway.invariants();
            }
        }
    }

    private static void delivered(Battle gateway, int protocol, byte[] payload) {
        gateway.target().hears(Target.LAN, toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, protocol, 64, payload)));
        gateway.invariants();
    }

    /// The echo request inside is answered.
    private static void accepted(Battle gateway, byte[] frame) {
        gateway.target().sent();
        gateway.target().hears(Target.LAN, frame);
        gateway.check(
                !gateway.target().sent().isEmpty(),
                "what is right was dropped: " + gateway.target().drops());
    }

    /// ESP without encryption, RFC 4303 §2, around an echo request.
    private static byte[] sealed(long sequence) throws GeneralSecurityException {
        var echo = echo(4);
        int padding = (4 - (echo.length + 2) % 4) % 4;
        var open = new Octets().u32(SPI).u32(sequence).bytes(echo);
        for (int i = 1; i <= padding; i++) {
            open.u8(i);
        }
        var bytes = open.u8(padding).u8(Frames.ICMP6).array();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
        var payload = Frames.join(bytes, Arrays.copyOf(mac.doFinal(bytes), ICV));
        return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, ESP, 64, payload));
    }

    private static byte[] forged(long sequence) {
        var payload = new Octets().u32(SPI).u32(sequence).zeros(16 + ICV).array();
        return toNode(Frames.ipv6(Target.ATTACKER, Target.NODE, ESP, 64, payload));
    }

    private static long total(Battle battle, String reason) {
        return battle.target().engine().counters().totals().getOrDefault(reason, 0L);
    }
}
