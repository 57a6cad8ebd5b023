package inaba.guest;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import inaba.lab.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a guest boots: a kernel of Debian and a file system in memory, made once and kept in `$XDG_CACHE_HOME/inaba`
/// (`~/.cache/inaba`) under a name that tells which scripts made it.
///
/// @param kernel to `-kernel`
/// @param initrd to `-initrd`
public record GuestImage(Path kernel, Path initrd) {
    private static final List<String> SCRIPTS = List.of("image.sh", "init", "agent");
    private static final String OVERLAY = "overlay.sh";
    /// Downloads about 30 MB.
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// The image of these scripts; the first to ask makes it, others wait meanwhile.
    ///
    /// @throws IOException where it cannot be made, with what the script said
    public static GuestImage get() throws IOException, InterruptedException {
        var cache = Files.createDirectories(cache());
        var folder = cache.resolve("guest-" + digest());
        try (var lock = FileChannel.open(cache.resolve("guest.lock"), CREATE, WRITE)) {
            lock.lock();
            if (Files.notExists(folder)) {
                make(folder);
            }
        }
        return new GuestImage(folder.resolve("vmlinuz"), folder.resolve("initrd.gz"));
    }

    /// This image and more files of this machine: programs and libraries, each in its place with the libraries that it
    /// needs.
    ///
    /// @param folder for the image; what is below its `root` comes into it, too
    /// @throws IOException where it cannot be made, with what the script said
    public GuestImage with(Path folder, List<String> files) throws IOException, InterruptedException {
        var script = Files.write(folder.resolve(OVERLAY), script(OVERLAY));
        var words = new ArrayList<>(List.of("bash", script.toString(), folder.toString(), initrd.toString()));
        words.addAll(files);
        Task.start(words, Map.of()).succeed(LIMIT);
        return new GuestImage(kernel, folder.resolve("initrd.gz"));
    }

    private static void make(Path folder) throws IOException, InterruptedException {
        var made = Files.createTempDirectory(folder.getParent(), "making-");
        for (var name : SCRIPTS) {
            Files.write(made.resolve(name), script(name));
        }
        var script = made.resolve("image.sh").toString();
        Task.start(List.of("bash", script, made.toString()), Map.of()).succeed(LIMIT);
        Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path cache() {
        var named = System.getenv("XDG_CACHE_HOME");
        var base =
                named == null || named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return base.resolve("inaba");
    }

    private static String digest() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var name : SCRIPTS) {
                digest.update(script(name));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] script(String name) throws IOException {
        try (var text = Objects.requireNonNull(GuestImage.class.getResourceAsStream(name), name)) {
            return text.readAllBytes();
        }
    }
}
