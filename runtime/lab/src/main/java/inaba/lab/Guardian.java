package inaba.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Takes namespaces, with the processes in them, other processes, and folders away when this process ends, in whatever
/// way.
///
/// It is a shell that reads the names from a pipe. The kernel closes the pipe with this process, also after SIGKILL,
/// and then the shell cleans up. It sits in a session of its own, so that no Ctrl-C and no closed terminal reaches it.
/// Should both be killed, the next lab takes away what is left: names tell the process that owned them.
public final class Guardian implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            # When a process began, in ticks: with its number that tells it from all others.
            began() {
                read -r line 2>/dev/null < "/proc/$1/stat" || return
                set -- ${line##*) }
                echo "${20}"
            }
            namespaces= processes= folders=
            while read -r kind name; do
                case $kind in
                    namespace) namespaces="$namespaces $name" ;;
                    process) processes="$processes $name:$(began "$name")" ;;
                    folder) folders="$folders $name" ;;
                esac
            done
            left=0
            for name in $namespaces; do
                for _ in 1 2 3; do
                    pids=$(ip netns pids "$name" 2>/dev/null)
                    [ -n "$pids" ] || break
                    kill -KILL $pids 2>/dev/null
                done
                ip netns del "$name" || left=1
            done
            for one in $processes; do
                [ "${one#*:}" != "$(began "${one%:*}")" ] || kill -KILL "${one%:*}" 2>/dev/null
            done
            for folder in $folders; do
                rm -rf "$folder" || left=1
            done
            exit $left
            """;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path NAMESPACES = Path.of("/run/netns");
    static final String PREFIX = "inaba-";
    private static final Pattern OWNED = Pattern.compile(PREFIX + "([0-9]+)-.*");

    private final Process shell;
    private final BufferedWriter pipe;

    public Guardian() throws IOException {
        shell = new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
                .directory(Path.of("/").toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        pipe = new BufferedWriter(new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.UTF_8));
    }

    /// Named before it is made, so that there is no instant without a guardian.
    void namespace(String name) throws IOException {
        tell("namespace " + name);
    }

    /// A process that lives in no namespace of the guardian's. Only that one is ever ended, no later one of its number.
    public void process(ProcessHandle process) throws IOException {
        tell("process " + process.pid());
    }

    public void folder(Path folder) throws IOException {
        tell("folder " + folder);
    }

    private synchronized void tell(String line) throws IOException {
        pipe.write(line + "\n");
        pipe.flush();
    }

    /// Cleans up now.
    @Override
    public void close() throws IOException {
        pipe.close();
        try {
            if (!shell.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("namespaces, processes and folders are not taken away within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (shell.exitValue() != 0) {
            throw new IOException("not everything could be taken away; see: ip netns list");
        }
    }

    /// Takes away what labs left behind whose process, and guardian, were killed.
    static void sweep() throws IOException {
        if (Files.notExists(NAMESPACES)) {
            return;
        }
        try (var names = Files.newDirectoryStream(NAMESPACES, PREFIX + "*");
                var guardian = new Guardian()) {
            for (var path : names) {
                var name = path.getFileName().toString();
                var owned = OWNED.matcher(name);
                if (owned.matches()
                        && ProcessHandle.of(Long.parseLong(owned.group(1))).isEmpty()) {
                    guardian.namespace(name);
                }
            }
        }
    }
}
