package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Verdict;
import inaba.api.xfrm.SaRow;
import inaba.junit.Clause;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The outer IPv4 header of an IPv4 packet, RFC 4301 §5.1.2.1.
class TunnelHeaderTest {
    @Clause({"RFC 4301 §5.1.2", "RFC 4301 §8.1a"})
    @ParameterizedTest(name = "TOS {0}, DF {1}, {2}")
    @CsvSource({
        "b8, true,  ,           b8, true",
        "b8, false, ,           b8, false",
        "b8, true,  NOPMTUDISC, b8, false",
        "bb, true,  NOECN,      b8, true",
        "bb, false, ,           bb, false",
    })
    void dscpEcnAndDfAreAsTheTableSays(String tos, boolean df, SaRow.Flag flag, String outerTos, boolean outerDf) {
        var sa = Given.sa("192.0.2.1", "198.51.100.2", IpProtocol.ESP, 7)
                .tunnel()
                .aead("rfc4106(gcm(aes))", new byte[20], 128);
        var association = (flag == null ? sa : sa.flags(flag)).association();
        var packet = Given.packet("45" + tos + "001c0007" + (df ? "4000" : "0000") + "05fd0000" + "0a000001"
                        + "0a010001" + "0102030405060708")
                .etherType(EthernetHeader.ETHERTYPE_IPV4);
        assertEquals(Verdict.Go.DELIVER, association.protect(packet, new Work()));
        var outer = new Ipv4Header(packet.memory(), packet.network());
        assertEquals(Integer.parseInt(outerTos, 16), outer.typeOfService());
        assertEquals(outerDf, outer.dontFragment());
        assertEquals(64, outer.timeToLive(), "built, not copied");
        assertEquals(0xc000_0201, outer.source());
        assertEquals(IpProtocol.ESP, outer.protocol());
    }
}
