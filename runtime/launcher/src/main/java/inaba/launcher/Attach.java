package inaba.launcher;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// `inaba sh`: attaches to a running appliance.
///
/// Several words are one command's arguments, one word is a line of shell, none asks for a prompt; without a terminal,
/// lines are read from standard input.
public final class Attach {
    /// No appliance answers.
    static final int NOBODY = 3;

    static final String HELP = """
            usage: inaba sh [--state DIR] [WORD...]
              several words   one command and its arguments, taken as they are:  inaba sh link show
              one word        a line of shell:                                   inaba sh 'route6 | grep lan'
              none            a prompt on a terminal, else the lines of standard input
            exit codes: 0 done, 1 a command failed, 2 wrong usage, 3 no appliance answers
            """;

    private Attach() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var words = new ArrayDeque<>(List.of(arguments));
        var state = StateFolder.defaultPath();
        while (!words.isEmpty() && words.peek().startsWith("--")) {
            switch (words.pop()) {
                case "--state" -> {
                    if (words.isEmpty()) {
                        exit(2, "sh: --state expects a folder");
                    }
                    state = Path.of(words.pop()).toAbsolutePath().normalize();
                }
                case "--help" -> {
                    System.out.print(HELP);
                    System.exit(0);
                }
                default -> exit(2, "sh: expected --state DIR or words; see: inaba help");
            }
        }
        System.exit(attach(state, List.copyOf(words)));
    }

    private static void exit(int code, String message) {
        System.err.println("inaba: " + message);
        System.exit(code);
    }

    private static int attach(Path state, List<String> words) throws IOException, InterruptedException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(state.resolve(Frame.SOCKET)));
            } catch (IOException e) {
                System.err.println("inaba: no appliance answers in " + state + " (" + e.getMessage()
                        + "); start one with: inaba run --state " + state);
                return NOBODY;
            }
            return talk(new AttachClient(channel), words);
        }
    }

    private static int talk(AttachClient client, List<String> words) throws IOException, InterruptedException {
        if (words.isEmpty() && AttachTerminal.at(0)) {
            try (var terminal = new AttachTerminal()) {
                return client.prompt(terminal, folder());
            }
        }
        var type = words.size() > 1 ? Type.WORDS : Type.LINE;
        return client.run(new Request(type, folder(), words.isEmpty() ? List.of(standardInput()) : words));
    }

    private static String folder() {
        return Path.of("").toAbsolutePath().toString();
    }

    private static String standardInput() throws IOException {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
