package inaba.link.packet;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.PacketSocket;
import inaba.linux.SendBatch;
import java.util.concurrent.locks.ReentrantLock;

/// Sends bursts with one sendmmsg(2) each, straight from the packets' memory, past the queueing discipline.
final class RingTransmitter implements Transmitter, SendBatch.Frames {
    private static final int NO_PROTOCOL = 0; // receives nothing
    private static final int SOCKET_BYTES = 1 << 24;

    private final ReentrantLock using = new ReentrantLock();
    private final PacketSocket socket;
    private final SendBatch batch;
    private Packet[] sending = {};
    private volatile boolean closed;

    RingTransmitter(int index) throws LinuxException {
        socket = new PacketSocket();
        try {
            socket.bypassQueueing();
            socket.sendBuffer(SOCKET_BYTES);
            socket.bind(index, NO_PROTOCOL);
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
        batch = new SendBatch(socket.fd());
    }

    @Override
    public int send(Packet[] burst, int from, int to) {
        using.lock();
        try {
            sending = burst;
            return closed ? 0 : batch.send(this, from, to);
        } finally {
            using.unlock();
        }
    }

    @Override
    public long address(int number) {
        return sending[number].memory().address() + sending[number].start();
    }

    @Override
    public long bytes(int number) {
        return sending[number].length();
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        using.lock();
        try {
            if (!closed) {
                closed = true;
                socket.close();
                batch.close();
            }
        } finally {
            using.unlock();
        }
    }
}
