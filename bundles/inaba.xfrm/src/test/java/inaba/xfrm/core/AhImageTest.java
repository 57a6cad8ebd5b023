package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Verdict;
import inaba.api.xfrm.SaState;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a packet AH authenticates, RFC 4302 §3.3.3.1 and Appendix A.
class AhImageTest {
    private static final String BASE4 = "4%x280054a6f24000403311110102030405060708";
    private static final String ZERO4 = "4%x000054a6f20000003300000102030405060708";
    private static final String FROM = "20010db8000000000000000000000001";

    @Clause({"RFC 4302 §3.3.3.1.1.1", "RFC 4302 §3.3.3.1.1.2", "RFC 4302 §A1"})
    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
        no options,          -,                -
        nop is kept,         01010100,         01010100
        router alert stays,  94040000,         94040000
        security stays,      8204aabb01010100, 8204aabb01010100
        commercial stays,    8604aabb,         8604aabb
        delivery stays,      9504aabb,         9504aabb
        time stamp goes,     440805000000000a, 0000000000000000
        record route goes,   07070401020304 00, 0000000000000000
        stream id goes,      8804aabb,         00000000
        unknown goes,        9e04aabb,         00000000
        a broken length,     0700aabb,         00000000
        """)
    void ofIpv4(String name, String options, String image) {
        String with = options == null ? "" : options.replace(" ", "");
        String wanted = image == null ? "" : image;
        int words = 5 + with.length() / 8;
        byte[] packet = bytes(String.format(BASE4, words) + with + "aabb");
        AhImage.ipv4(packet, words * 4);
        assertEquals(String.format(ZERO4, words) + wanted + "aabb", hex(packet));
    }

    /// The last address of the route is where the packet arrives.
    @Test
    @Clause("RFC 4302 §3.3.3.1.1.1")
    void aSourceRouteThatIsUnderWayCountsAsArrived() {
        byte[] packet = bytes(String.format(BASE4, 7) + "830704 0a0a0a0a 00".replace(" ", ""));
        AhImage.ipv4(packet, 28);
        assertEquals(String.format(ZERO4, 7).replace("05060708", "0a0a0a0a") + "0000000000000000", hex(packet));
    }

    @Test
    @Clause({"RFC 4302 §3.3.3.1.2.1", "RFC 4302 §3.3.3.1.2.2"})
    void ofIpv6ClassLabelHopLimitAndOptionsThatMayChangeAreZero() {
        byte[] packet = bytes("6ab12345002000 40" + FROM + FROM + "3300 3e04aabbccdd" + "aabb");
        AhImage.ipv6(packet, 48);
        assertEquals("60000000002000 00".replace(" ", "") + FROM + FROM + "33003e0400000000aabb", hex(packet));
        byte[] kept = bytes("6ab12345002000 40" + FROM + FROM + "3300 0502aabb 0100" + "aabb");
        AhImage.ipv6(kept, 48);
        assertEquals("60000000002000 00".replace(" ", "") + FROM + FROM + "33000502aabb0100aabb", hex(kept));
    }

    /// Type 0 of three addresses with two segments left, as at the first stop of three.
    @Test
    @Clause({"RFC 4302 §3.3.3.1.2.3", "RFC 4302 §A2a"})
    void aRoutingHeaderIsAsItArrives() {
        String first = "11".repeat(16);
        String second = "22".repeat(16);
        String third = "33".repeat(16);
        String destination = "44".repeat(16);
        byte[] packet =
                bytes("60000000 0040 2b 40" + FROM + destination + "33060002 00000000" + first + second + third);
        AhImage.ipv6(packet, packet.length);
        assertEquals(
                ("60000000 0040 2b 00" + FROM + third + "33060000 00000000" + first + destination + second)
                        .replace(" ", ""),
                hex(packet));
    }

    @Test
    @Clause("RFC 4302 §A2a")
    void aRoutingHeaderAtItsEndStaysAsItIs() {
        String text = "60000000 0018 2b 00" + FROM + FROM + "33020200 00000000" + "55".repeat(16);
        byte[] packet = bytes(text);
        AhImage.ipv6(packet, packet.length);
        assertEquals(text.replace(" ", ""), hex(packet));
    }

    /// Reassembly leaves the header of an atomic fragment where it was; the sender knew nothing of it.
    @Test
    @Clause("RFC 4302 §A2b")
    void aFragmentHeaderThatIsStillThereIsPassedOver() {
        var sender = Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.AH, 7).auth("hmac(sha256)", new byte[32], 128);
        var packet = Given.packet(
                "60000000 0004 fd 40 20010db8000000000000000000000001 20010db8000000000000000000000002 aabbccdd");
        assertEquals(Verdict.Go.DELIVER, sender.association().protect(packet, new Work()));
        String wire = Given.hex(packet);
        int payload = packet.length() - 40 + 8;
        var atomic = Given.packet(wire.substring(0, 8) + String.format("%04x", payload) + "2c" + wire.substring(14, 80)
                + "3300000000000007" + wire.substring(80));
        atomic.upper(atomic.network() + 48, IpProtocol.AH);
        var receiver = sender.state(new SaState(64)).association();
        assertEquals(Verdict.Go.DELIVER, receiver.unprotect(atomic, new Work()));
        assertEquals("aabbccdd", Given.hex(atomic).substring(96));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
