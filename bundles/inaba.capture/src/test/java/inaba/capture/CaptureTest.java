package inaba.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.api.time.ManualTime;
import inaba.capture.filter.Filter;
import inaba.capture.pcapng.PcapngWriter;
import inaba.wire.EthernetHeader;
import inaba.wire.MacAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaptureTest {
    private static final int LINK = 3;
    private static final int SNAP = 1518;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

    private final ManualTime time = new ManualTime();

    @Test
    void onlyWantedFramesOfTheLinkAreCaptured() throws IOException {
        var capture = capture(Filter.parse("icmp6"), Long.MAX_VALUE, 16);
        see(capture, LINK, Frames.echo());
        see(capture, LINK + 1, Frames.echo());
        see(capture, LINK, Frames.arp("192.0.2.1", "192.0.2.2"));
        capture.stop();
        see(capture, LINK, Frames.echo());
        write(capture, new ByteArrayOutputStream());
        assertEquals(1, capture.captured());
        assertEquals(0, capture.lost());
    }

    @Test
    void itEndsAtTheCountAndSaysWhatWasLost() throws IOException {
        var capture = capture(Filter.ALL, 3, 4);
        IntStream.range(0, 6).forEach(_ -> see(capture, LINK, Frames.echo()));
        write(capture, new ByteArrayOutputStream());
        assertEquals(3, capture.captured());
        assertEquals(2, capture.lost(), "the ring holds four");
    }

    @Test
    void theBlocksAreThoseOfTheFormat() throws IOException {
        var capture = capture(Filter.ALL, 1, 4);
        capture.frame(LINK, true, MemorySegment.ofArray(new byte[] {9, 1, 2, 3, 4, 5}), 1, 5);
        var file = new ByteArrayOutputStream();
        write(capture, file);
        String expected = """
            0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff 0400 0500 496e616261000000 0000 0000 2c000000
            01000000 34000000 0100 0000 ee050000 0200 0300 6c616e00 0600 0600 0200000000010000
            0900 0100 09000000 0000 0000 34000000
            06000000 34000000 00000000 %s 05000000 05000000 0102030405000000 0200 0400 02000000 0000 0000 34000000
            05000000 34000000 00000000 %s 0400 0800 0100000000000000 0500 0800 0000000000000000 0000 0000 34000000
            """;
        String stamp = "%s%s".formatted(littleEndian(nanos() >>> 32), littleEndian(nanos()));
        assertEquals(
                expected.formatted(stamp, stamp).replaceAll("\\s", ""),
                HexFormat.of().formatHex(file.toByteArray()));
    }

    @Test
    void tsharkReadsTheFile(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        var capture = capture(Filter.ALL, Long.MAX_VALUE, 16);
        see(capture, LINK, Frames.echo());
        time.advance(Duration.ofNanos(1_000_000_001));
        capture.frame(LINK, true, Frames.udp6("2001:db8::1", "2001:db8::2", 40_000, 53), 0, 62);
        see(capture, LINK, Frames.arp("192.0.2.1", "192.0.2.2"));
        capture.stop();
        var path = folder.resolve("a.pcapng");
        try (var file = Files.newOutputStream(path)) {
            write(capture, file);
        }
        assertEquals(
                List.of(
                        "1767225600.123456789|lan|0x00000001|fe80::2|",
                        "1767225601.123456790|lan|0x00000002|2001:db8::1|53",
                        "1767225601.123456790|lan|0x00000001||"),
                tshark(
                        "-r",
                        path.toString(),
                        "-T",
                        "fields",
                        "-E",
                        "separator=|",
                        "-e",
                        "frame.time_epoch",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "frame.packet_flags",
                        "-e",
                        "ipv6.src",
                        "-e",
                        "udp.dstport"));
        assertEquals(List.of(), tshark("-r", path.toString(), "-Y", "_ws.malformed || icmpv6.checksum.status == 0"));
    }

    @Test
    void framesOfManyThreadsAreCountedOnce() throws Exception {
        var capture = capture(Filter.ALL, Long.MAX_VALUE, 64);
        int each = 20_000;
        var frame = Frames.echo();
        var workers = IntStream.range(0, 3)
                .mapToObj(_ -> Thread.ofPlatform()
                        .start(() -> IntStream.range(0, each).forEach(_ -> see(capture, LINK, frame))))
                .toList();
        var ended = Thread.ofPlatform().start(() -> {
            for (var worker : workers) {
                join(worker);
            }
            capture.stop();
        });
        write(capture, new ByteArrayOutputStream());
        join(ended);
        assertTrue(capture.captured() > 0);
        assertEquals(3 * each, capture.captured() + capture.lost());
    }

    @Test
    void packetsOfATunnelAreBareAndFilteredAllTheSame() throws Exception {
        var time = Clock.fixed(START, ZoneOffset.UTC);
        var capture = new Capture(LINK, true, Filter.parse("icmp6"), Long.MAX_VALUE, this.time, time, 64, SNAP);
        var bare = Frames.echo().asSlice(EthernetHeader.BYTES);
        see(capture, LINK, bare);
        see(capture, LINK, MemorySegment.ofArray(new byte[] {0x45, 0, 0, 20}));
        capture.stop();
        var file = new ByteArrayOutputStream();
        var writer = new PcapngWriter(file);
        writer.start("Inaba", "t0", null, SNAP);
        capture.write(writer, _ -> {});

        assertEquals(1, capture.captured());
        var hex = HexFormat.of().formatHex(file.toByteArray());
        assertTrue(hex.contains("65000000"), hex); // LINKTYPE_RAW
        assertTrue(hex.contains(HexFormat.of().formatHex(bare.toArray(ValueLayout.JAVA_BYTE))), hex);
    }

    private Capture capture(Filter filter, long limit, int frames) {
        return new Capture(LINK, false, filter, limit, time, Clock.fixed(START, ZoneOffset.UTC), frames, SNAP);
    }

    private static void see(Capture capture, int link, MemorySegment frame) {
        capture.frame(link, false, frame, 0, (int) frame.byteSize());
    }

    private static void write(Capture capture, OutputStream to) throws IOException {
        var writer = new PcapngWriter(to);
        writer.start("Inaba", "lan", MacAddress.parse("02:00:00:00:00:01"), SNAP);
        capture.write(writer, _ -> {});
    }

    private static long nanos() {
        return TimeUnit.SECONDS.toNanos(START.getEpochSecond()) + START.getNano();
    }

    private static String littleEndian(long value) {
        return "%08x".formatted(Integer.reverseBytes((int) value));
    }

    private static List<String> tshark(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/usr/bin/tshark"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        return lines;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
