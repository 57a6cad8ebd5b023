package inaba.guest;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A cable of UDP on the loopback: each datagram is an Ethernet frame.
///
/// @param left  port of one end
/// @param right port of the other
public record Cable(int left, int right) {
    private static final String HERE = "127.0.0.1";

    /// A cable over two ports that nobody uses now.
    public static Cable lay() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var one = new DatagramSocket(loopback);
                var other = new DatagramSocket(loopback)) {
            return new Cable(one.getLocalPort(), other.getLocalPort());
        }
    }

    /// The left end, as a device of the driver `udp`: `udp:LOCALPORT:REMOTEHOST:REMOTEPORT`.
    public String device() {
        return "udp:" + left + ":" + HERE + ":" + right;
    }

    /// The right end, as a network of QEMU.
    String network(String id) {
        return "dgram,id=" + id + end("local", right) + end("remote", left);
    }

    /// The same cable, held the other way round: for a guest at the left end.
    public Cable turned() {
        return new Cable(right, left);
    }

    private static String end(String side, int port) {
        return ",%s.type=inet,%s.host=%s,%s.port=%d".formatted(side, side, HERE, side, port);
    }
}
