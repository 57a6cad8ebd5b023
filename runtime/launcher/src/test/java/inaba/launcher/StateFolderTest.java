package inaba.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsNoFolder() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        refuses(file, file + " is not a folder");
        refuses(file.resolve("below"), file.resolve("below") + ": Not a directory");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() {
        refuses(Path.of("/proc/inaba/state"), "/proc/inaba cannot be created");
    }

    @Test
    void oneApplianceHoldsIt() throws Exception {
        try (var held = StateFolder.open(folder)) {
            refuses(
                    folder,
                    "another appliance (process " + ProcessHandle.current().pid() + ") uses the state folder " + folder
                            + "; see --state");
            assertEquals(folder, held.path());
        }
    }

    @Test
    void aFolderInWhichOthersCanWriteIsRefused() throws Exception {
        for (var mode : List.of("rwxrwx---", "rwxr-xrwx", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            refuses(folder, "others can write in it (" + mode + "); chmod go-w " + folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        StateFolder.open(folder).close();
        var made = folder.resolve("made");
        StateFolder.open(made).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    private static void refuses(Path path, String why) {
        var refused = assertThrows(StartException.class, () -> StateFolder.open(path));
        var start = why.startsWith("another") ? "" : "cannot use the state folder " + path + ": ";
        assertEquals(start + why, refused.getMessage());
        assertEquals(1, refused.exitCode());
    }
}
