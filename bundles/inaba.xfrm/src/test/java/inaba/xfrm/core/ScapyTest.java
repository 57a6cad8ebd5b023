package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.api.packet.Verdict;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.SaRow;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scapy as the other side: what it made (`src/test/scapy/esp_ah.py make`) is opened here, and what is made here it
/// opens, where Debian's python3-scapy is installed. DES, Triple DES and MD5 are left to the bundle that has them.
@Clause({
    "RFC 4303 §2",
    "RFC 4303 §2.2",
    "RFC 4303 §2.4a",
    "RFC 4302 §2.2",
    "RFC 4302 §2.5",
    "RFC 4302 §2.5.1",
    "RFC 4302 §2.6a",
    "RFC 4302 §2.6b",
    "RFC 4302 §3.3.3.2.2",
    "RFC 4302 §3.4.4",
    "RFC 4868 §2.1.1"
})
class ScapyTest {
    private static final int SPI = 0x1234abcd;
    private static final String PYTHON = "/usr/bin/python3";
    private static final Map<String, String> CIPHERS = Map.of(
            "NULL", "ecb(cipher_null)",
            "AES-CBC", "cbc(aes)",
            "AES-CTR", "rfc3686(ctr(aes))",
            "AES-GCM", "rfc4106(gcm(aes))",
            "CHACHA20-POLY1305", "rfc7539esp(chacha20,poly1305)");
    private static final Map<String, String> MACS = Map.of(
            "HMAC-SHA1-96", "hmac(sha1)",
            "SHA2-256-128", "hmac(sha256)",
            "SHA2-384-192", "hmac(sha384)",
            "SHA2-512-256", "hmac(sha512)",
            "AES-CMAC-96", "cmac(aes)");

    /// A line of scapy.tsv.
    record Cell(String line, String[] columns) {
        static Cell of(String line) {
            return new Cell(line, line.split("\t", -1));
        }

        boolean isKnown() {
            return CIPHERS.containsKey(columns[3]) && (columns[5].equals("-") || MACS.containsKey(columns[5]));
        }

        String cipher() {
            return Objects.requireNonNull(CIPHERS.get(columns[3]));
        }

        long sequence() {
            long low = Long.parseLong(columns[8]);
            long high = Long.parseLong(columns[7]);
            return high > 0 ? high << 32 | low : low;
        }

        SaRow row() {
            boolean ipv4 = columns[10].startsWith("4");
            var sa = Given.sa(
                    ipv4 ? "192.0.2.1" : "2001:db8:1::1",
                    ipv4 ? "198.51.100.2" : "2001:db8:2::2",
                    columns[1].equals("esp") ? IpProtocol.ESP : IpProtocol.AH,
                    SPI);
            if (!columns[2].equals("transport")) {
                sa.tunnel();
            }
            if (!columns[7].equals("-1")) {
                sa.flags(SaRow.Flag.ESN);
            }
            byte[] key = Given.bytes(columns[4]);
            if (columns[5].equals("-")) {
                return sa.aead(cipher(), key, 128).row();
            }
            if (columns[1].equals("esp")) {
                sa.enc(cipher(), key);
            }
            var mac = (Algorithm.Authentication)
                    Objects.requireNonNull(Given.algorithm(Objects.requireNonNull(MACS.get(columns[5]))));
            return sa.auth(mac.name(), Given.bytes(columns[6]), mac.icvBytes() * 8)
                    .row();
        }

        @Override
        public String toString() {
            return columns[0];
        }
    }

    static Stream<Cell> cells() throws IOException {
        try (var in = Objects.requireNonNull(ScapyTest.class.getResourceAsStream("scapy.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().skip(1).map(Cell::of).filter(Cell::isKnown).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void whatScapyProtectsIsOpened(Cell cell) {
        var row = cell.row();
        long before = cell.sequence() - 1;
        if (before > 0) {
            row.state().window().accept(before);
        }
        var packet = Given.packet(cell.columns[10]);
        packet.upper(packet.start() + (packet.isIpv4() ? 20 : 40), row.key().protocol());

        var verdict = Association.of(row, Given::algorithm).unprotect(packet, new Work());

        assertEquals(Verdict.Go.DELIVER, verdict);
        assertEquals(cell.columns[9], Given.hex(packet));
        assertEquals(cell.sequence(), row.state().window().top());
    }

    @Test
    void whatIsProtectedHereScapyOpens() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)) && run(List.of(PYTHON, "-c", "import scapy"), "") != null);
        var cells = cells().toList();
        var lines = new ArrayList<String>();
        var expected = new ArrayList<String>();
        for (var cell : cells) {
            var row = cell.row();
            row.state().advance(cell.sequence() - 1);
            var packet = Given.packet(cell.columns[9]);
            assertEquals(
                    Verdict.Go.DELIVER,
                    Association.of(row, Given::algorithm).protect(packet, new Work()),
                    cell::toString);
            cell.columns[10] = Given.hex(packet);
            lines.add(String.join("\t", cell.columns));
            expected.add(cell + " " + cell.columns[9]);
        }

        var script = Path.of("src/test/scapy/esp_ah.py").toString();
        var answers = Objects.requireNonNull(run(List.of(PYTHON, script, "open"), String.join("\n", lines) + "\n"));

        var found = new ArrayList<String>();
        for (int i = 0; i < cells.size(); i++) {
            found.add(cells.get(i) + " " + answers.get(i));
        }
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    /// @return its lines, null when it failed
    private static @Nullable List<String> run(List<String> command, String input)
            throws IOException, InterruptedException {
        var from = Files.createTempFile("scapy", ".in");
        var to = Files.createTempFile("scapy", ".out");
        try {
            Files.writeString(from, input);
            var process = new ProcessBuilder(command)
                    .redirectInput(from.toFile())
                    .redirectOutput(to.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return process.exitValue() == 0 ? Files.readAllLines(to) : null;
        } finally {
            Files.delete(from);
            Files.delete(to);
        }
    }
}
