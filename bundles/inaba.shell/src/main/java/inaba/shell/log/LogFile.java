package inaba.shell.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The log file, read from its end onwards; used by one thread.
final class LogFile {
    /// How much is read of what is there already, in bytes.
    private static final int TAIL = 1 << 20;

    private final Path file;
    private long at;

    LogFile(Path file) throws IOException {
        this.file = file;
        at = Math.max(0, size() - TAIL);
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /// Whole lines that were written since the last call; when the file was begun anew, from its beginning.
    List<String> lines() throws IOException {
        long size = size();
        if (size < at) {
            at = 0;
        }
        if (size == at) {
            return List.of();
        }
        var bytes = new byte[(int) Math.min(size - at, TAIL)];
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(at);
            open.readFully(bytes);
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        at += end;
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }
}
