package inaba.link.udp;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends each frame as a datagram, through a direct buffer of its own.
final class UdpTransmitter implements Transmitter {
    private static final Logger LOG = LoggerFactory.getLogger(UdpTransmitter.class);
    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 50_000;

    private final DatagramChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(UdpPort.MAX_FRAME);
    private final MemorySegment bytes = MemorySegment.ofBuffer(buffer);
    private boolean failed;

    UdpTransmitter(DatagramChannel channel) {
        this.channel = channel;
    }

    @Override
    public int send(Packet[] burst, int from, int to) {
        int at = from;
        while (at < to && send(burst[at])) {
            at++;
        }
        return at - from;
    }

    private boolean send(Packet frame) {
        int length = frame.length();
        if (length > UdpPort.MAX_FRAME) {
            return false;
        }
        MemorySegment.copy(frame.memory(), frame.start(), bytes, 0, length);
        for (int i = 0; i < TRIES; i++) {
            buffer.position(0).limit(length);
            if (write() != 0) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    /// @return 0 when the socket is busy
    private int write() {
        try {
            return channel.write(buffer);
        } catch (PortUnreachableException earlier) {
            return 0; // answers an earlier datagram; this one was not sent: again
        } catch (ClosedChannelException closed) {
            return 0;
        } catch (IOException wrong) {
            if (!failed) {
                LOG.warn("sending fails", wrong);
            }
            failed = true;
            return 0;
        }
    }

    /// The socket is the port's.
    @Override
    public void close() {}
}
