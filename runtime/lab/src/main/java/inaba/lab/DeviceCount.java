package inaba.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Packets that a device has received, from `/proc/net/dev` of the thread that makes this; any thread may ask it.
public final class DeviceCount implements AutoCloseable {
    private static final long SETTLING = 30_000_000;
    private static final int BYTES = 1 << 16;

    private final RandomAccessFile file;
    private final Pattern line;
    private final byte[] text = new byte[BYTES];

    public DeviceCount(String device) throws IOException {
        file = new RandomAccessFile("/proc/thread-self/net/dev", "r");
        line = Pattern.compile("^\\s*" + device + ":\\s*\\d+\\s+(\\d+)", Pattern.MULTILINE);
    }

    public long packets() throws IOException {
        file.seek(0);
        int length = 0;
        for (int n = file.read(text, 0, BYTES); n > 0; n = file.read(text, length, BYTES - length)) {
            length += n;
        }
        var found = line.matcher(new String(text, 0, length, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new IOException("the device is gone: " + line);
        }
        return Long.parseLong(found.group(1));
    }

    /// As [#packets], once no more arrive.
    public long settled() throws IOException {
        long last = -1;
        long now = packets();
        while (now != last) {
            LockSupport.parkNanos(SETTLING);
            last = now;
            now = packets();
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
