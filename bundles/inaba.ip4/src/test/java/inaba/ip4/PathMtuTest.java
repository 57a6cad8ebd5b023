package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.ip4.icmp.PathMtu4Command;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.icmp4.Icmpv4Type;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the host believes of Fragmentation Needed.
class PathMtuTest {
    private static final int DF = Ipv4Header.DONT_FRAGMENT;

    private final Ip4Lab lab;

    PathMtuTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @BeforeEach
    void aLongPacketWasSent() {
        lab.ping(lab.host, Ip4Lab.SERVER, 1400, 64, true);
    }

    @ParameterizedTest(name = "told {0} of 1428 bytes: {1}")
    @CsvSource({
        "1280, 1280",
        "576, 576",
        "552, 552",
        "100, 552", // RFC 1191 §3 has 68, which only forgers tell
        "68, 552",
        "0, 1006", // an old router: the plateau below
        "1428, 0",
        "1500, 0"
    })
    @Clause({"RFC 1191 §4", "RFC 1191 §3", "RFC 1191 §7", "RFC 1191 §3b", "RFC 1122 §3.3.3"})
    void thePathIsAsWideAsTheMessageTells(int told, int mtu) throws Exception {
        tell(told, quoted(DF));
        assertEquals(mtu == 0 ? List.of() : List.of("10.0.1.2 mtu " + mtu + " expires 600sec"), known());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not ours", "may be cut", "never sent", "another protocol", "another identifier", "cut short"})
    @Clause({"RFC 1191 §3c", "RFC 1122 §3.2.2"})
    void whatWasNotSentCannotBeTooLong(String wrong) throws Exception {
        var quoted =
                switch (wrong) {
                    case "not ours" ->
                        Ip4Frame.echo().source("10.0.0.77").flags(DF).payload(IpProtocol.ICMP, data());
                    case "may be cut" -> Ip4Frame.echo().payload(IpProtocol.ICMP, data());
                    case "never sent" ->
                        Ip4Frame.echo().destination("10.0.1.9").flags(DF).payload(IpProtocol.ICMP, data());
                    case "another protocol" -> Ip4Frame.echo().flags(DF).payload(200, data());
                    case "another identifier" -> {
                        byte[] other = data();
                        other[5] = 8;
                        yield Ip4Frame.echo().flags(DF).payload(IpProtocol.ICMP, other);
                    }
                    default -> Ip4Frame.echo().flags(DF).payload(IpProtocol.ICMP, data());
                };
        var packet = quoted.packet();
        tell(
                1280,
                wrong.equals("cut short") ? List.of(packet).getFirst().clone() : packet,
                wrong.equals("cut short") ? 22 : packet.length);
        assertEquals(List.of(), known());
    }

    @Test
    @Clause({"RFC 1191 §6.3", "RFC 1191 §3d"})
    void theEstimateIsNeverRaisedByAMessageAndEndsInTime() throws Exception {
        tell(1000, quoted(DF));
        tell(1200, quoted(DF));
        assertEquals(List.of("10.0.1.2 mtu 1000 expires 600sec"), known());
        lab.advance(599_000);
        lab.ping(lab.host, Ip4Lab.SERVER, 950, 64, true);
        tell(900, quoted(DF, 978));
        assertEquals(List.of("10.0.1.2 mtu 900 expires 600sec"), known());
        lab.advance(601_000);
        assertEquals(List.of(), known());
    }

    @Test
    @Clause("RFC 1191 §6.3")
    void afterAMessageNothingLargerIsTriedForFiveMinutes() throws Exception {
        tell(1000, quoted(DF));
        lab.advance(500_000);
        lab.ping(lab.host, Ip4Lab.SERVER, 900, 64, true);
        tell(1000, quoted(DF, 1428));
        assertEquals(List.of("10.0.1.2 mtu 1000 expires 300sec"), known());
    }

    @Test
    void whatIsKnownCanBeForgotten() throws Exception {
        tell(1280, quoted(DF));
        TypedCall.type(new PathMtu4Command(lab.host.engine()), "flush");
        assertEquals(List.of(), known());
    }

    private List<String> known() throws Exception {
        return TypedCall.type(new PathMtu4Command(lab.host.engine()), "");
    }

    private static byte[] data() {
        byte[] message = new byte[1408];
        message[0] = Icmpv4Type.ECHO_REQUEST;
        message[5] = 7;
        message[7] = 1;
        return message;
    }

    private static byte[] quoted(int flags) {
        return quoted(flags, 1428);
    }

    private static byte[] quoted(int flags, int length) {
        var data = new byte[length - Ipv4Header.BYTES];
        System.arraycopy(data(), 0, data, 0, 8);
        return Ip4Frame.echo().flags(flags).payload(IpProtocol.ICMP, data).packet();
    }

    private void tell(int mtu, byte[] packet) {
        tell(mtu, packet, 28);
    }

    private void tell(int mtu, byte[] packet, int octets) {
        byte[] some = new byte[Math.min(octets, packet.length)];
        System.arraycopy(packet, 0, some, 0, some.length);
        lab.left.inject(Ip4Frame.echo()
                .from(Ip4Frame.ROUTER)
                .to(Ip4Frame.HOST)
                .source(Ip4Lab.LAN)
                .destination(Ip4Lab.HOST)
                .about(Icmpv4Type.DESTINATION_UNREACHABLE, 4, mtu, some)
                .frame());
        lab.lab.settle();
    }
}
