package inaba.link.pcap;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.linux.SendBatch;
import inaba.linux.Sys;
import java.util.concurrent.locks.ReentrantLock;
import org.pcap4j.core.PcapHandle;

/// Sends bursts through the descriptor of a libpcap handle with one sendmmsg(2) each: pcap_sendqueue_transmit(3) is of
/// Windows only, and pcap_sendpacket(3) takes a call, a copy and a system call for each frame.
final class PcapTransmitter implements Transmitter, SendBatch.Frames {
    private static final int SOL_PACKET = 263;
    /// Past the queueing discipline, and past who listens on the device: our own receiver, among others.
    private static final int PACKET_QDISC_BYPASS = 20;

    private final PcapHandle handle;
    private final SendBatch batch;
    private final ReentrantLock using = new ReentrantLock();
    private Packet[] sending = {};
    private volatile boolean closed;

    PcapTransmitter(PcapHandle handle) {
        this.handle = handle;
        int fd = Libpcap.descriptor(handle);
        Sys.setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, 1); // refused, frames go by the queue
        this.batch = new SendBatch(fd);
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
                handle.close();
                batch.close();
            }
        } finally {
            using.unlock();
        }
    }
}
