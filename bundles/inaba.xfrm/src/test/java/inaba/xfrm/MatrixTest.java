package inaba.xfrm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// {ESP, AH, IPComp, ESP+AH, IPComp+ESP} x {transport, tunnel} x {IPv6, IPv4; in tunnels also one in the other} x
/// algorithms, both ways, between two real engines.
@Clause({
    "RFC 4301 §4.1",
    "RFC 4301 §5",
    "RFC 4301 §5.1",
    "RFC 4301 §5.2",
    "RFC 4303 §1a",
    "RFC 4303 §1b",
    "RFC 4303 §2.1a",
    "RFC 4302 §2.4",
    "RFC 4302 §3.1",
    "RFC 3173 §2a",
    "RFC 3173 §2b",
    "RFC 3173 §2c",
    "RFC 3173 §2e",
    "RFC 3173 §2.2a",
    "RFC 3173 §4",
    "RFC 4301 §4.1b",
    "RFC 4301 §4.1c"
})
class MatrixTest {
    private static final String TEXT = "all that glitters is not gold, ".repeat(20);
    private static final Map<String, Integer> AEADS = Map.of(
            "rfc4106(gcm(aes))", 20,
            "rfc8750(gcm(aes))", 36,
            "rfc4543(gcm(aes))", 20,
            "rfc7539esp(chacha20,poly1305)", 36,
            "rfc8750(chacha20,poly1305)", 36);
    private static final Map<String, Integer> CIPHERS =
            Map.of("cbc(aes)", 32, "rfc3686(ctr(aes))", 20, "ecb(cipher_null)", 0);
    private static final Map<String, Integer> MACS = Map.of(
            "hmac(sha1)",
            20,
            "hmac(sha256)",
            32,
            "hmac(sha384)",
            48,
            "hmac(sha512)",
            64,
            "cmac(aes)",
            16,
            "xcbc(aes)",
            16);

    @TempDir
    Path state;

    /// @param stack from the innermost transform
    /// @param algorithms words of the association of each
    record Cell(
            String name, List<String> stack, List<String> algorithms, boolean tunnel, boolean inner4, boolean outer4) {
        @Override
        public String toString() {
            return name
                    + (tunnel ? " tunnel " : " transport ")
                    + (inner4 ? "4" : "6")
                    + (tunnel ? " in " + (outer4 ? "4" : "6") : "");
        }
    }

    static Stream<Cell> cells() {
        var cells = new ArrayList<Cell>();
        for (boolean tunnel : new boolean[] {false, true}) {
            for (boolean inner4 : new boolean[] {false, true}) {
                for (boolean outer4 : new boolean[] {false, true}) {
                    if (tunnel || inner4 == outer4) {
                        stacks(tunnel, inner4, outer4, cells);
                    }
                }
            }
        }
        return cells.stream();
    }

    private static void stacks(boolean tunnel, boolean inner4, boolean outer4, List<Cell> cells) {
        var esps = new ArrayList<String>();
        AEADS.forEach((name, key) -> esps.add("aead " + name + " " + key(key) + " 128"));
        CIPHERS.forEach((name, key) -> esps.add("enc " + name + " " + key(key) + " auth hmac(sha256) " + key(32)));
        MACS.forEach((name, key) -> esps.add("enc cbc(aes) " + key(16) + " auth " + name + " " + key(key)));
        esps.forEach(esp -> cells.add(
                new Cell(esp.replaceAll(" 0x\\w*", ""), List.of("esp"), List.of(esp), tunnel, inner4, outer4)));
        MACS.forEach((name, key) -> cells.add(new Cell(
                "ah " + name, List.of("ah"), List.of("auth " + name + " " + key(key)), tunnel, inner4, outer4)));
        cells.add(new Cell("comp", List.of("comp"), List.of("comp deflate"), tunnel, inner4, outer4));
        String gcm = "aead rfc4106(gcm(aes)) " + key(20) + " 128";
        String sha = "auth hmac(sha256) " + key(32);
        cells.add(new Cell("esp+ah", List.of("esp", "ah"), List.of(gcm, sha), tunnel, inner4, outer4));
        cells.add(new Cell("comp+esp", List.of("comp", "esp"), List.of("comp deflate", gcm), tunnel, inner4, outer4));
        cells.add(new Cell(
                "comp+esp+ah",
                List.of("comp", "esp", "ah"),
                List.of("comp deflate", gcm, sha),
                tunnel,
                inner4,
                outer4));
    }

    private static String key(int octets) {
        return "0x" + "5a".repeat(octets);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void packetsArriveBothWaysAndNothingPassesInTheClear(Cell cell) {
        var lab = new IpsecLab(state);
        associations(cell, lab.left, lab.left, lab.right, 0x100);
        associations(cell, lab.left, lab.right, lab.left, 0x200);
        associations(cell, lab.right, lab.left, lab.right, 0x100);
        associations(cell, lab.right, lab.right, lab.left, 0x200);
        policies(cell, lab.left, lab.right);
        policies(cell, lab.right, lab.left);
        lab.carried();

        for (String text : List.of(TEXT, "short")) {
            sends(cell, lab, lab.left, lab.right, text);
            sends(cell, lab, lab.right, lab.left, text);
        }
        assertEquals(0, lab.left.node.exceptions() + lab.right.node.exceptions());
        assertTrue(lab.left.node.addsUp("wan") && lab.right.node.addsUp("wan"));
    }

    private static void sends(Cell cell, IpsecLab lab, IpsecLab.Side from, IpsecLab.Side to, String text) {
        if (cell.tunnel) {
            from.hostSends(to.host(cell.inner4), text);
            assertEquals(List.of(text), to.hostsHeard());
            from.hostsHeard();
        } else {
            from.sends(to.wan(cell.inner4), text);
            assertEquals(List.of(text), List.copyOf(to.heard));
            to.heard.clear();
        }
        var packets = lab.carried();
        assertEquals(1, packets.size());
        boolean compressed = cell.stack.getFirst().equals("comp");
        boolean tooShort = compressed && text.length() < 90;
        assertEquals(cell.outer4, IpsecLab.isIpv4(packets.getFirst()));
        if (cell.stack.size() > 1 || !tooShort) {
            assertTrue(IpsecLab.isProtected(packets.getFirst()));
        }
        boolean readable = cell.name.contains("null") || cell.name.contains("4543") || cell.stack.equals(List.of("ah"));
        assertEquals(readable || tooShort && cell.stack.size() == 1, IpsecLab.contains(packets.getFirst(), text));
        if (compressed && !tooShort) {
            assertFalse(packets.getFirst().byteSize() > text.length());
        }
    }

    /// The innermost association is of the wanted mode, those around it are of transport mode.
    private static void associations(Cell cell, IpsecLab.Side on, IpsecLab.Side from, IpsecLab.Side to, int spi) {
        for (int i = 0; i < cell.stack.size(); i++) {
            String mode = cell.tunnel && i == 0 ? "tunnel" : "transport";
            on.xfrm("state add src " + from.wan(cell.outer4) + " dst " + to.wan(cell.outer4) + " proto "
                    + cell.stack.get(i) + " spi " + (spi + i) + " reqid " + (i + 1) + " mode " + mode + " "
                    + cell.algorithms.get(i));
        }
    }

    private static void policies(Cell cell, IpsecLab.Side on, IpsecLab.Side other) {
        String here = cell.tunnel ? on.subnet(cell.inner4) : on.wan(cell.inner4);
        String there = cell.tunnel ? other.subnet(cell.inner4) : other.wan(cell.inner4);
        String back = "policy add src " + there + " dst " + here + " dir ";
        on.xfrm("policy add src " + here + " dst " + there + " dir out " + templates(cell, on, other));
        on.xfrm(back + (cell.tunnel ? "fwd " : "in ") + templates(cell, other, on));
    }

    private static String templates(Cell cell, IpsecLab.Side from, IpsecLab.Side to) {
        var words = new StringBuilder();
        for (int i = 0; i < cell.stack.size(); i++) {
            boolean tunnel = cell.tunnel && i == 0;
            words.append(" tmpl ");
            if (tunnel) {
                words.append("src " + from.wan(cell.outer4) + " dst " + to.wan(cell.outer4) + " ");
            }
            words.append(
                    "proto " + cell.stack.get(i) + " reqid " + (i + 1) + " mode " + (tunnel ? "tunnel" : "transport"));
            words.append(cell.stack.get(i).equals("comp") ? " level use" : "");
        }
        return words.toString();
    }
}
