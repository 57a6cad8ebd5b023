package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.path.HeaderLimits;
import inaba.junit.Clause;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of both option headers at their destination, RFC 8200 §4.2.
class OptionsTest {
    @TempDir
    Path state;

    private Bench bench;

    @BeforeEach
    void aHost() {
        bench = Bench.host(state);
    }

    @ParameterizedTest(name = "{0}: {1}, to a group {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # options      | alone         | to a group    | what
        000000000000   | reply         | reply         | # Pad1, six times
        010400000000   | reply         | reply         | # PadN of six octets
        0100 0102 0000 | reply         | reply         | # PadN without data
        0000 0102 0000 | reply         | reply         | #
        070400000000   | reply         | reply         | # 00: skip
        1e04ffffffff   | reply         | reply         | # 00, for experiments
        470400000000   | silence       | silence       | # 01: discard
        5e0400000000   | silence       | silence       | #
        870400000000   | problem 2 @42 | problem 2 @42 | # 10: discard and report
        9e0400000000   | problem 2 @42 | problem 2 @42 | #
        c70400000000   | problem 2 @42 | silence       | # 11: report unless to a group
        de0400000000   | problem 2 @42 | silence       | #
        c90400000000   | problem 2 @42 | silence       | # Home Address, which nobody here speaks
        450400000000   | silence       | silence       | # all eight bits are the type: not Router Alert
        850400000000   | problem 2 @42 | problem 2 @42 | #
        440400000000   | silence       | silence       | # not Tunnel Encapsulation Limit
        """)
    @Clause({
        "RFC 8200 §4.2b",
        "RFC 8200 §4.2c",
        "RFC 8200 §4.2d",
        "RFC 8200 §4.2e",
        "RFC 8200 §4.2f",
        "RFC 8200 §4.2g",
        "RFC 8200 §4.6a"
    })
    void theHighBitsOfAnUnknownOptionSayWhatToDo(String options, String alone, String toAGroup) {
        for (var header : new String[] {"hbh:", "dst:"}) {
            var chain = header + options.replace(" ", "") + " echo:8";
            assertEquals(
                    alone,
                    bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
            assertEquals(
                    toAGroup,
                    bench.hears(Datagram.of(Bench.PEER, Bench.ALL_NODES, chain)).answers());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # the first that is not skipped decides
        0700 8700 c700                     | problem 2 @44
        0700 c700 8700                     | problem 2 @44
        0700 4700 8700                     | silence
        8700 4700 c700                     | problem 2 @42
        c700 4700 8700                     | problem 2 @42
        4700 8700 c700                     | silence
        0700 0700 8700                     | problem 2 @46
        0104 00000000 0706 000000000000    | reply
        0102 0000 0706 000000000000 8700   | problem 2 @54
        00 00 0706 000000000000 00 8701 00 | problem 2 @53
        """)
    @Clause("RFC 8200 §4.2a")
    void optionsAreProcessedInTheOrderInWhichTheyStand(String options, String answer) {
        for (var header : new String[] {"hbh:", "dst:"}) {
            var chain = header + options.replace(" ", "") + " echo:8";
            assertEquals(
                    answer,
                    bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"hbh:050200000100", "hbh:050200000000", "hbh:0502ffff0100", "dst:040104010100"})
    @Clause({"RFC 8200 §4.2b", "RFC 2711 §2.1a", "RFC 2711 §2.1b"})
    void optionsThatAreKnownAreNoReasonToDropAPacketOfOurs(String header) {
        assertEquals(
                "reply",
                bench.hears(Datagram.of(Bench.PEER, Bench.NODE, header + " echo:8"))
                        .answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        010500000000   | problem 0 @42 | # PadN runs out of the header
        0000 01ff 0000 | problem 0 @44 |
        000000000001   | problem 0 @47 | # no room for its length
        8705 00000000  | problem 0 @42 |
        """)
    void anOptionThatRunsOutOfItsHeaderIsAParameterProblem(String options, String answer) {
        for (var header : new String[] {"hbh:", "dst:"}) {
            var chain = header + options.replace(" ", "") + " echo:8";
            assertEquals(
                    answer,
                    bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # limit   | at | options                         | answer         | counted as
        default   |  0 | 07000700070007000700070007000700 0104 00000000 | reply |
        default   |  0 | 0700070007000700070007000700070007000102 0000 | problem 9 @58 | too-many-options
        options   |  2 | 0700 0700 0700                  | problem 9 @46  | too-many-options
        options   |  2 | 0700 0102 0000                  | reply          |
        bytes     |  8 | 010400000000                    | reply          |
        bytes     |  8 | 010c000000000000000000000000    | problem 6 @40  | options-too-long
        pad1      |  7 | 00000000 0000 0700 00000000 0000  | reply        |
        pad1      |  7 | 00000000 00000000 0102 0000 0000  | problem 10 @49 | padding-too-long
        pad1      |  7 | 00000000 0102 0000 000000000000 | reply         |
        padn      |  7 | 0107 00000000000000 0103 000000 | reply          |
        padn      |  7 | 0108 0000000000000000 0102 0000 | problem 10 @42 | padding-too-long
        unknown   |  0 | 0700 0102 0000                  | silence        | option-refused
        unknown   |  0 | 8700 0102 0000                  | silence        | option-refused
        unknown   |  0 | 0000 0102 0000                  | reply          |
        silent    |  2 | 0700 0700 0700                  | silence        | too-many-options
        """)
    @Clause({
        "RFC 8504 §5.3a",
        "RFC 8504 §5.3b",
        "RFC 8504 §5.3c",
        "RFC 8504 §5.3d",
        "RFC 8504 §5.3e",
        "RFC 8883 §2.3a",
        "RFC 8883 §2.6a",
        "RFC 8883 §2.7a",
        "RFC 8883 §4.1a",
        "RFC 8883 §6a"
    })
    void limitsOfOptionsAreConfigurable(String limit, int at, String options, String answer, @Nullable String counter) {
        bench.limits(
                switch (limit) {
                    case "options" -> new HeaderLimits(16, 0, at, 0, 0, true, true);
                    case "bytes" -> new HeaderLimits(16, at, 8, 0, 0, true, true);
                    case "pad1" -> new HeaderLimits(16, 0, 8, at, 0, true, true);
                    case "padn" -> new HeaderLimits(16, 0, 8, 0, at, true, true);
                    case "unknown" -> new HeaderLimits(16, 0, 8, 0, 0, false, true);
                    case "silent" -> new HeaderLimits(16, 0, at, 0, 0, true, false);
                    default -> HeaderLimits.RECOMMENDED;
                });
        for (var header : new String[] {"hbh:", "dst:"}) {
            var chain = header + options.replace(" ", "") + " echo:8";
            assertEquals(
                    answer,
                    bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
        }
        assertEquals(counter == null ? Map.of() : Map.of("inaba.core." + counter, 2L), bench.drops());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "hbh:050200000100, reply",
        "dst:040104010100, reply",
        "dst:050200000100, silence",
        "hbh:040104010100, silence"
    })
    @Clause("RFC 8504 §5.3c")
    void anOptionIsKnownInItsOwnHeader(String header, String answer) {
        bench.limits(new HeaderLimits(16, 0, 8, 0, 0, false, true)); // unknown ones are refused
        assertEquals(
                answer,
                bench.hears(Datagram.of(Bench.PEER, Bench.NODE, header + " echo:8"))
                        .answers());
    }

    @ParameterizedTest(name = "{0} headers: {1}")
    @CsvSource({"16, reply", "17, problem 8 @168"})
    @Clause({"RFC 8504 §5.3f", "RFC 8883 §2.5a"})
    void theNumberOfHeadersIsLimited(int headers, String answer) {
        var chain = "dst:010400000000 ".repeat(headers) + "echo:8";
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 2675 §3: a jumbogram has no payload length; and no link here carries one
        hbh:c2040001ffff echo:8   | problem 0 @42
        hbh:c20400000010 echo:8   | problem 0 @42
        dst:c2040001ffff echo:8   | problem 2 @42
        """)
    @Clause("RFC 2675 §3a")
    void aJumboPayloadOptionBesideAPayloadLengthIsAParameterProblem(String chain, String answer) {
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        hbh:c20400000010 echo:8   | problem 0 @44 | # shorter than 65,536
        hbh:c2040000ffff echo:8   | problem 0 @44 | #
        hbh:c20400010000 echo:8   | silence       | # longer than its frame
        hbh:c20400020000 echo:8   | silence       | # longer than its frame
        hbh:010400000000 echo:8   | problem 0 @4  | # no jumbo option
        """)
    @Clause({"RFC 2675 §3b", "RFC 2675 §3c"})
    void aPayloadLengthOfZeroBeforeHopByHopOptionsIsThatOfAJumbogram(String chain, String answer) {
        var packet = Datagram.of(Bench.PEER, Bench.NODE, chain);
        packet.header().payloadLength(0);
        assertEquals(answer, bench.hears(packet).answers());
    }
}
