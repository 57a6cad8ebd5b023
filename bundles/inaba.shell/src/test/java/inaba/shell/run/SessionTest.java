package inaba.shell.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;

@Timeout(30)
public class SessionTest {
    private final ShellLab lab = new ShellLab();

    SessionTest() {
        lab.offers("show", call -> {
            while (call.args().hasNext()) {
                call.print(Line.of().bare("word", '[' + call.args().next("a word") + ']'));
            }
        });
        lab.offers("fail", _ -> {
            throw CommandException.failed("fail: could not");
        });
        lab.offers("wrong", call -> {
            throw call.args().usage("expected nothing");
        });
        lab.offers("broken", _ -> {
            throw new IllegalStateException("a bug");
        });
        lab.offers("rows", call -> {
            for (int i = 1; i <= 2_000; i++) {
                call.print(Line.of().bare("row", i).keyed("dev", i % 2 == 0 ? "lan" : "wan"));
            }
        });
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aLineThatIsGivenUpBeforeItBeginsDoesNotBegin() {
        lab.session.awaitLine();
        lab.session.cancel();
        lab.session.line("show a");
        assertEquals("", lab.out());
        lab.session.line("show a");
        assertEquals("[a]\n", lab.out());
    }

    @Test
    void aCallThatFailsPrintsNoJson() {
        assertEquals(2, lab.session.line("wrong -j"));
        assertEquals(1, lab.session.line("-j fail"));
        assertEquals("", lab.out());
        assertEquals(0, lab.session.line("-j show"));
        assertEquals("[]\n", lab.out());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
            fe80::1%lan 0010 0011             => [fe80::1%lan][0010][0011]
            rfc4106(gcm(aes)) {1,2} [x] (y)   => [rfc4106(gcm(aes))][{1,2}][[x]][(y)]
            $x ${y} a=b = %(1+1) *            => [$x][${y}][a=b][=][%(1+1)][*]
            <x> 2>&1 & && ! ~ `x`             => [<x>][2>&1][&][&&][!][~][`x`]
            'a | b' "c ; d" e\\ f '' "$x"     => [a | b][c ; d][e f][][$x]
            true null 1.50 0x10 -1            => [true][null][1.50][0x10][-1]
            """)
    void wordsArriveAsTheyWereTyped(String words, String expected) {
        assertEquals(0, lab.session.line("show " + words));
        assertEquals(expected.strip(), lab.out().replace("\n", ""));
    }

    @Test
    void wordsOfSeveralArgumentsAreNotReadAgain() {
        assertEquals(0, lab.session.words(List.of("show", "a | fail", "'x'", "", "#", "é\\")));
        assertEquals("[a | fail]\n['x']\n[]\n[#]\n[é\\]\n", lab.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            show a                ~ 0
            ''                    ~ 0
            # nothing             ~ 0
            fail                  ~ 1
            wrong                 ~ 2
            broken                ~ 1
            fail | grep x         ~ 1
            wrong | show          ~ 2
            show a | fail         ~ 1
            show a | grep b       ~ 1
            show a | grep a       ~ 0
            fail ; show a         ~ 1
            show a ; wrong ; fail ~ 2
            nosuch                ~ 2
            show a | nosuch       ~ 2
            show 'a               ~ 2
            show a |              ~ 2
            grep                  ~ 2
            show a | grep         ~ 2
            show a | grep -z a    ~ 2
            show a | grep (       ~ 2
            show a | head -n x    ~ 2
            fail | head -1        ~ 1
            wrong | wc -l         ~ 2
            -j                    ~ 2
            """)
    void theFirstFailureGivesTheExitCode(String line, int code) {
        assertEquals(code, lab.session.line(line));
        assertEquals(code == 0 || line.contains("grep b"), lab.err().isEmpty(), lab.err());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
            head -1                => b 10 x
            head -n2               => b 10 x/c 9 y
            tail -n 1              => a 9 x
            tail -2                => C 1 y/a 9 x
            tail -n +4             => a 9 x
            wc                     => 4 12 25
            wc -l                  => 4
            sort                   => C 1 y/a 9 x/b 10 x/c 9 y
            sort -r                => c 9 y/b 10 x/a 9 x/C 1 y
            sort -k 2 -n           => C 1 y/a 9 x/c 9 y/b 10 x
            sort -k2 -rn           => b 10 x/c 9 y/a 9 x/C 1 y
            sort -unk2             => C 1 y/c 9 y/b 10 x
            grep x                 => b 10 x/a 9 x
            grep -v x              => c 9 y/C 1 y
            grep -ic c             => 2
            grep -no [0-9]+        => 1:10/2:9/3:1/4:9
            grep -E '^(a|b) '      => b 10 x/a 9 x
            grep -we 9             => c 9 y/a 9 x
            sort | head -2 | wc -w => 6
            -j head -1             => [{"line":"b 10 x"}]
            """)
    void utilitiesReadWhatThePipeBrings(String filter, String expected) {
        lab.offers("text", call -> List.of("b 10 x", "c 9 y", "C 1 y", "a 9 x")
                .forEach(line -> call.print(Line.text(line).bare("line", line))));
        lab.session.line("text | " + filter);
        assertEquals(expected, String.join("/", lab.out().split("\n")));
        assertEquals("", lab.err());
    }

    @Test
    void headEndsWhatWouldPrintForever() {
        lab.offers("forever", call -> {
            while (!call.cancelled()) {
                call.print(Line.text("again"));
            }
        });
        assertEquals(0, lab.session.line("forever | head -2"));
        assertEquals("again\nagain\n", lab.out());
    }

    @Test
    void helpBehindAPipeIsAWordToLookFor() {
        assertEquals(1, lab.session.line("show a | grep help"));
        assertEquals(0, lab.session.line("grep --help"));
        assertTrue(lab.out().contains("PATTERN"));
    }

    @Test
    void aStageReadsWhatTheOneBeforeItShows() {
        assertEquals(0, lab.session.line("rows | grep lan | grep 1998"));
        assertEquals("1998 dev lan\n", lab.out());
    }

    @Test
    void jsonIsAskedForAnywhere() {
        for (var line : List.of("-j show a", "show -j a", "show a -j", "inaba:show a -j")) {
            lab.session.line(line);
            assertEquals("[{\"word\":\"[a]\"}]\n", lab.out(), line);
        }
    }

    @Test
    void aCommandOfAStoppedBundleNamesTheBundle() {
        lab.withdraws(lab.offers("neigh6", _ -> {}));
        lab.homeState = Bundle.RESOLVED;
        assertEquals(1, lab.session.line("neigh6 show"));
        assertEquals("neigh6 belongs to inaba.home, which is stopped: bundle start inaba.home\n", lab.err());
        assertEquals(1, lab.session.line("help neigh6"));
        assertEquals("neigh6 belongs to inaba.home, which is stopped: bundle start inaba.home\n", lab.err());
        lab.homeState = Bundle.ACTIVE;
        lab.session.line("neigh6");
        assertEquals("neigh6 belongs to inaba.home, which does not offer it now: bundle show inaba.home\n", lab.err());
    }

    @Test
    void aMistypedCommandIsGuessed() {
        lab.session.line("shwo a");
        assertEquals("unknown command \"shwo\": did you mean show?\n", lab.err());
        lab.session.line("zzzzzz");
        assertEquals("unknown command \"zzzzzz\": help lists the commands\n", lab.err());
    }

    @Test
    void helpShowsTheUsages() {
        lab.session.line("help");
        assertTrue(lab.out().contains("show     shows"), lab.out());
        var expected = "show: shows\n    show WORD...\n";
        for (var line : List.of("help show", "show help", "show -h", "show --help")) {
            lab.session.line(line);
            assertEquals(expected, lab.out(), line);
        }
    }

    @Test
    void theNewestOfANameServesUntilItGoes() {
        var before = lab.offers("version", call -> call.print(Line.text("old")));
        var after = lab.offers("version", call -> call.print(Line.text("new")));
        lab.session.line("version");
        lab.withdraws(after);
        lab.session.line("version");
        assertEquals("new\nold\n", lab.out());
        lab.withdraws(before);
        assertEquals(1, lab.session.line("version"));
    }

    @Test
    void whatGoesFailsAndAllElseStays() {
        var names = List.of("a1", "b1", "c1", "d1", "e1", "f1", "g1");
        var offered = names.stream().map(name -> lab.offers(name, _ -> {})).toList();
        for (int i = 0; i < names.size(); i++) {
            lab.withdraws(offered.get(i));
            assertEquals(1, lab.session.line(names.get(i)));
            for (var left : names.subList(i + 1, names.size())) {
                assertEquals(0, lab.session.line(left), lab.err());
            }
        }
    }

    @Test
    void ctrlCEndsWhatRunsAndWhatWouldFollow() throws InterruptedException {
        var running = new CountDownLatch(1);
        lab.offers("wait", call -> {
            var ended = new CountDownLatch(1);
            call.onCancel(ended::countDown);
            running.countDown();
            await(ended);
            call.print(Line.text("ended " + call.cancelled()));
        });
        var line = Thread.ofPlatform().start(() -> lab.session.line("wait | grep e; show never"));
        running.await();
        lab.session.cancel();
        line.join();
        assertEquals("ended true\n", lab.out());
    }

    @Test
    void ctrlCAgainInterruptsWhatDoesNotListen() throws InterruptedException {
        var running = new CountDownLatch(1);
        lab.offers("deaf", _ -> {
            running.countDown();
            await(new CountDownLatch(1));
        });
        var line = Thread.ofPlatform().start(() -> lab.session.line("deaf"));
        running.await();
        lab.session.cancel();
        lab.session.cancel();
        line.join();
        assertEquals(0, lab.session.line("show again"));
        assertTrue(lab.out().endsWith("[again]\n"));
    }

    private static void await(CountDownLatch latch) throws CommandException {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw CommandException.failed("interrupted");
        }
    }

    @Test
    void progressIsTakenAwayBeforeResults() {
        lab.offers("work", call -> {
            call.progress("half");
            call.print(Line.text("done"));
        });
        lab.session.line("work");
        assertEquals("done\n", lab.out());
        assertEquals(List.of("half", ""), lab.progress);
    }

    /// What a made-up command does.
    public interface Body {
        void run(Call call) throws CommandException;
    }
}
