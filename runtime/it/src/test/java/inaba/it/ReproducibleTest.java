package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same sources give the same bytes, in another folder and at another time.
class ReproducibleTest {
    private static final List<String> BUNDLES = List.of("inaba.wire", "inaba.api", "inaba.link.udp");

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aSecondBuildElsewhereIsByteIdentical(@TempDir Path elsewhere) throws IOException, InterruptedException {
        copySources(Tree.HOME, elsewhere);
        build(elsewhere);
        for (var bundle : BUNDLES) {
            var again = elsewhere.resolve("bundles/" + bundle + "/target/" + bundle + "-0.1.0.jar");
            assertEquals(-1L, Files.mismatch(Tree.jar(bundle), again), bundle + " differs at this byte");
        }
    }

    private static void build(Path tree) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("mvn", "-B", "-q", "-o", "-Dmaven.test.skip=true"));
        var repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(List.of("-pl", "bundles/" + String.join(",bundles/", BUNDLES), "-am", "package"));
        var log = tree.resolve("build.log");
        var builder = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertEquals(0, builder.start().waitFor(), () -> read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void copySources(Path from, Path to) throws IOException {
        var leftOut = Set.of(".git", "target");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (leftOut.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!leftOut.contains(file.getFileName().toString())) { // .git is a file in a worktree
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
