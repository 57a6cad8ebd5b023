package inaba.link.pcap;

import inaba.linux.LinuxException;
import inaba.linux.Sys;
import java.lang.foreign.MemorySegment;

/// Frames longer than a slot of libpcap's ring: the kernel cuts them off there, and queues them whole on the ring's
/// socket (PACKET_COPY_THRESH, packet(7)), in the same order.
///
/// So slots need to be no longer than the link's own frames, and the same memory holds forty times as many as slots
/// would be in which a sender's 64 KB fit.
final class WholeFrames implements Intake.Copies {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_COPY_THRESH = 7;
    private static final int MSG_DONTWAIT = 0x40;
    /// Bytes that may wait, by the kernel's accounting.
    private static final int SOCKET_BYTES = 1 << 25;
    /// So much of a frame tells it from the next ones: its headers, with TCP's sequence number.
    private static final int HEADERS = 128;

    private final int fd;

    /// @param fd of a handle; stays the caller's
    WholeFrames(int fd) throws LinuxException {
        this.fd = fd;
        Sys.check(Sys.setsockopt(fd, SOL_PACKET, PACKET_COPY_THRESH, 1), "ask for frames longer than a slot");
        Sys.check(Sys.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, SOCKET_BYTES), "enlarge the receive buffer");
    }

    /// What stands before it in the queue belongs to frames that nobody asked for. Where the frame is missing, as the
    /// queue was full, those behind it go too.
    @Override
    public boolean read(MemorySegment begun, long at, int captured, int length, MemorySegment into) {
        int same = Math.min(captured, HEADERS);
        long bytes;
        while ((bytes = Sys.recv(fd, into, into.byteSize(), MSG_DONTWAIT)) >= 0) {
            if (bytes == length && MemorySegment.mismatch(begun, at, at + same, into, 0, same) < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forget(MemorySegment scratch) {
        while (Sys.recv(fd, scratch, scratch.byteSize(), MSG_DONTWAIT) >= 0) {
            // the next one
        }
    }
}
