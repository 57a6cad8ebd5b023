package inaba.link.xdp;

import inaba.linux.LinuxException;
import java.util.ArrayList;
import java.util.List;

/// The memories of one driver: ports of the same frame size share one while it lasts.
final class Umems {
    /// Received frames are up to this much shorter than a frame's memory: XDP_PACKET_HEADROOM, and a tail that generic
    /// XDP wants.
    private static final int HEADROOM = 256;
    private static final int SMALL = 2048;
    private static final int LARGE = 4096;
    private static final int FRAMES = 1 << 16;
    /// Frames that the rings RX of a device hold together, and those of one queue at least.
    private static final int RECEIVED = 16_384;

    private static final int RECEIVED_LEAST = 2048;

    private final List<Umem> umems = new ArrayList<>();

    /// Opens a socket on a queue of a device.
    ///
    /// @param queues of that device
    /// @param frame bytes of the longest frame
    synchronized XskSocket open(int index, int queue, int queues, int frame, boolean generic) throws LinuxException {
        if (frame + HEADROOM > LARGE) {
            throw new LinuxException("AF_XDP carries frames of up to " + (LARGE - HEADROOM)
                    + " bytes; set a smaller MTU or use the driver packet");
        }
        int bytes = frame + HEADROOM > SMALL ? LARGE : SMALL;
        int entries = Math.max(RECEIVED / Integer.highestOneBit(queues), RECEIVED_LEAST);
        for (var umem : umems) {
            if (umem.frameBytes() == bytes && umem.available() >= entries + XskSocket.TX_ENTRIES) {
                return new XskSocket(umem, entries, index, queue, generic);
            }
        }
        var umem = new Umem(bytes, FRAMES);
        try {
            var socket = new XskSocket(umem, entries, index, queue, generic);
            umems.add(umem);
            return socket;
        } catch (LinuxException e) {
            umem.abandon();
            throw e;
        }
    }

    synchronized void close(XskSocket socket) {
        if (socket.close()) {
            umems.remove(socket.umem());
        }
    }
}
