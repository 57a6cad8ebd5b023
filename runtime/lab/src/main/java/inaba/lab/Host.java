package inaba.lab;

import inaba.linux.NetworkNamespace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A Linux host: a network namespace, and commands run in it.
public final class Host {
    /// How long a command may take when nothing else is said.
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final String namespace;

    Host(String name, String namespace) {
        this.name = name;
        this.namespace = namespace;
    }

    public String name() {
        return name;
    }

    /// For `ip netns exec`.
    public String namespace() {
        return namespace;
    }

    /// Runs a command, split at blanks, to its end.
    ///
    /// @return what it printed
    /// @throws IOException with what it printed, when it fails or takes longer than [#LIMIT]
    public String run(String command) throws IOException, InterruptedException {
        return start(command).succeed(LIMIT);
    }

    /// Starts a command, split at blanks.
    public Task start(String command) throws IOException {
        return start(Task.split(command), Map.of());
    }

    /// @param environment added to that of this process
    public Task start(List<String> words, Map<String, String> environment) throws IOException {
        return Task.start(inside(words), environment);
    }

    /// The words with those before them that put a command into the namespace.
    List<String> inside(List<String> words) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(words);
        return all;
    }

    /// Calls something on a thread that lives in the namespace. Sockets opened there stay there, whatever thread uses
    /// them later.
    public <T> T call(Callable<T> body) throws IOException, InterruptedException {
        var task = new FutureTask<>(() -> {
            NetworkNamespace.enter(namespace);
            return body.call();
        });
        Thread.ofPlatform().name(namespace).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("in " + namespace, e.getCause());
        }
    }
}
