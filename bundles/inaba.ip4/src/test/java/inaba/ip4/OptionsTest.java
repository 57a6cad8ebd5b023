package inaba.ip4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.testkit.Wire;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv4Header;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options of packets that the router forwards, and of echo requests to it: octets in, octets out.
class OptionsTest {
    /// The router on the server's link, and where that is.
    private static final String WAN = "0a000101";

    private final Ip4Lab lab;

    OptionsTest(@TempDir Path state) {
        lab = new Ip4Lab(state);
    }

    @BeforeEach
    void neighborsAreKnown() {
        lab.ping(lab.host, Ip4Lab.SERVER);
        clear();
    }

    @ParameterizedTest
    @CsvSource({
        "070b04000000000000000000, 070b08" + WAN + "0000000000",
        "070b08c0a801010000000000, 070b0cc0a80101" + WAN + "00",
        "070704c0a8010100, 070708" + WAN + "00", // one slot, free
        "070708c0a8010100, 070708c0a8010100", // full: it goes on as it is
        "9404000000000000, 9404000000000000", // Router Alert
        "8804123400000000, 8804123400000000", // Stream Identifier
        "820b0000000000000000000000000000, 820b0000000000000000000000000000", // Security
    })
    @Clause({"RFC 1812 §5.3.13.5", "RFC 791 §3.1c", "RFC 1812 §5.3.13.1", "RFC 1812 §5.3.13.3", "RFC 1812 §4.2.2.1"})
    void aRouteIsRecordedWhileThereIsRoom(String in, String out) {
        inject(Ip4Frame.echo().options(padded(in)));
        assertEquals(padded(out), options(lab.right));
    }

    @Test
    @Clause({"RFC 1812 §5.3.13.6", "RFC 791 §3.1d"})
    void anInstantIsRecordedWithTheAddressOrWithout() {
        inject(Ip4Frame.echo().options("44080500" + "00000000"));
        var alone = options(lab.right);
        assertTrue(alone.matches("44080900[89a-f][0-9a-f]{7}"), alone);
        inject(Ip4Frame.echo().options("440c0501" + "0000000000000000"));
        var both = options(lab.right);
        assertTrue(both.matches("440c0d01" + WAN + "[89a-f][0-9a-f]{7}"), both);
    }

    @ParameterizedTest
    @CsvSource({
        "440c05030a00000100000000, true", // the LAN's address: any of the router's will do
        "440c05030a00010100000000, true",
        "440c0503c0a8010100000000, false"
    })
    @Clause("RFC 1812 §5.3.13.6b")
    void aPrespecifiedAddressIsStampedByItsOwner(String in, boolean stamped) {
        inject(Ip4Frame.echo().options(in));
        assertEquals(stamped ? "0d" : "05", options(lab.right).substring(4, 6));
    }

    @Test
    @Clause("RFC 791 §3.1d")
    void whoFindsNoRoomForItsInstantCountsThat() {
        inject(Ip4Frame.echo().options("44080900" + "00000001"));
        assertEquals("4408091000000001", options(lab.right));
        inject(Ip4Frame.echo().options("440809e0" + "00000001"));
        assertEquals("440809f000000001", options(lab.right));
    }

    @ParameterizedTest
    @CsvSource({
        "0707030000000000, 22", // the pointer is before the first slot
        "0707060000000000, 22", // half a slot
        "440c040000000000000000000, 22",
        "440809f000000001, 22", // fifteen have found no room already
        "4404050000000000, 0",
    })
    @Clause({"RFC 791 §3.1c", "RFC 791 §3.1d", "RFC 1122 §3.2.2.5", "RFC 1812 §4.3.3.5"})
    void whatIsBrokenIsReportedWithItsPlace(String in, int pointer) {
        inject(Ip4Frame.echo().options(padded(in.substring(0, in.length() / 8 * 8))));
        var seen = lab.seen(lab.left);
        boolean fullAndNothingElse = pointer == 0;
        assertEquals(
                fullAndNothingElse,
                seen.stream().noneMatch(line -> line.contains("parameter problem")),
                seen::toString);
        if (!fullAndNothingElse) {
            assertTrue(seen.getLast().endsWith("parameter problem: pointer " + ((long) pointer << 24)), seen::toString);
        }
    }

    @Test
    @Clause({"RFC 1812 §5.3.13.5b", "RFC 1812 §5.3.13.6c"})
    void whereThatIsChosenTheyPassUntouched() {
        lab.router.engine().ipv4(false, false);
        lab.lab.settle();
        inject(Ip4Frame.echo().options("0707040000000000"));
        assertEquals("0707040000000000", options(lab.right));
    }

    @Test
    @Clause({"RFC 1122 §3.2.2.6b", "RFC 1812 §4.3.3.6b", "RFC 1122 §3.2.1.8b"})
    void anEchoReplyBringsTheRouteBackWithTheOneWhoWasAsked() {
        inject(Ip4Frame.echo().destination(Ip4Lab.LAN).options("070b04000000000000000000"));
        assertEquals("070b080a0000010000000000", options(lab.left));
        inject(Ip4Frame.echo().destination(Ip4Lab.LAN).options("440c0501" + "0000000000000000"));
        var stamped = options(lab.left);
        assertTrue(stamped.matches("440c0d010a000001[89a-f][0-9a-f]{7}"), stamped);
    }

    @Test
    @Clause({"RFC 7126 §4.3.5", "RFC 1122 §3.3.5"})
    void asourceRouteIsRefusedAndReported() {
        inject(Ip4Frame.echo().options("8307040a00010200"));
        assertEquals(
                "10.0.0.1 > 10.0.0.2 destination unreachable: source route failed",
                lab.seen(lab.left).getLast());
    }

    private void inject(Ip4Frame frame) {
        clear();
        lab.left.inject(frame.frame());
        lab.lab.settle();
    }

    private void clear() {
        lab.seen(lab.left);
        lab.seen(lab.right);
    }

    /// Of the request on the server's wire, or of the reply on the host's.
    private String options(Wire wire) {
        List<Wire.Frame> frames = wire.carried();
        var frame = frames.stream()
                .map(Wire.Frame::bytes)
                .filter(bytes -> wire == lab.right ? !Ip4Frame.isEchoReply(bytes) : Ip4Frame.isEchoReply(bytes))
                .findFirst()
                .orElseThrow();
        var header = new Ipv4Header(MemorySegment.ofArray(frame), EthernetHeader.BYTES);
        assertTrue(header.checksumIsValid());
        int at = EthernetHeader.BYTES + Ipv4Header.BYTES;
        return HexFormat.of().formatHex(frame, at, EthernetHeader.BYTES + header.headerLength());
    }

    private static String padded(String hex) {
        return hex + "0".repeat((8 - hex.length() % 8) % 8);
    }
}
