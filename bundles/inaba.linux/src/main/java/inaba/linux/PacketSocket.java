package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// An AF_PACKET socket, packet(7), that blocks nowhere. It hears nothing before [#bind].
public final class PacketSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_VERSION = 10;
    private static final int TPACKET_V2 = 1;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int TPACKET_REQ_BYTES = 16;
    private static final int PACKET_MREQ_BYTES = 16;

    private final int fd;

    public PacketSocket() throws LinuxException {
        fd = Sys.check(Sys.socket(AF_PACKET, SOCK_RAW_NONBLOCK_CLOEXEC, 0), "open a packet socket");
    }

    public int fd() {
        return fd;
    }

    /// Binds to a device; frames of `protocol` are heard from now on, of none if it is 0.
    public void bind(int index, int protocol) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(SOCKADDR_LL_BYTES, 4); // struct sockaddr_ll
            address.set(JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) protocol);
            address.set(JAVA_INT, 4, index);
            Sys.check(Sys.bind(fd, address), "bind a packet socket");
        }
    }

    /// The device hears everything as long as this socket is open.
    public void promiscuous(int index) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(PACKET_MREQ_BYTES, 4); // struct packet_mreq
            request.set(JAVA_INT, 0, index);
            request.set(JAVA_SHORT, 4, (short) PACKET_MR_PROMISC);
            option(PACKET_ADD_MEMBERSHIP, request, "receive promiscuously");
        }
    }

    /// Makes a receive ring, TPACKET_V2 (`Documentation/networking/packet_mmap.rst`); [Mapping] maps it. Before
    /// [#bind].
    ///
    /// @param blockBytes what the kernel takes at a time: a power of two, a page or more, and a slot or more
    public void receiveRing(int blockBytes, int bytes, int slotBytes) throws LinuxException {
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(TPACKET_REQ_BYTES, 4); // struct tpacket_req
            request.set(JAVA_INT, 0, blockBytes);
            request.set(JAVA_INT, 4, bytes / blockBytes);
            request.set(JAVA_INT, 8, slotBytes);
            request.set(JAVA_INT, 12, bytes / slotBytes);
            option(PACKET_VERSION, TPACKET_V2, "choose TPACKET_V2");
            option(PACKET_RX_RING, request, "make a receive ring");
        }
    }

    /// Sets an option of SOL_PACKET.
    public void option(int name, int value, String what) throws LinuxException {
        Sys.check(Sys.setsockopt(fd, SOL_PACKET, name, value), what);
    }

    /// Sets an option of SOL_PACKET.
    public void option(int name, MemorySegment value, String what) throws LinuxException {
        Sys.check(Sys.setsockopt(fd, SOL_PACKET, name, value), what);
    }

    /// What is sent goes straight to the device.
    public void bypassQueueing() throws LinuxException {
        option(PACKET_QDISC_BYPASS, 1, "send past the queueing discipline");
    }

    /// Bytes that may wait to be read, by the kernel's accounting.
    public void receiveBuffer(int bytes) throws LinuxException {
        Sys.check(Sys.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes), "enlarge the receive buffer");
    }

    /// Bytes that may be on their way out, by the kernel's accounting.
    public void sendBuffer(int bytes) throws LinuxException {
        Sys.check(Sys.setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, bytes), "enlarge the send buffer");
    }

    /// Reads an option without an exception or an object. @return 0, or `-errno`
    public int get(int level, int name, MemorySegment value, MemorySegment length) {
        return Sys.getsockopt(fd, level, name, value, length);
    }

    @Override
    public void close() {
        Sys.close(fd);
    }
}
