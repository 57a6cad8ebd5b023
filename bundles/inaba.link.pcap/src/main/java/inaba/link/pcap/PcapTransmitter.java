package inaba.link.pcap;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends frame by frame, through one array: it is what pcap4j takes.
final class PcapTransmitter implements Transmitter {
    private static final Logger LOG = LoggerFactory.getLogger(PcapTransmitter.class);

    private final PcapHandle handle;
    private final byte[] frame = new byte[Handles.SNAP_LENGTH];
    private volatile boolean closed;

    PcapTransmitter(PcapHandle handle) {
        this.handle = handle;
    }

    @Override
    public int send(Packet[] burst, int from, int to) {
        int at = from;
        while (at < to && send(burst[at])) {
            at++;
        }
        return at - from;
    }

    private boolean send(Packet packet) {
        int length = packet.length();
        if (length > frame.length) {
            return false;
        }
        MemorySegment.copy(packet.memory(), ValueLayout.JAVA_BYTE, packet.start(), frame, 0, length);
        try {
            handle.sendPacket(frame, length);
            return true;
        } catch (PcapNativeException refused) { // the device is down, or its queue full
            LOG.debug("not sent: {}", refused.getMessage());
            return false;
        } catch (NotOpenException closedMeanwhile) {
            return false;
        }
    }

    boolean closed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            handle.close();
        }
    }
}
