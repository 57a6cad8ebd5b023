package inaba.link.udp;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads datagrams through one direct buffer: a buffer over each packet's memory would be an object a packet.
final class UdpReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(UdpReceiver.class);

    /// Keeps no set of selected keys, which would make an object for each wait.
    private static final Consumer<SelectionKey> READY = _ -> {};

    private final DatagramChannel channel;
    private final String link;
    private final Selector selector;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(UdpPort.MAX_FRAME + 1); // one more byte shows a longer one
    private final MemorySegment bytes = MemorySegment.ofBuffer(buffer);
    private final AtomicLong unfit = new AtomicLong();
    private final SocketDrops drops;
    private boolean failed;

    UdpReceiver(DatagramChannel channel, String link) throws IOException {
        this.channel = channel;
        this.link = link;
        this.selector = Selector.open();
        this.drops = SocketDrops.of(channel);
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        int n = 0;
        while (n < limit) {
            int length = read();
            if (length <= 0) {
                break;
            }
            if (accept(burst[n], length)) {
                n++;
            }
        }
        return n;
    }

    private boolean accept(Packet packet, int length) {
        if (length < EthernetHeader.BYTES || length > UdpPort.MAX_FRAME || length > packet.tailroom()) {
            unfit.incrementAndGet();
            return false;
        }
        MemorySegment.copy(bytes, 0, packet.memory(), packet.start(), length);
        packet.end(packet.start() + length);
        return true;
    }

    /// @return the length of a datagram, or 0 when none is there
    private int read() {
        buffer.clear();
        try {
            return channel.read(buffer);
        } catch (PortUnreachableException | ClosedChannelException nothing) {
            return 0; // nobody listens at the remote to what we sent; or this port was closed meanwhile
        } catch (IOException wrong) {
            if (!failed) {
                LOG.warn("{}: receiving fails", link, wrong);
            }
            failed = true;
            return 0;
        }
    }

    @Override
    public void await(long nanos) {
        try {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            if (nanos <= 0) {
                selector.selectNow(READY);
            } else {
                selector.select(READY, Math.max(1, millis));
            }
        } catch (ClosedSelectorException closed) {
            LOG.debug("{}: closed while waiting", link);
        } catch (IOException wrong) {
            LOG.warn("{}: waiting fails", link, wrong);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public long missed() {
        return unfit.get() + drops.count();
    }

    void close() throws IOException {
        selector.close();
    }
}
