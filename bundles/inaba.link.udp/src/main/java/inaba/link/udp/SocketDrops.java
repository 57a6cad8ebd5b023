package inaba.link.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// How many datagrams the kernel dropped because the socket's buffer was full, as Linux tells in `/proc/net/udp`; 0
/// elsewhere.
///
/// @param ends the two address columns that name the socket
record SocketDrops(Path table, String ends) {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;

    static SocketDrops of(DatagramChannel channel) throws IOException {
        var local = (InetSocketAddress) channel.getLocalAddress();
        var remote = (InetSocketAddress) channel.getRemoteAddress();
        var table = Path.of("/proc/net", local.getAddress() instanceof Inet4Address ? "udp" : "udp6");
        return new SocketDrops(table, column(local) + ' ' + column(remote));
    }

    long count() {
        if (!Files.isReadable(table)) {
            return 0;
        }
        try (var lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> (columns[LOCAL] + ' ' + columns[REMOTE]).equals(ends))
                    .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// `0100007F:1388`: 32-bit words of the address as the processor reads them, then the port.
    private static String column(InetSocketAddress end) {
        var words = ByteBuffer.wrap(end.getAddress().getAddress()).order(ByteOrder.nativeOrder());
        var text = new StringBuilder();
        while (words.hasRemaining()) {
            text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
        }
        return text.append(String.format(Locale.ROOT, ":%04X", end.getPort())).toString();
    }
}
