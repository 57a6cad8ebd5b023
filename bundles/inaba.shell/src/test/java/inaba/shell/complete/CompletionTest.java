package inaba.shell.complete;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.shell.run.ShellLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    private final ShellLab lab = new ShellLab();

    @AfterEach
    void close() {
        lab.close();
    }

    /// The cursor stands at the end.
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
            ad                   ~ ad
            addr6 add            ~ addr6,add
            addr6 show | gr      ~ gr
            a ; link set 'my la  ~ link,set,my la
            a |                  ~
            link set fe80::1%l   ~ link,set,fe80::1%l
            """)
    void theWordsOfTheCommandAtTheCursor(String line, String words) {
        var typed = Typed.at(line.strip(), line.strip().length());
        var expected = words == null ? List.of("") : List.of(words.strip().split(","));
        assertEquals(expected, typed.words());
        assertEquals(line.strip().length() - typed.rawWordLength(), typed.begin());
    }

    @Test
    void aBlankBeginsAnotherWord() {
        assertEquals(List.of("link", ""), Typed.at("link ", 5).words());
        assertEquals(List.of("li"), Typed.at("link set", 2).words());
    }

    @Test
    void commandsBeginALineAndFiltersFollowAPipe() {
        lab.offers("link", _ -> {});
        var completion = new Completion(lab.commands, new View(), Path.of(""));
        assertEquals(List.of("help", "link"), List.copyOf(completion.candidates(Typed.at("", 0))));
        assertEquals(
                List.of("grep", "head", "sort", "tail", "wc"),
                completion.candidates(Typed.at("link | ", 7)).stream().sorted().toList());
        assertEquals(List.of(), List.copyOf(completion.candidates(Typed.at("nosuch ", 7))));
        assertEquals(
                List.of("grep", "head", "help", "link", "sort", "tail", "wc"),
                List.copyOf(completion.candidates(Typed.at("-j help ", 8))));
    }

    @Test
    void aVerbLeavesTheUsagesOfOthersAside() {
        lab.offers("route6", List.of("[show] [PREFIX] [proto ra|static]", "add PREFIX [via ADDR]", "flush"), _ -> {});
        var completion = new Completion(lab.commands, new View(), Path.of(""));
        assertEquals(List.of("show", "proto", "add", "flush"), candidates(completion, "route6 "));
        assertEquals(List.of(), candidates(completion, "route6 add "));
        assertEquals(List.of("via"), candidates(completion, "route6 add ::/0 "));
        assertEquals(List.of("proto"), candidates(completion, "route6 ::/0 "));
        assertEquals(List.of("ra", "static"), candidates(completion, "route6 show proto "));
    }

    private static List<String> candidates(Completion completion, String line) {
        return List.copyOf(completion.candidates(Typed.at(line, line.length())));
    }

    @Test
    void whatIsCompletedIsQuotedWhereItMustBe() {
        var typed = Typed.at("show ", 5);
        assertEquals("fe80::1%lan", typed.escape("fe80::1%lan", true).toString());
        assertEquals("'my file'", typed.escape("my file", true).toString());
    }
}
