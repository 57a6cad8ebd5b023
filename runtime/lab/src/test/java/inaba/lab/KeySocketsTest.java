package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Unmodified ip(8), and a client of PF_KEY that does what setkey does, on the appliance's IPsec. Without root.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KeySocketsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Path folder;
    private ApplianceProcess appliance;

    @BeforeAll
    void start(@TempDir Path made) throws IOException, InterruptedException {
        folder = made;
        appliance = ApplianceProcess.launch(folder.resolve("state"), List.of(), List.of())
                .awaitReady();
    }

    @AfterAll
    void stop() throws IOException {
        appliance.close();
    }

    private Task with(String... words) throws IOException {
        var all = new ArrayList<>(
                ApplianceProcess.words("ipsec", "--state", appliance.state().toString()));
        all.addAll(Arrays.asList(words));
        return Task.start(all, ApplianceProcess.ENVIRONMENT);
    }

    private String ip(String line) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("ip", "xfrm"));
        words.addAll(Task.split(line));
        return with(words.toArray(String[]::new)).succeed(LIMIT);
    }

    @Test
    void theSocketsAreTheirOwnersOnly() throws IOException {
        for (var name : List.of("xfrm.sock", "pfkey.sock")) {
            var mode = Files.getPosixFilePermissions(appliance.state().resolve(name));
            assertEquals("rw-------", PosixFilePermissions.toString(mode));
        }
    }

    @Test
    void ipXfrmAddsShowsTellsAndTakesBack() throws IOException, InterruptedException {
        try (var monitor = with("ip", "xfrm", "monitor")) {
            Until.holds("the monitor listens", LIMIT, () -> {
                ip("state add src 192.0.2.1 dst 192.0.2.2 proto ah spi 0x1 auth-trunc hmac(sha256) 0x" + "5a".repeat(32)
                        + " 128 mode transport");
                ip("state delete src 192.0.2.1 dst 192.0.2.2 proto ah spi 0x1");
                return monitor.output().contains("Deleted src 192.0.2.1 dst 192.0.2.2");
            });
            var id = "src 2001:db8::1 dst 2001:db8::2 proto esp spi 0x100";
            ip("state add " + id + " reqid 7 mode tunnel replay-window 128 flag esn aead rfc4106(gcm(aes)) 0x"
                    + "11".repeat(20) + " 128 limit time-hard 600");
            ip("policy add src 2001:db8:a::/64 dst 2001:db8:b::/64 proto udp sport 53 dir out priority 9 tmpl src"
                    + " 2001:db8::1 dst 2001:db8::2 proto esp reqid 7 mode tunnel");

            var shown = appliance.shell("xfrm state; xfrm policy");
            assertTrue(shown.contains("spi 0x00000100 reqid 7 mode tunnel aead rfc4106(gcm(aes))"), shown);
            assertTrue(shown.contains("replay-window 128 flag esn limit time-hard 600"), shown);
            assertTrue(shown.contains("proto udp sport 53 dir out"), shown);
            var said = ip("state get " + id);
            assertTrue(said.contains("aead rfc4106(gcm(aes)) 0x" + "11".repeat(20) + " 128"), said);
            assertTrue(ip("policy list").contains("sport 53"), said);
            monitor.awaitOutput("src 2001:db8:a::/64 dst 2001:db8:b::/64", LIMIT);

            var again = assertThrows(
                    IOException.class,
                    () -> ip("state add " + id + " aead rfc4106(gcm(aes)) 0x" + "11".repeat(20) + " 128"));
            assertTrue(String.valueOf(again.getMessage()).contains("RTNETLINK answers"), again::toString);
            ip("policy flush");
            ip("state flush");
            assertEquals("", ip("state list").strip());
        }
    }

    /// `setkey -c`: register, add, dump, add a policy, dump policies, flush.
    @Test
    void aClientOfPfKeyDoesWhatSetkeyDoes() throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("setkey.py"), SETKEY);
        var said = with("/usr/bin/python3", script.toString()).succeed(LIMIT);
        assertEquals("""
                register 0 True
                none 2
                add 0
                again 17
                dump 0 spi 256 key 11111111111111111111111111111111
                spdadd 0
                spddump 0 requests 1
                flush 0 0
                """, said);
    }

    private static final String SETKEY = """
            import socket, struct
            s = socket.socket(15, socket.SOCK_RAW, 2)
            s.settimeout(10)
            ESP, SEQ = 3, [0]
            def ext(kind, body):
                body += b"\\0" * (-(len(body) + 4) % 8)
                return struct.pack("=HH", (len(body) + 4) // 8, kind) + body
            def ask(kind, satype, *parts):
                SEQ[0] += 1
                body = b"".join(parts)
                s.send(struct.pack("=BBBBHHII", 2, kind, 0, satype, 2 + len(body) // 8, 0, SEQ[0], 4711) + body)
                return s.recv(65536)
            def errno(m): return m[2]
            def parts(m):
                found, at = {}, 16
                while at < len(m):
                    n, kind = struct.unpack_from("=HH", m, at)
                    found[kind] = m[at:at + 8 * n]
                    at += 8 * n
                return found
            def address(kind, text, length=128, proto=0):
                return ext(kind, struct.pack("=BBH", proto, length, 0) + struct.pack("=H", 10) + b"\\0" * 6
                           + socket.inet_pton(socket.AF_INET6, text) + b"\\0" * 4)
            m = ask(7, ESP)
            print("register", errno(m), 14 in parts(m) and 15 in parts(m))
            print("none", errno(ask(10, 0)))
            sa = ext(1, struct.pack(">I", 256) + struct.pack("=BBBBI", 32, 1, 3, 12, 0))
            keys = ext(8, struct.pack("=HH", 160, 0) + b"\\x22" * 20) + ext(9, struct.pack("=HH", 128, 0) + b"\\x11" * 16)
            more = ext(19, struct.pack("=BBHII", 1, 0, 0, 0, 0))
            ends = address(5, "2001:db8::1") + address(6, "2001:db8::2")
            print("add", errno(ask(3, ESP, sa, ends, keys, more)))
            print("again", errno(ask(3, ESP, sa, ends, keys, more)))
            m = ask(10, 0)
            p = parts(m)
            print("dump", errno(m), "spi", struct.unpack_from(">I", p[1], 4)[0], "key", p[9][8:24].hex())
            request = struct.pack("=HHBBHII", 16, 50, 1, 2, 0, 0, 0)
            policy = ext(18, struct.pack("=HBBII", 2, 2, 0, 0, 5) + request)
            nets = address(5, "2001:db8:a::", 48, 255) + address(6, "2001:db8:b::", 48, 255)
            print("spdadd", errno(ask(14, 0, policy, nets)))
            m = ask(18, 0)
            print("spddump", errno(m), "requests", (len(parts(m)[18]) - 16) // 16)
            print("flush", errno(ask(19, 0)), errno(ask(9, 0)))
            """;
}
