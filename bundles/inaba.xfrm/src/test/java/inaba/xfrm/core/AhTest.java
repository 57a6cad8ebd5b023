package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Verdict;
import inaba.api.xfrm.SaState;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.xfrm.XfrmDrop;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// AH over a packet in place.
class AhTest {
    private static final String IP =
            "60000000%04x33%s20010db8000000000000000000000001" + "20010db8000000000000000000000002";
    private static final String AH = "fd060000" + "00000007" + "00000001" + "%s" + "%s";
    private static final String CONTENT = "0102030405060708";
    private static final byte[] KEY = new byte[32];

    /// The padding's content is the sender's choice: Linux leaves there what was in its memory.
    @Test
    @Clause({"RFC 4302 §2.6b", "RFC 4302 §3.3.3.2.1"})
    void whateverIsInThePaddingOfTheIcvIsAuthenticated() throws GeneralSecurityException {
        assertEquals(Verdict.Go.DELIVER, receive("c001cafe", "c001cafe"));
        assertEquals(XfrmDrop.INTEGRITY, receive("c001cafe", "00000000"));
    }

    /// What Linux makes unless it is told to `align4`.
    @Test
    @Clause("RFC 4302 §2.6a")
    void inIpv4AHeaderOfWholeEightsIsTakenToo() throws GeneralSecurityException {
        var plain = "4500003400000000%s33%04x" + "c0000201" + "c6336402" + AH + CONTENT;
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] icv = mac.doFinal(HexFormat.of().parseHex(plain.formatted("00", 0, "00".repeat(16), "c001cafe")));
        var text = HexFormat.of().formatHex(Arrays.copyOf(icv, 16));
        var wire = Given.packet(plain.formatted("40", 0, text, "c001cafe"));
        var association = Given.sa("192.0.2.1", "198.51.100.2", IpProtocol.AH, 7)
                .auth("hmac(sha256)", KEY, 128)
                .state(new SaState(64))
                .association();
        assertEquals(
                Verdict.Go.DELIVER, association.unprotect(wire.upper(wire.start() + 20, IpProtocol.AH), new Work()));
        assertEquals(28, wire.length());
    }

    /// @param padding as it was authenticated
    /// @param arrives as it comes in
    private static Verdict receive(String padding, String arrives) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] icv = mac.doFinal(HexFormat.of().parseHex(packet("00", "00".repeat(16), padding)));
        var wire = Given.packet(packet("40", HexFormat.of().formatHex(Arrays.copyOf(icv, 16)), arrives));
        return Given.sa("2001:db8::1", "2001:db8::2", IpProtocol.AH, 7)
                .auth("hmac(sha256)", KEY, 128)
                .state(new SaState(64))
                .association()
                .unprotect(wire.upper(wire.start() + Ipv6Header.BYTES, IpProtocol.AH), new Work());
    }

    private static String packet(String hopLimit, String icv, String padding) {
        return IP.formatted(40, hopLimit) + AH.formatted(icv, padding) + CONTENT;
    }
}
