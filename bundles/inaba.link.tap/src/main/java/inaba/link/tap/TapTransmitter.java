package inaba.link.tap;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.linux.Errno;
import inaba.linux.TapDevice;
import java.util.concurrent.locks.ReentrantLock;

/// Sends to the kernel's end of a tap: one write(2) a frame, which the kernel receives at once.
final class TapTransmitter implements Transmitter {
    private final TapDevice device;
    private final ReentrantLock using = new ReentrantLock();
    private volatile boolean closed;

    TapTransmitter(TapDevice device) {
        this.device = device;
    }

    @Override
    public int send(Packet[] burst, int from, int to) {
        using.lock();
        try {
            int at = from;
            while (!closed && at < to && write(burst[at])) {
                at++;
            }
            return at - from;
        } finally {
            using.unlock();
        }
    }

    private boolean write(Packet packet) {
        int result;
        do {
            result = device.write(packet.memory(), packet.start(), packet.length());
        } while (result == -Errno.EINTR);
        return result >= 0;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        using.lock();
        try {
            closed = true;
        } finally {
            using.unlock();
        }
    }
}
