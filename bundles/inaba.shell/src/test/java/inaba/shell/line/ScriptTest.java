package inaba.shell.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.manage.CommandException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    /// Words in brackets, `|` between stages, `;` between pipelines.
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
            ping6 fe80::1%lan                 => [ping6][fe80::1%lan]
            xfrm rfc4106(gcm(aes)) 0011 0010  => [xfrm][rfc4106(gcm(aes))][0011][0010]
            a {1,2} $x a=b * ? ~ ! [x] <y> &  => [a][{1,2}][$x][a=b][*][?][~][!][[x]][<y>][&]
            a 'b c' "d e" f\\ g               => [a][b c][d e][f g]
            a 'b'"c"d\\'                      => [a][bcd']
            a '\\ "x"' "\\ 'x'" "\\" \\\\"    => [a][\\ "x"][\\ 'x'][" \\]
            a '' ""                           => [a][][]
            a|b c ;d                          => [a]|[b][c];[d]
            a '|' "a;b" \\;                   => [a][|][a;b][;]
            a # all of this | is a comment    => [a]
            a#b '#' c                         => [a#b][#][c]
            ;; a ;                            => [a]
            """)
    void aLineIsCutIntoWords(String line, String expected) throws CommandException {
        assertEquals(expected.strip(), show(Script.parse(line)));
    }

    @Test
    void linesAreCommandsOfTheirOwn() throws CommandException {
        assertEquals("[a];[b][c]", show(Script.parse("a\n# no\n\nb \\\nc\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "a \\", "a |", "| a", "a || b", "a | ; b"})
    void aLineThatIsNotWholeIsWrongUsage(String line) {
        var wrong = assertThrows(CommandException.class, () -> Script.parse(line));
        assertEquals(2, wrong.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b", "it's", "\"", "\\", "a|b", "#a", "a#b", "fe80::1%lan", "\n", "é"})
    void aQuotedWordIsReadAsItWas(String word) throws CommandException {
        var words = Script.parse("x " + Script.quote(word));
        assertEquals(
                List.of("x", word),
                words.pipelines().getFirst().stages().getFirst().words());
    }

    @Test
    void aPlainWordIsNotQuoted() {
        assertEquals("fe80::1%lan", Script.quote("fe80::1%lan"));
        assertEquals("rfc4106(gcm(aes))", Script.quote("rfc4106(gcm(aes))"));
    }

    private static String show(Script script) {
        return script.pipelines().stream()
                .map(pipeline -> pipeline.stages().stream()
                        .map(stage ->
                                stage.words().stream().map(w -> '[' + w + ']').collect(Collectors.joining()))
                        .collect(Collectors.joining("|")))
                .collect(Collectors.joining(";"));
    }
}
