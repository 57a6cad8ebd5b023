package inaba.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `./inaba run` as a process of its own on a host, and `./inaba sh` to talk to it.
public final class ApplianceProcess implements AutoCloseable {
    /// How long it may take until it is ready, on a busy machine.
    public static final Duration START = Duration.ofSeconds(60);

    private static final Path SCRIPT = Path.of(System.getProperty("inaba.home", "."))
            .toAbsolutePath()
            .normalize()
            .resolve("inaba");
    /// The script is called by what was built with the tree: there is nothing stale.
    static final Map<String, String> ENVIRONMENT = Map.of("INABA_BUILT", "1");

    private final Path state;
    private final Task task;

    private ApplianceProcess(Path state, Task task) {
        this.state = state;
        this.task = task;
    }

    /// Starts it headless and waits until it is ready.
    ///
    /// @param state its state folder
    /// @param config commands of its configuration, a line each
    /// @param options further options of `run`: `--link`, `lan=packet:lan0`
    public static ApplianceProcess start(Host host, Path state, List<String> config, List<String> options)
            throws IOException, InterruptedException {
        return launch(host, state, config, options).awaitReady();
    }

    /// Waits until it is ready; else kills it.
    ///
    /// @throws IOException with what it printed
    public ApplianceProcess awaitReady() throws IOException, InterruptedException {
        try {
            task.awaitOutput("ready\n", START);
        } catch (IOException | InterruptedException e) {
            kill();
            throw e;
        }
        return this;
    }

    /// Starts it headless and does not wait.
    public static ApplianceProcess launch(Host host, Path state, List<String> config, List<String> options)
            throws IOException {
        return new ApplianceProcess(state, host.start(launchWords(state, config, options), ENVIRONMENT));
    }

    /// Starts it headless in surroundings of its own, and waits until it is ready.
    ///
    /// @param before words that run the ones behind them: `unshare`, `prlimit`
    /// @param environment added to that of this process
    static ApplianceProcess start(
            Host host,
            Path state,
            List<String> config,
            List<String> options,
            List<String> before,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(before);
        words.addAll(launchWords(state, config, options));
        var all = new HashMap<>(ENVIRONMENT);
        all.putAll(environment);
        return new ApplianceProcess(state, host.start(words, all)).awaitReady();
    }

    /// Starts it headless among this machine's own devices, without root, and does not wait.
    public static ApplianceProcess launch(Path state, List<String> config, List<String> options) throws IOException {
        return new ApplianceProcess(state, Task.start(launchWords(state, config, options), ENVIRONMENT));
    }

    private static List<String> launchWords(Path state, List<String> config, List<String> options) throws IOException {
        Files.createDirectories(state);
        var file = Files.write(state.resolve("lab.conf"), config);
        // In a session of its own: Ctrl-C in the terminal is the lab's affair.
        var words = new ArrayList<>(List.of("setsid"));
        words.addAll(words("run", "--headless", "--state", state.toString(), "--config", file.toString()));
        words.addAll(options);
        return words;
    }

    /// `./inaba` with these words; to be started with [#ENVIRONMENT].
    static List<String> words(String... words) {
        var all = new ArrayList<>(List.of(SCRIPT.toString()));
        all.addAll(List.of(words));
        return all;
    }

    public Path state() {
        return state;
    }

    /// The process itself: what it printed, its exit code.
    public Task task() {
        return task;
    }

    /// Starts `./inaba sh` with these words.
    public Task attach(String... words) throws IOException {
        return Task.start(attachWords(words), ENVIRONMENT);
    }

    /// The words that run `./inaba sh` with these words.
    List<String> attachWords(String... words) {
        var all = words("sh", "--state", state.toString());
        all.addAll(List.of(words));
        return all;
    }

    /// Runs a line in the appliance's shell; commands in it are separated by `;`.
    ///
    /// @return what it printed
    /// @throws IOException when a command fails
    public String shell(String line) throws IOException, InterruptedException {
        return attach(line).succeed(Host.LIMIT);
    }

    /// SIGKILL.
    public void kill() {
        task.kill();
    }

    /// SIGTERM, and waits for its end.
    @Override
    public void close() throws IOException {
        task.close();
    }
}
