package inaba.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The folder of everything that outlives the process, held by one appliance at a time.
///
///     lock         held while the appliance runs; contains its process id
///     felix/       the framework's cache, made anew at every start
///     deployed/    bundles that replace those of the features, kept by `inaba.deploy`
///     swaps.properties  what serves in each slot, as chosen; kept by `inaba.core`
///     logback.xml  the log's configuration, written at every start
///     inaba.log    the log
public final class StateFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private StateFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Where state is kept when nobody says: `/var/lib/inaba` for root, else `$XDG_STATE_HOME/inaba`.
    public static Path defaultPath() {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/inaba");
        }
        var stateHome = System.getenv("XDG_STATE_HOME");
        if (stateHome != null && stateHome.startsWith("/")) {
            return Path.of(stateHome, "inaba");
        }
        var home = System.getenv().getOrDefault("HOME", System.getProperty("user.home", "/tmp"));
        return Path.of(home, ".local", "state", "inaba");
    }

    /// Creates the folder (mode 0700) where needed and locks it. The system frees the lock when the process ends,
    /// however it ends. A folder in which others can write is refused: a jar in it becomes code of the appliance.
    static StateFolder open(Path path) throws StartException {
        FileChannel channel;
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            refuseOthers(path);
            channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw StartException.failed("cannot use the state folder " + path + ": " + reason(e));
        }
        try {
            if (tryLock(channel) == null) {
                var holder = Files.readString(path.resolve("lock")).strip();
                channel.close();
                throw StartException.failed(
                        "another appliance (process " + holder + ") uses the state folder " + path + "; see --state");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            throw StartException.failed("cannot lock the state folder " + path + ": " + reason(e));
        }
        return new StateFolder(path, channel);
    }

    private static void refuseOthers(Path path) throws IOException, StartException {
        var mode = Files.getPosixFilePermissions(path);
        if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw StartException.failed("cannot use the state folder " + path + ": others can write in it ("
                    + PosixFilePermissions.toString(mode) + "); chmod go-w " + path);
        }
        var owner = Files.getOwner(path).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw StartException.failed("cannot use the state folder " + path + ": it belongs to " + owner);
        }
    }

    /// What is wrong with a file, for a person.
    static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> there.getFile() + " is not a folder";
            case AccessDeniedException denied -> "no right to write " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " cannot be created";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another appliance in this very process
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /// Deletes a folder below this one, or a file in it, if it is there.
    void delete(String name) throws IOException {
        var folder = resolve(name);
        if (Files.notExists(folder)) {
            return;
        }
        try (var below = Files.walk(folder)) {
            for (var each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
