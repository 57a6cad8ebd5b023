package inaba.shell.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import inaba.shell.complete.View;
import inaba.shell.prompt.Prompt;
import inaba.shell.run.ShellLab;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerTest {
    private static final int SUCCESSORS = 500;

    @TempDir
    private Path state;

    private final Object turn = new Object();
    private final ShellLab lab = new ShellLab();
    private Prompt.Setting setting;
    private Server server;

    @BeforeEach
    void open() throws IOException {
        lab.offers(
                "show",
                call -> call.print(
                        Line.of().bare("word", call.args().next("a word")).bare("file", call.file("f"))));
        lab.offers("fail", _ -> {
            throw CommandException.failed("fail: no");
        });
        setting = new Prompt.Setting(lab.commands, lab.processor, new View(), state.resolve("history"));
        server = new Server(setting, state, turn);
    }

    @AfterEach
    void close() {
        server.close();
        lab.close();
    }

    /// A client, and what it was sent.
    private final class Client implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        private final DataInputStream in;

        Client(Type type, String... words) throws IOException {
            channel.connect(UnixDomainSocketAddress.of(state.resolve(Frame.SOCKET)));
            in = new DataInputStream(Channels.newInputStream(channel));
            new Request(type, "/tmp", List.of(words)).frame().write(channel);
        }

        /// Everything up to the exit code, as `o:text e:text x:0`.
        String answer() throws IOException {
            var answer = new StringBuilder();
            for (var frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                if (frame.type() == Type.EXIT) {
                    return answer.append("x:").append(frame.number(0)).toString();
                }
                answer.append(Character.toLowerCase(frame.type().name().charAt(0)))
                        .append(':')
                        .append(frame.text());
            }
            return answer + "gone";
        }

        /// Waits until the terminal showed this.
        void shown(String text) throws IOException {
            var all = new StringBuilder();
            while (all.indexOf(text) < 0) {
                var frame = Frame.read(in);
                assertNotNull(frame, "gone after " + all);
                all.append(frame.text());
            }
        }

        void types(String keys) throws IOException {
            new Frame(Type.KEYS, keys.getBytes(StandardCharsets.UTF_8)).write(channel);
        }

        /// Leaves an empty prompt, and waits for the end: the history is in the folder then, which JUnit removes.
        void leaves(int code) throws IOException {
            types("\4");
            assertTrue(answer().endsWith("x:" + code));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private String ask(Type type, String... words) throws IOException {
        try (var client = new Client(type, words)) {
            return client.answer();
        }
    }

    @Test
    void onlyTheOwnerMayConnect() throws IOException {
        var socket = state.resolve(Frame.SOCKET);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void wordsAndLinesAnswerWithTheirExitCode() throws IOException {
        assertEquals("o:a|b /tmp/f\nx:0", ask(Type.WORDS, "show", "a|b"));
        assertEquals("o:a /tmp/f\nx:0", ask(Type.LINE, "show a | grep a"));
        assertEquals("e:fail: no\nx:1", ask(Type.LINE, "fail"));
        assertTrue(ask(Type.LINE, "nosuch").endsWith("x:2"));
    }

    @Test
    void clientsDoNotWaitForEachOther() throws IOException {
        try (var prompt = new Client(Type.PROMPT, "xterm", "80", "24")) {
            prompt.shown("inaba> ");
            assertEquals("o:a /tmp/f\nx:0", ask(Type.WORDS, "show", "a"));
            prompt.leaves(0);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsWhatRunsForIt() throws IOException, InterruptedException {
        var running = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        lab.offers("hold", call -> {
            var cancelled = new CountDownLatch(1);
            call.onCancel(cancelled::countDown);
            call.onCancel(ended::countDown);
            running.countDown();
            awaits(cancelled);
        });
        try (var client = new Client(Type.LINE, "hold")) {
            running.await();
            assertTrue(client.channel.isConnected());
        }
        ended.await();
    }

    @Test
    void ctrlCLetsTheCommandFinishItsAnswer() throws IOException, InterruptedException {
        var running = new CountDownLatch(1);
        lab.offers("ping", call -> {
            var cancelled = new CountDownLatch(1);
            call.onCancel(cancelled::countDown);
            running.countDown();
            awaits(cancelled);
            call.print(Line.text("statistics"));
        });
        try (var client = new Client(Type.LINE, "ping")) {
            running.await();
            new Frame(Type.CANCEL, new byte[0]).write(client.channel);
            assertEquals("o:statistics\nx:0", client.answer());
        }
    }

    private static void awaits(CountDownLatch latch) throws CommandException {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw CommandException.failed("interrupted");
        }
    }

    @Test
    void aPromptEditsRunsAndLeaves() throws IOException {
        try (var client = new Client(Type.PROMPT, "xterm", "80", "24")) {
            client.shown("inaba> ");
            client.types("shX\177ow typed\r");
            client.shown("typed /tmp/f");
            client.shown("inaba> ");
            client.types("fail\r");
            client.shown("fail: no");
            client.shown("inaba> ");
            Frame.numbers(Type.SIZE, 100, 40).write(client.channel);
            client.leaves(1);
        }
    }

    @Test
    void ctrlCIsHeardBehindManyLinesThatWereTypedAhead() throws IOException, InterruptedException {
        var running = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        lab.offers("hold", call -> {
            call.onCancel(cancelled::countDown);
            running.countDown();
            awaits(cancelled);
        });
        try (var client = new Client(Type.PROMPT, "xterm", "80", "24")) {
            client.shown("inaba> ");
            client.types("hold\r");
            running.await();
            client.types("show again\r".repeat(500));
            client.types("\3");
            client.shown("inaba> ");
            client.types("show typed\r");
            client.shown("typed /tmp/f");
            client.shown("inaba> ");
            client.leaves(0);
        }
    }

    @Test
    void whatIsNoRequestIsNotAnswered() throws IOException {
        for (var frame : List.of(
                new Frame(Type.KEYS, new byte[1]),
                Frame.text(Type.WORDS, "/tmp"),
                Frame.text(Type.PROMPT, "/tmp\0xterm\0wide\0high"))) {
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(state.resolve(Frame.SOCKET)));
                frame.write(channel);
                assertNull(Frame.read(new DataInputStream(Channels.newInputStream(channel))));
            }
        }
        assertEquals("o:a /tmp/f\nx:0", ask(Type.WORDS, "show", "a"));
    }

    @Test
    void aSuccessorsSocketStaysWhoeverIsFaster() throws Exception {
        for (int i = 0; i < SUCCESSORS; i++) {
            var old = server;
            var start = new CountDownLatch(1);
            var closing = Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                    old.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            start.countDown();
            server = new Server(setting, state, turn);
            closing.join();
            assertTrue(Files.exists(state.resolve(Frame.SOCKET)), "after " + i);
        }
    }

    @Test
    void aLeftSocketIsReplacedAndASuccessorKeepsIts() throws IOException {
        var successor = new Server(setting, state, turn);
        server.close();
        assertEquals("o:a /tmp/f\nx:0", ask(Type.WORDS, "show", "a"));
        successor.close();
        assertFalse(Files.exists(state.resolve(Frame.SOCKET)));
    }
}
