package inaba.lab;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import inaba.linux.Errno;
import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteOrder;

/// A UDP socket over IPv6 and IPv4 whose buffers may be larger than `net.core.rmem_max` lets the JDK's be.
final class UdpSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPPROTO_IPV6 = 41;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_MEMINFO = 55;
    private static final int MEMINFO_BYTES = 36;
    private static final int MEMINFO_DROPS = 32;
    private static final int BUFFER = 64 << 20;
    private static final long LOOK_UP_MICROS = 100_000;
    private static final int SOCKADDR_BYTES = 28;
    private static final int PORT = 2;
    private static final int ADDRESS = 8;
    private static final int MAPPED = ADDRESS + 12;
    private static final int IPV4_BYTES = 4;

    private final int descriptor;

    private UdpSocket(int family, int type, int protocol) throws IOException {
        descriptor = Sys.check(Sys.socket(family, type, protocol), "open a socket for datagrams");
        Sys.check(Sys.setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER), "enlarge a receive buffer");
        Sys.check(Sys.setsockopt(descriptor, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER), "enlarge a send buffer");
    }

    /// Sends to one place only.
    static UdpSocket to(InetAddress address, int port) throws IOException {
        var socket = new UdpSocket(AF_INET6, SOCK_DGRAM_CLOEXEC, 0);
        try (var arena = Arena.ofConfined()) {
            Sys.check(Sys.connect(socket.descriptor, sockaddr(arena, address, port)), "connect to " + address);
        }
        return socket;
    }

    /// Receives on any address; [#receive] gives up after a tenth of a second.
    static UdpSocket at(int port) throws IOException {
        var socket = new UdpSocket(AF_INET6, SOCK_DGRAM_CLOEXEC, 0);
        try (var arena = Arena.ofConfined()) {
            socket.lookUpSometimes(arena);
            Sys.check(
                    Sys.bind(socket.descriptor, sockaddr(arena, InetAddress.ofLiteral("::"), port)),
                    "receive on UDP port " + port);
        }
        return socket;
    }

    /// Receives whole IPv4 packets with IPv6 inside (RFC 4213), whoever they are for.
    static UdpSocket ofTunnels() throws IOException {
        var socket = new UdpSocket(AF_INET, SOCK_RAW_CLOEXEC, IPPROTO_IPV6);
        try (var arena = Arena.ofConfined()) {
            socket.lookUpSometimes(arena);
        }
        return socket;
    }

    private void lookUpSometimes(Arena arena) throws IOException {
        var wait = arena.allocateFrom(JAVA_LONG, 0, LOOK_UP_MICROS); // struct timeval
        Sys.check(Sys.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, wait), "set a time limit");
    }

    /// `struct sockaddr_in6`; an IPv4 address is mapped (RFC 4291 §2.5.5.2).
    private static MemorySegment sockaddr(Arena arena, InetAddress address, int port) {
        var bytes = arena.allocate(SOCKADDR_BYTES, 4);
        bytes.set(JAVA_SHORT_UNALIGNED, 0, (short) AF_INET6);
        bytes.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), PORT, (short) port);
        var octets = MemorySegment.ofArray(address.getAddress());
        if (octets.byteSize() == IPV4_BYTES) {
            bytes.set(JAVA_SHORT_UNALIGNED, MAPPED - Short.BYTES, (short) -1);
            MemorySegment.copy(octets, 0, bytes, MAPPED, IPV4_BYTES);
        } else {
            MemorySegment.copy(octets, 0, bytes, ADDRESS, octets.byteSize());
        }
        return bytes;
    }

    /// @throws IOException also when an ICMPv6 error came back
    void send(MemorySegment datagram) throws IOException {
        Sys.check(Sys.sendto(descriptor, datagram, datagram.byteSize(), 0, MemorySegment.NULL), "send a datagram");
    }

    /// @return its length; -1 when none came
    long receive(MemorySegment buffer) throws IOException {
        long length = Sys.recv(descriptor, buffer, buffer.byteSize(), 0);
        return length == -Errno.EAGAIN || length == -Errno.EINTR ? -1 : Sys.check(length, "receive a datagram");
    }

    /// Datagrams that came and found no room.
    long drops() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var numbers = arena.allocate(MEMINFO_BYTES, 4);
            var length = arena.allocate(JAVA_INT);
            Sys.check(Sys.getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, numbers, length), "ask a socket for drops");
            return numbers.get(JAVA_INT, MEMINFO_DROPS);
        }
    }

    @Override
    public void close() {
        Sys.close(descriptor);
    }
}
