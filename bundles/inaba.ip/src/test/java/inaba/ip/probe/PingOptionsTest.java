package inaba.ip.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.wire.IpFamily;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c 4 -q -i 0.2 -s 1400 fe80::2%lan",
                "-qc4 -i0.2 -s1400 fe80::2%lan",
                "fe80::2%lan -c 4 -i .2 -s 1400 -q"
            })
    void optionsAreReadAsGetoptDoes(String words) throws CommandException {
        var options = PingOptions.parse(args(words), "ping6", IpFamily.IPV6);
        assertEquals("fe80::2%lan", options.destination().toString());
        assertEquals(4, options.count());
        assertEquals(TimeUnit.MILLISECONDS.toNanos(200), options.interval());
        assertEquals(1400, options.size());
        assertTrue(options.quiet());
    }

    @Test
    void withoutOptionsItGoesOnUntilCancelled() throws CommandException {
        var options = PingOptions.parse(args("2001:db8::1"), "ping6", IpFamily.IPV6);
        assertEquals(0, options.count());
        assertEquals(56, options.size());
        assertEquals(0, options.deadline());
        assertEquals(TimeUnit.SECONDS.toNanos(1), options.interval());
        assertEquals(TimeUnit.SECONDS.toNanos(10), options.timeout());
    }

    @Test
    void thePatternFillsTheData() throws CommandException {
        assertArrayEquals(
                new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xca},
                PingOptions.parse(args("-p cafe -s 3 ::1"), "ping6", IpFamily.IPV6)
                        .data());
        assertArrayEquals(
                new byte[] {0, 1, 2},
                PingOptions.parse(args("-s 3 ::1"), "ping6", IpFamily.IPV6).data());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        -c 4               | ping6: expected DEST, an IPv6 address after "4"
        -c                 | ping6: expected a value for -c after "-c"
        -c 0 ::1           | ping6 -c: expected a count from 1 to 2147483647, not "0": out of range
        -s 65528 ::1       | ping6 -s: expected bytes from 0 to 65527, not "65528": out of range
        -t 256 ::1         | ping6 -t: expected a hop limit from 1 to 255, not "256": out of range
        -i 0 ::1           | ping6 -i: expected seconds from 0.001 to 86400.0, not "0": out of range
        -p xyz ::1         | ping6 -p: expected up to 16 octets in hexadecimal, not "xyz":
        -M maybe ::1       | ping6 -M: expected do, want or dont, not "maybe"
        -x ::1             | ping6: there is no option -x; there are -c
        ::1 ::2            | ping6: expected nothing more after "::1", not "::2"
        host               | ping6: expected DEST, an IPv6 address, not "host":
        """)
    void aWrongOptionSaysWhatWasExpected(String words, String why) {
        var refused =
                assertThrows(CommandException.class, () -> PingOptions.parse(args(words), "ping6", IpFamily.IPV6));
        assertEquals(2, refused.exitCode());
        assertTrue(String.valueOf(refused.getMessage()).startsWith(why), refused::getMessage);
    }

    @Test
    void aTraceLeavesRoomForItsPorts() throws CommandException {
        assertEquals(
                65445,
                TraceOptions.parse(args("-p 65445 ::1"), "trace6", IpFamily.IPV6)
                        .port());
        assertThrows(CommandException.class, () -> TraceOptions.parse(args("-p 65446 ::1"), "trace6", IpFamily.IPV6));
    }

    private static Args args(String words) {
        return new Args("ping6", List.of(words.split(" ")));
    }
}
