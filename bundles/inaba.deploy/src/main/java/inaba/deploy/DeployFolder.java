package inaba.deploy;

import inaba.deploy.bundle.DeployException;
import inaba.deploy.bundle.Deployer;
import inaba.deploy.jar.Jar;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches STATE/deploy: a jar that appears there, or changes, is deployed once nobody writes to it any more.
///
/// A jar that is taken away changes nothing: `bundle uninstall` and `bundle rollback` do. What was deployed is
/// remembered by its digest, so that a start deploys only what is new.
final class DeployFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    private static final long STEP_MILLIS = 200;
    /// A file that did not change for so long is written.
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// How a file looked, and since when.
    private record Look(long size, long modified, long since) {
        boolean same(Look other) {
            return size == other.size && modified == other.modified;
        }
    }

    private final Path folder;
    private final Deployer deployer;
    private final Seen seen;
    private final WatchService watch;
    private final Map<Path, Look> pending = new HashMap<>();
    private final Thread thread;

    /// @param forget what is there already counts as deployed: the appliance was started with `--clean`
    /// @throws IOException when the folder cannot be made or watched
    DeployFolder(Path folder, Deployer deployer, Seen seen, boolean forget) throws IOException {
        this.folder = folder;
        this.deployer = deployer;
        this.seen = seen;
        Files.createDirectories(folder);
        watch = folder.getFileSystem().newWatchService();
        folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        try (var there = Files.newDirectoryStream(folder)) {
            for (var file : there) {
                if (forget && jar(file)) {
                    remember(file);
                } else {
                    look(file);
                }
            }
        }
        thread = Thread.ofPlatform().name("inaba-deploy-folder").daemon().start(this::run);
    }

    private void remember(Path file) {
        try {
            seen.add(file, Jar.read(file).digest());
        } catch (IOException e) {
            LOG.warn("deploy: {}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (true) {
                var key = pending.isEmpty() ? watch.take() : watch.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    for (var event : key.pollEvents()) {
                        if (event.context() instanceof Path name) {
                            look(folder.resolve(name));
                        }
                    }
                    key.reset();
                }
                for (var file : Map.copyOf(pending).keySet()) {
                    look(file);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            LOG.debug("the deploy folder is not watched any more");
        }
    }

    private static boolean jar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    /// Deploys a file that looks as it did a while ago; else remembers how it looks.
    private void look(Path file) {
        if (!jar(file)) {
            pending.remove(file);
            return;
        }
        try {
            var now = new Look(Files.size(file), Files.getLastModifiedTime(file).toMillis(), System.nanoTime());
            var before = pending.get(file);
            if (before == null || !before.same(now)) {
                pending.put(file, now);
            } else if (now.since - before.since > QUIET_NANOS) {
                pending.remove(file);
                deploy(file);
            }
        } catch (IOException e) {
            pending.remove(file);
            LOG.debug("deploy: {} has gone: {}", file, e.toString());
        }
    }

    private void deploy(Path file) {
        try {
            var jar = Jar.read(file);
            if (seen.add(file, jar.digest())) {
                LOG.info("deploy: {}: {}", file.getFileName(), deployer.deploy(jar));
            }
        } catch (IOException e) {
            LOG.warn("deploy: {}", e.getMessage());
        } catch (DeployException e) {
            LOG.error("deploy: {}: {}", file.getFileName(), e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        thread.interrupt();
    }
}
